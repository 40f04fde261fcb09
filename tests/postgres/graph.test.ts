import fc from "fast-check";
import { expect, test } from "vitest";
import { circles, Edges, sortGraph } from "../../src/postgres/graph.ts";

const compare = (a: number, b: number) => a - b;

function edgesOf(pairs: readonly (readonly [number, number])[]) {
  const edges = new Edges<number>();
  for (const [before, after] of pairs) edges.add(before, after);
  return edges.map;
}

test.for([
  { name: "nothing", hard: [], soft: [], order: [1, 2, 3, 4] },
  { name: "hard edges win over names", hard: [[4, 1]], soft: [], order: [2, 3, 4, 1] },
  { name: "soft edges too", hard: [], soft: [[3, 2]], order: [1, 3, 2, 4] },
  { name: "a soft edge gives way to a hard one", hard: [[1, 2]], soft: [[2, 1]], order: [3, 4, 1, 2] },
  {
    name: "soft circles are cut at the first name",
    hard: [],
    soft: [
      [2, 1],
      [1, 2],
    ],
    order: [3, 4, 1, 2],
  },
  {
    name: "hard circles are cut at the first name",
    hard: [
      [2, 3],
      [3, 2],
    ],
    soft: [],
    order: [1, 4, 2, 3],
  },
] as const)("$name", ({ hard, soft, order }) => {
  expect(sortGraph({ nodes: [3, 1, 4, 2], hard: edgesOf(hard), soft: edgesOf(soft) }, compare)).toEqual(
    order,
  );
});

const graph = fc.integer({ min: 1, max: 30 }).chain((size) => {
  const node = fc.integer({ min: 0, max: size - 1 });
  const pairs = fc.array(fc.tuple(node, node), { maxLength: 60 });
  return fc.record({ nodes: fc.constant([...Array(size).keys()]), pairs, soft: pairs });
});

test("every order holds all nodes once and keeps all hard edges that are on no circle", () => {
  fc.assert(
    fc.property(graph, ({ nodes, pairs, soft }) => {
      const hard = edgesOf(pairs);
      const order = sortGraph({ nodes, hard, soft: edgesOf(soft) }, compare);
      expect([...order].sort(compare)).toEqual(nodes);
      if (circles({ nodes, hard }).size > 0) return;
      for (const [before, after] of pairs) {
        if (before !== after) expect(order.indexOf(before)).toBeLessThan(order.indexOf(after));
      }
    }),
  );
});

test("finds what is on a circle or between two, and nothing else", () => {
  const hard = edgesOf([
    [0, 1],
    [1, 2],
    [2, 1],
    [2, 3],
    [3, 4],
    [4, 5],
    [5, 4],
    [5, 6],
  ]);
  expect([...circles({ nodes: [0, 1, 2, 3, 4, 5, 6], hard })].sort(compare)).toEqual([1, 2, 3, 4, 5]);
});

test("forty thousand nodes in a chain take no stack", () => {
  const nodes = [...Array(40_000).keys()];
  const hard = edgesOf(nodes.slice(1).map((node) => [node, node - 1] as const));
  expect(sortGraph({ nodes, hard, soft: new Map() }, compare)[0]).toBe(39_999);
  expect(circles({ nodes, hard }).size).toBe(0);
});
