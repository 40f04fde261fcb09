import { expect, test } from "vitest";
import {
  folderName,
  type Iteration,
  iterationFiles,
  nextIteration,
  readChain,
} from "../../src/prototype/iterations.ts";

const place = "modules/crm/iterations";

function chainOf(...names: readonly string[]): Iteration[] {
  const chain: Iteration[] = [];
  for (const name of names) {
    chain.push(
      nextIteration(chain, { name, up: `CREATE TABLE "${name}" ();`, down: `DROP TABLE "${name}";` }),
    );
  }
  return chain;
}

function filesOf(iterations: readonly Iteration[]): Map<string, string> {
  return new Map(
    iterations.flatMap((iteration) =>
      [...iterationFiles(iteration)].map(
        ([file, text]) => [`${folderName(iteration)}/${file}`, text] as const,
      ),
    ),
  );
}

const read = (files: ReadonlyMap<string, string>) => readChain(files, "crm", place);

test("what was written is read back", () => {
  const chain = chainOf("accounts", "locations", "phone");
  const files = filesOf(chain);
  expect([...files.keys()]).toContain("0003_phone/down.sql");
  expect(files.get("0002_locations/up.sql")).toBe(
    `-- iteration: 0002_locations\n-- parent: ${chain[0]?.hash}\n-- hash: ${chain[1]?.hash}\n\nCREATE TABLE "locations" ();\n`,
  );
  expect(read(files)).toEqual({ iterations: chain, findings: [] });
});

test("line ends that git changed are no edit", () => {
  const chain = chainOf("accounts", "locations");
  const files = new Map([...filesOf(chain)].map(([path, text]) => [path, text.replaceAll("\n", "\r\n")]));
  expect(read(files)).toEqual({ iterations: chain, findings: [] });
});

test("a folder that was being written when the run was killed is left out", () => {
  const files = filesOf(chainOf("accounts")).set(".0002_locations.tmp/up.sql", "-- half");
  expect(read(files).findings).toEqual([]);
});

test("the same content with another past has another hash", () => {
  const [, b] = chainOf("a", "b");
  const [, other] = chainOf("x", "b");
  expect(b?.hash).not.toBe(other?.hash);
});

interface Case {
  readonly name: string;
  readonly change: (files: Map<string, string>) => void;
  readonly found: readonly string[];
}

const move = (from: string, to: string) => (files: Map<string, string>) => {
  for (const [path, text] of [...files]) {
    if (!path.startsWith(`${from}/`)) continue;
    files.delete(path);
    files.set(path.replace(from, to), text);
  }
};

const cases: readonly Case[] = [
  {
    name: "an edited up.sql",
    change: (files) => files.set("0002_b/up.sql", `${files.get("0002_b/up.sql")}-- more\n`),
    found: ["iterations/edited: Iteration 0002_b was edited after it was recorded."],
  },
  {
    name: "an edited header",
    change: (files) =>
      files.set("0003_c/up.sql", files.get("0003_c/up.sql")?.replace("0003_c", "0003_d") ?? ""),
    found: ["iterations/edited: Iteration 0003_c was edited after it was recorded."],
  },
  {
    name: "an edited down.sql of the last",
    change: (files) =>
      files.set("0003_c/down.sql", files.get("0003_c/down.sql")?.replace('"c"', '"d"') ?? ""),
    found: ["iterations/edited: Iteration 0003_c was edited after it was recorded."],
  },
  {
    name: "a header that is gone",
    change: (files) => files.set("0002_b/up.sql", "SELECT 1;\n"),
    found: ["iterations/edited: Iteration 0002_b was edited after it was recorded."],
  },
  {
    name: "a renamed iteration",
    change: move("0003_c", "0003_d"),
    found: ["iterations/reordered: Folder 0003_d holds the iteration that was recorded as 0003_c."],
  },
  {
    name: "one missing in the middle",
    change: (files) => ["up", "down"].forEach((file) => void files.delete(`0002_b/${file}.sql`)),
    found: ["iterations/missing: Iteration 0002 is missing: 0001_a is followed by 0003_c."],
  },
  {
    name: "the first missing",
    change: (files) => ["up", "down"].forEach((file) => void files.delete(`0001_a/${file}.sql`)),
    found: ["iterations/missing: Iteration 0001 is missing: the first is 0002_b."],
  },
  {
    name: "two that changed places",
    change: (files) => {
      move("0002_b", "0009_b")(files);
      move("0003_c", "0002_c")(files);
      move("0009_b", "0003_b")(files);
    },
    found: [
      "iterations/reordered: Folder 0002_c holds the iteration that was recorded as 0003_c.",
      "iterations/reordered: Folder 0003_b holds the iteration that was recorded as 0002_b.",
    ],
  },
  {
    name: "a past that was replaced",
    change: (files) => {
      for (const [path, text] of filesOf(chainOf("x", "b")))
        files.set(path.replace("0001_x", "0001_a"), text);
      move("0001_a", "0001_x")(files);
    },
    found: [
      "iterations/reordered: Iteration 0003_c stands after 0002_b, but was recorded on top of another one.",
    ],
  },
  {
    name: "two colleagues with the same number",
    change: (files) => {
      for (const [path, text] of filesOf(chainOf("a", "b", "d"))) files.set(path, text);
    },
    found: [
      "iterations/same-number: Iterations 0003_c and 0003_d have the same number: they were made at the same time.",
    ],
  },
  {
    name: "down.sql missing",
    change: (files) => files.delete("0003_c/down.sql"),
    found: ["iterations/incomplete: modules/crm/iterations/0003_c has no down.sql."],
  },
  {
    name: "something else in the folder",
    change: (files) => files.set("notes/todo.md", "…"),
    found: ["iterations/name: modules/crm/iterations/notes is not the folder of an iteration."],
  },
];

test.for(cases)("found: $name", ({ change, found }) => {
  const files = filesOf(chainOf("a", "b", "c"));
  change(files);
  const { findings } = read(files);
  expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual(found);
  for (const { help } of findings) expect(help).toBeTruthy();
});
