import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliResult, runCli, TemporaryFolder } from "../support/cli.ts";

// One project, made by `schema init` and brought through its whole life, is the good one; each test spoils a copy.
let good: TemporaryFolder;
const life: CliResult[] = [];

beforeAll(async () => {
  good = await TemporaryFolder.create();
  const commands = [
    ["init", "--yes", "--name", "shop"],
    ["concept"],
    ["prototype", "tasks", "--name", "start"],
    ["harden"],
    ["check"],
  ];
  for (const argv of commands) life.push(await runCli(argv, { cwd: good.path }));
}, 300_000);
afterAll(async () => await good[Symbol.asyncDispose]());

/** A copy that knows what PostgreSQL made of the good project's SQL, without its database. */
async function copy(): Promise<TemporaryFolder> {
  const folder = await TemporaryFolder.create();
  const databases = join(good.path, ".schema", "databases");
  await cp(good.path, folder.path, { recursive: true, filter: (path) => !path.startsWith(databases + sep) });
  return folder;
}

type Edit = (text: string) => string;

/** What `schema check --json` says of a copy in which files were edited or, with `undefined`, removed. */
async function checkSpoiled(edits: Readonly<Record<string, Edit | undefined>>) {
  await using folder = await copy();
  for (const [path, edit] of Object.entries(edits)) {
    const file = join(folder.path, path);
    if (edit === undefined) {
      await rm(file, { recursive: true });
      continue;
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, edit(await readFile(file, "utf8").catch(() => "")));
  }
  const { exit, out } = await runCli(["check", "--json"], { cwd: folder.path });
  const report = JSON.parse(out) as {
    ok: boolean;
    rules: { code: string; held: boolean; blockedBy?: string }[];
    findings: { code: string; file?: string; line?: number }[];
  };
  const broken = report.rules.filter(({ held, blockedBy }) => !held && blockedBy === undefined);
  const findings = report.findings.map(({ code, file, line }) =>
    file === undefined ? code : `${code} ${file}:${line}`,
  );
  return {
    exit,
    broken: broken.map(({ code }) => code),
    blocked: report.rules.filter(({ blockedBy }) => blockedBy !== undefined).map(({ code }) => code),
    findings: [...new Set(findings)],
  };
}

const fine = { exit: 0, broken: [], blocked: [], findings: [] };

test("a new project goes through its whole life at once", async () => {
  expect(life.map(({ exit, err }) => (exit === 0 ? 0 : err))).toEqual([0, 0, 0, 0, 0]);
  expect(await checkSpoiled({})).toEqual(fine);
});

const replace =
  (search: string, replacement: string): Edit =>
  (text) => {
    if (!text.includes(search)) throw new Error(`"${search}" is not there.`);
    return text.replace(search, replacement);
  };
const append =
  (more: string): Edit =>
  (text) =>
    text + more;

test.for([
  {
    name: "a wrong definition keeps everything else from being checked",
    edits: { "entities/task.yaml": replace("varchar(200)", "varchr(200)") },
    expected: {
      exit: 1,
      broken: ["definitions"],
      blocked: ["documents", "iterations", "prototypes", "merge", "production"],
      findings: ["model/unknown-type entities/task.yaml:7"],
    },
  },
  {
    name: "a document that was edited, one that is missing, one too many",
    edits: {
      "docs/schema/index.md": replace("## Modules", "## My modules"),
      "docs/schema/index.svg": undefined,
      "docs/schema/areas/old.md": append("old"),
    },
    expected: {
      exit: 1,
      broken: ["documents"],
      blocked: [],
      findings: [
        "check/stale-document",
        expect.stringMatching(/^check\/stale-document docs\/schema\/index\.md:\d+$/),
      ],
    },
  },
  {
    name: "line ends that git changed are no difference",
    edits: { "docs/schema/index.md": (text: string) => text.replaceAll("\n", "\r\n") },
    expected: fine,
  },
  {
    name: "an iteration that was edited",
    edits: { "modules/tasks/iterations/0001_start/up.sql": append("DROP TABLE tasks;\n") },
    expected: {
      exit: 1,
      broken: ["iterations"],
      blocked: ["prototypes"],
      findings: ["iterations/edited modules/tasks/iterations/0001_start/up.sql:1"],
    },
  },
  {
    name: "an iteration of which a half is missing",
    edits: { "modules/tasks/iterations/0001_start/down.sql": undefined },
    expected: {
      exit: 1,
      broken: ["iterations"],
      blocked: ["prototypes"],
      findings: ["iterations/incomplete"],
    },
  },
  {
    name: "a field that a module uses now, and no iteration records",
    edits: {
      "modules/tasks/module.yaml": replace(
        "[title, status, due, owner]",
        "[title, status, due, owner, notes]",
      ),
      "docs/schema": undefined,
    },
    expected: {
      exit: 1,
      broken: ["prototypes", "production"],
      blocked: [],
      findings: [
        "check/not-there-yet",
        "prototype/not-recorded modules/tasks/module.yaml:5",
        // the report says who uses a field
        "production/stale",
      ],
    },
  },
  {
    name: "a field of the business model that no migration brings to production",
    edits: {
      "entities/task.yaml": replace("  due: date?\n", "  due: date?\n  effort: integer?\n"),
      "docs/schema": undefined,
    },
    expected: {
      exit: 1,
      broken: ["production"],
      blocked: [],
      findings: ["check/not-there-yet", "production/stale", "production/no-migration entities/task.yaml:11"],
    },
  },
  {
    name: "modules that disagree",
    edits: {
      "modules/other/module.yaml": append("module: other\nuses: { task: [title] }\n"),
      "modules/other/entities/task.yaml": append("entity: task\nfields:\n  due: integer\n"),
      "docs/schema": undefined,
    },
    expected: {
      exit: 1,
      broken: ["merge"],
      blocked: ["production"],
      findings: ["check/not-there-yet", "merge/open-conflict modules/other/entities/task.yaml:3"],
    },
  },
  {
    name: "a production schema that someone edited",
    edits: { "production/schema.sql": replace("FORCE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY") },
    expected: { exit: 1, broken: ["production"], blocked: [], findings: ["production/stale"] },
  },
  {
    name: "a stage that is not there yet is named, and no error",
    edits: { production: undefined, "docs/schema": undefined, "modules/tasks/iterations": undefined },
    expected: { ...fine, findings: ["check/not-there-yet"] },
  },
])("$name", async ({ edits, expected }) => {
  expect(await checkSpoiled(edits)).toEqual(expected);
});

test("places are shown from where one is, and for code hosts from the top of the repository", async () => {
  await using folder = await copy();
  await writeFile(join(folder.path, "entities/task.yaml"), "entity: task\nfeilds: {}\n");
  const cwd = join(folder.path, "entities");

  const text = await runCli(["check"], { cwd });
  expect(text.out).toContain("--> task.yaml:2:1");

  const env = { GITHUB_WORKSPACE: folder.path };
  const github = await runCli(["check", "--format", "github"], { cwd, env });
  expect(github.out).toContain("::error file=entities/task.yaml,line=2,col=1,");
  const sarif = await runCli(["check", "--format", "sarif"], { cwd, env });
  expect(sarif.out).toContain('"uri": "entities/task.yaml"');
  expect([text.exit, github.exit, sarif.exit]).toEqual([1, 1, 1]);
});
