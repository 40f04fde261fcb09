/** What has to come before what. Hard edges always hold; soft ones give way where they would close a circle. */
export interface Graph<Node> {
  readonly nodes: readonly Node[];
  readonly hard: ReadonlyMap<Node, ReadonlySet<Node>>;
  readonly soft: ReadonlyMap<Node, ReadonlySet<Node>>;
}

/** Collects edges `before -> after`; a node is never before itself. */
export class Edges<Node> {
  readonly map = new Map<Node, Set<Node>>();

  add(before: Node | undefined, after: Node | undefined): void {
    if (before === undefined || after === undefined || before === after) return;
    const followers = this.map.get(before) ?? new Set();
    this.map.set(before, followers.add(after));
  }
}

/**
 * An order in which every node stands after those it needs, and of all such orders the first by `compare`. Where hard
 * edges form a circle it is broken at the first node by `compare`.
 */
export function sortGraph<Node>(
  { nodes, hard, soft }: Graph<Node>,
  compare: (a: Node, b: Node) => number,
): Node[] {
  const waiting = { hard: incoming(nodes, hard), soft: incoming(nodes, soft) };
  const free = new Heap(compare);
  const softlyBlocked = new Heap(compare);
  const blocked = [...nodes].sort(compare);
  const done = new Set<Node>();
  const offer = (node: Node) => {
    if (waiting.hard.get(node) !== 0) return;
    (waiting.soft.get(node) === 0 ? free : softlyBlocked).push(node);
  };
  nodes.forEach(offer);
  let nextBlocked = 0;
  const takeNext = (): Node | undefined => {
    for (const heap of [free, softlyBlocked]) {
      for (let node = heap.pop(); node !== undefined; node = heap.pop()) if (!done.has(node)) return node;
    }
    while (nextBlocked < blocked.length && done.has(blocked[nextBlocked] as Node)) nextBlocked++;
    return blocked[nextBlocked];
  };
  const order: Node[] = [];
  for (let node = takeNext(); node !== undefined; node = takeNext()) {
    order.push(node);
    done.add(node);
    for (const [counts, edges] of [[waiting.hard, hard] as const, [waiting.soft, soft] as const]) {
      for (const follower of edges.get(node) ?? []) {
        counts.set(follower, (counts.get(follower) ?? 0) - 1);
        if (!done.has(follower)) offer(follower);
      }
    }
  }
  return order;
}

/** The nodes on circles of hard edges, or between two circles: what is left when all ends are taken away. */
export function circles<Node>({ nodes, hard }: Pick<Graph<Node>, "nodes" | "hard">): ReadonlySet<Node> {
  const backwards = new Edges<Node>();
  for (const [before, followers] of hard) for (const after of followers) backwards.add(after, before);
  return peel(peel(new Set(nodes), hard), backwards.map);
}

/** Takes away, again and again, the nodes that no remaining node leads to. */
function peel<Node>(
  nodes: ReadonlySet<Node>,
  edges: ReadonlyMap<Node, ReadonlySet<Node>>,
): ReadonlySet<Node> {
  const left = new Set(nodes);
  const counts = incoming([...nodes], edges, left);
  const ends = [...nodes].filter((node) => counts.get(node) === 0);
  for (let node = ends.pop(); node !== undefined; node = ends.pop()) {
    left.delete(node);
    for (const follower of edges.get(node) ?? []) {
      const count = (counts.get(follower) ?? 0) - 1;
      counts.set(follower, count);
      if (count === 0 && left.has(follower)) ends.push(follower);
    }
  }
  return left;
}

function incoming<Node>(
  nodes: readonly Node[],
  edges: ReadonlyMap<Node, ReadonlySet<Node>>,
  from: ReadonlySet<Node> = new Set(nodes),
): Map<Node, number> {
  const counts = new Map(nodes.map((node) => [node, 0]));
  for (const [before, followers] of edges) {
    if (!from.has(before)) continue;
    for (const after of followers) counts.set(after, (counts.get(after) ?? 0) + 1);
  }
  return counts;
}

/** Gives back the smallest first. */
class Heap<Item> {
  readonly #items: Item[] = [];
  readonly #compare: (a: Item, b: Item) => number;

  constructor(compare: (a: Item, b: Item) => number) {
    this.#compare = compare;
  }

  push(item: Item): void {
    let at = this.#items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#swapIfLess(at, above)) break;
      at = above;
    }
  }

  pop(): Item | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return first;
    this.#items[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = right < this.#items.length && this.#isLess(right, left) ? right : left;
      if (child >= this.#items.length || !this.#swapIfLess(child, at)) return first;
      at = child;
    }
  }

  #isLess(a: number, b: number): boolean {
    return this.#compare(this.#items[a] as Item, this.#items[b] as Item) < 0;
  }

  #swapIfLess(a: number, b: number): boolean {
    if (!this.#isLess(a, b)) return false;
    [this.#items[a], this.#items[b]] = [this.#items[b] as Item, this.#items[a] as Item];
    return true;
  }
}
