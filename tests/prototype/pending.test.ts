import { expect, test } from "vitest";
import { type Iteration, nextIteration } from "../../src/prototype/iterations.ts";
import { compareHistory } from "../../src/prototype/pending.ts";

function chainOf(...names: readonly string[]): readonly Iteration[] {
  const chain: Iteration[] = [];
  for (const name of names) chain.push(nextIteration(chain, { name, up: `SELECT '${name}';`, down: "" }));
  return chain;
}
const abc = chainOf("a", "b", "c");

test.for([
  { name: "a new database", history: [], chain: abc, pending: ["a", "b", "c"], message: undefined },
  { name: "some are applied", history: chainOf("a"), chain: abc, pending: ["b", "c"], message: undefined },
  { name: "all are applied", history: abc, chain: abc, pending: [], message: undefined },
  {
    name: "the database is ahead of the files",
    history: abc,
    chain: chainOf("a", "b"),
    pending: [],
    message: "The database of crm has 3 iterations, the files have 2: 0003_c is not among them.",
  },
  {
    name: "the files hold another one",
    history: chainOf("a", "x"),
    chain: abc,
    pending: ["b", "c"],
    message: "The database of crm was built with another 0002_x than 0002_b in the files.",
  },
])("$name", ({ history, chain, pending, message }) => {
  const result = compareHistory(history, chain, "crm");
  expect(result.pending.map(({ name }) => name)).toEqual(pending);
  expect([...result.applied, ...result.pending]).toEqual(chain);
  expect(result.findings.map((finding) => finding.message)).toEqual(message === undefined ? [] : [message]);
});
