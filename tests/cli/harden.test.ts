import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listFiles, writeFileAtomically } from "../../src/cli/files.ts";
import { type CliResult, copyExample, runCli, TemporaryFolder } from "../support/cli.ts";

const user = `
entity: user
fields: { id: uuid primary key, name: text }
access:
  - { allow: select, to: authenticated }
  - { allow: all, to: admin }
harden: { soft-delete: false }
`;

function account(fields: string): string {
  return `
entity: account
doc: Whom we serve.
fields:
  id: uuid primary key
  number: varchar(20) unique
${fields}
relations:
  owner: -> user
access:
  - { allow: all, to: authenticated, when: owner = me() }
  - { allow: all, to: admin }
`;
}

/** One project, hardened again and again: each test goes on from where the one before left it. */
describe("a project over time", () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await TemporaryFolder.create();
    await define({
      "schema.config.yaml": "name: shop\nplatform: postgres\npostgres: 15\n",
      "entities/user.yaml": user,
    });
  });
  afterAll(async () => await folder[Symbol.asyncDispose]());

  async function define(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, text] of Object.entries(files))
      await writeFileAtomically(join(folder.path, path), text);
  }

  const defineAccount = (fields: string) => define({ "entities/account.yaml": account(fields) });
  const harden = (...flags: readonly string[]): Promise<CliResult> =>
    runCli(["harden", ...flags], { cwd: folder.path });
  const file = (path: string) => readFile(join(folder.path, "production", path), "utf8");

  /** Every file of production with its content. */
  async function production(): Promise<Readonly<Record<string, string>>> {
    const paths = await listFiles(join(folder.path, "production"));
    return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await file(path)])));
  }

  test("a dry run shows all and writes nothing", async () => {
    await defineAccount("  phone: text?");
    const { exit, out } = await harden("--dry-run", "--no-prove");
    expect(exit).toBe(0);
    expect(out).toContain("CREATE TABLE public.accounts (");
    expect(out).toContain("would write production/migrations/0001_create");
    expect(await production()).toEqual({});
  });

  test("the first run makes everything and proves it", async () => {
    const { exit, out, err } = await harden();
    expect(err).toMatch(
      /\d+ proofs held on PostgreSQL [^\n]*\.\nNext: read production\/report\.md, then commit production\.$/,
    );
    expect(out.split("\n")).toEqual([
      "wrote production/migrations/0001_create",
      "wrote production/proofs.json",
      "wrote production/report.md",
      "wrote production/schema.sql",
      "wrote production/tests/promises.sql",
    ]);
    expect(exit).toBe(0);
    const { proofs } = JSON.parse(await file("proofs.json"));
    expect(proofs.length).toBeGreaterThan(20);
    expect(proofs.every(({ held }: { held: boolean }) => held)).toBe(true);
    await expect(await file("migrations/0001_create/deploy.md")).toMatchFileSnapshot("harden/create.md");
    expect(await file("report.md")).toContain(
      "| `number` | `varchar(20)` | business model (entities/account.yaml:6) | not-null |",
    );
  });

  test("a second run changes no byte", async () => {
    const before = await production();
    const { exit, out, err } = await harden();
    expect([exit, out]).toEqual([0, "production: nothing changed."]);
    expect(await production()).toEqual(before);
    // What was proven of this very schema is on record.
    expect(err).not.toContain("Proving");
    expect(err).toContain("proofs held");
  });

  test("a change becomes a migration, with its phases and what it does to traffic", async () => {
    await defineAccount("  phone: text?\n  status: enum(Active, Inactive) = Active");
    const { exit, out } = await harden("--no-prove", "--name", "add-status");
    expect(exit).toBe(0);
    expect(out).toContain("wrote production/migrations/0002_add-status");
    expect(out).toContain("removed production/proofs.json");
    const up = await file("migrations/0002_add-status/up.sql");
    expect(up).toMatch(/^-- phase: expand$/m);
    expect(up).toMatch(/^-- locks accounts: \w+Lock$/m);
    expect(up).toContain("status");
    expect(up).not.toContain("CREATE TABLE");
    expect(up).not.toContain("scans users");
    expect(await file("migrations/0002_add-status/down.sql")).toContain("DROP COLUMN status");
    await expect(await file("migrations/0002_add-status/deploy.md")).toMatchFileSnapshot("harden/add.md");
  });

  test("a rename keeps the data when the definition states it", async () => {
    await defineAccount(
      "  telephone: { type: text?, was: phone }\n  status: enum(Active, Inactive) = Active",
    );
    const { exit, err } = await harden("--no-prove", "--name", "rename");
    expect([exit, err]).toEqual([0, expect.any(String)]);
    expect(await file("migrations/0003_rename/up.sql")).toContain("RENAME COLUMN phone TO telephone");
  });

  test("what deletes data needs consent", async () => {
    await defineAccount("  status: enum(Active, Inactive) = Active");
    const before = await production();
    const { exit, err } = await harden("--no-prove");
    expect(exit).toBe(1);
    expect(err).toContain("--allow deletes-data");
    expect(await production()).toEqual(before);
    expect((await harden("--no-prove", "--allow", "deletes-data", "--name", "forget")).exit).toBe(0);
    expect(await file("migrations/0004_forget/up.sql")).toMatch(/^-- deletes-data: .*telephone/m);
    await expect(await file("migrations/0004_forget/deploy.md")).toMatchFileSnapshot("harden/forget.md");
  });

  test("values that are there in plain are not called encrypted", async () => {
    const before = await production();
    await defineAccount("  status: { type: text, encrypt: states }");
    const { exit, err } = await harden();
    expect(exit).toBe(1);
    expect(err).toMatch(
      /error\[production\/plain-values\]: account\.status is text in production, .*\n +--> entities\/account\.yaml:\d+:\d+/,
    );
    expect(await production()).toEqual(before);
  });

  test("what cannot be proven is not written", async () => {
    await defineAccount(
      '  status: enum(Active, Inactive) = Active\n  never: { type: integer, check: "never <> never" }',
    );
    const before = await production();
    const { exit, err } = await harden();
    expect(exit).toBe(1);
    expect(err).toMatch(
      /error\[production\/proof-failed\].*accounts could not be filled.*\n +--> .*\.yaml:\d+:\d+/,
    );
    expect(await production()).toEqual(before);
  });

  test("JSON", async () => {
    await defineAccount("  status: enum(Active, Inactive) = Active");
    const { exit, out } = await harden("--no-prove", "--json");
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      ok: true,
      dryRun: false,
      migration: null,
      up: [],
      down: [],
      proofs: null,
      written: [],
      removed: [],
      findings: [],
    });
  });

  test("a report on the safeguards of a law writes nothing", async () => {
    const before = await production();
    const { exit, out } = await harden("--report", "hipaa", "--no-prove");
    expect(exit).toBe(0);
    expect(out).toMatch(/^# Technical safeguards of HIPAA \(45 CFR 164\.312\) in /);
    const json = JSON.parse((await harden("--report", "hipaa", "--no-prove", "--json")).out);
    expect(json.safeguards).toHaveLength(12);
    expect((await harden("--report", "gdpr")).exit).toBe(2);
    expect(await production()).toEqual(before);
  });

  test("two runs at once do not meet", async () => {
    const results = await Promise.all([harden("--no-prove"), harden("--no-prove")]);
    expect(results.map(({ exit }) => exit).sort()).toEqual([0, 1]);
    expect(results.map(({ err }) => err).join()).toContain(
      "Another `schema harden` is at work in this project.",
    );
  });

  test("an edited migration is found", async () => {
    const path = join(folder.path, "production/migrations/0002_add-status/up.sql");
    const text = await readFile(path, "utf8");
    await writeFile(path, `${text}DROP TABLE accounts;\n`);
    const { exit, err } = await harden("--no-prove");
    expect(exit).toBe(1);
    expect(err).toContain("0002_add-status was edited after it was recorded");
    await writeFile(path, text);
  });

  test("a rule that does not exist is named, with its place", async () => {
    await define({ "entities/user.yaml": user.replace("soft-delete", "soft-deletes") });
    const { exit, err } = await harden("--no-prove");
    expect(exit).toBe(1);
    expect(err).toContain('harden of user names "soft-deletes", which is no hardening rule.');
    expect(err).toContain("entities/user.yaml:2:");
    expect(err).toContain("Did you mean soft-delete?");
  });
});

test.for([
  ["a platform with roles and functions of its own", "platform: supabase\n"],
  ["a schema of its own", "platform: postgres\nschema: my shop\n"],
  ["the minimal profile", "platform: postgres\nharden: { profile: minimal }\n"],
])("%s", async ([, config]) => {
  await using folder = await TemporaryFolder.create();
  const files = {
    "schema.config.yaml": `name: shop\npostgres: 15\n${config}`,
    "entities/all.yaml": `${user}---${account("  email: citext\n  twice: { type: integer, generated: length(number) * 2 }")}`,
  };
  for (const [path, text] of Object.entries(files)) await writeFileAtomically(join(folder.path, path), text);
  const run = () => runCli(["harden"], { cwd: folder.path });
  expect(await run()).toMatchObject({
    exit: 0,
    out: expect.stringContaining("wrote production/migrations/0001_create"),
  });
  expect(await run()).toMatchObject({ exit: 0, out: "production: nothing changed." });
  expect((await runCli(["check"], { cwd: folder.path })).out).toMatch(/^✓ production/m);
});

test("a later migration is for a database in use: a script for psql, which the next run replays", async () => {
  await using folder = await TemporaryFolder.create();
  await writeFileAtomically(join(folder.path, "schema.config.yaml"), "name: shop\npostgres: 15\n");
  const harden = async (entity: string, ...flags: readonly string[]) => {
    await writeFileAtomically(join(folder.path, "entities/all.yaml"), `${user}---${entity}`);
    return await runCli(["harden", "--no-prove", ...flags], { cwd: folder.path });
  };
  const migration = (path: string) => readFile(join(folder.path, "production/migrations", path), "utf8");
  expect((await harden(account("  phone: text?"))).exit).toBe(0);
  expect(await migration("0001_create/up.sql")).not.toContain("BEGIN;");

  const changed = `${account("  phone: text")}indexes:\n  - [phone]\n`;
  expect(await harden(changed, "--name", "search")).toMatchObject({ exit: 0 });
  const up = await migration("0002_search/up.sql");
  expect(up).toContain("psql -v ON_ERROR_STOP=1 -f");
  const paragraphs = up.split("\n\n");
  const build = paragraphs.findIndex((text) => text.includes("CREATE INDEX CONCURRENTLY"));
  expect(paragraphs.slice(build - 2, build + 2)).toEqual([
    "SET lock_timeout = 0;\nSET statement_timeout = 0;",
    "-- phase: expand",
    expect.stringMatching(
      /^-- not in a transaction\n-- scans-table: .*\n-- locks accounts: ShareUpdateExclusiveLock\n/,
    ),
    "RESET lock_timeout;\nRESET statement_timeout;",
  ]);
  expect(up).toContain("CHECK (phone IS NOT NULL) NOT VALID;\n\nCOMMIT;");
  expect(await migration("0002_search/down.sql")).toContain("DROP INDEX CONCURRENTLY");

  expect(await harden(changed)).toMatchObject({ exit: 0, out: "production: nothing changed." });
});

test("open conflicts between modules are named, and nothing is written", async () => {
  await using folder = await copyExample("crm");
  await rm(join(folder.path, "production"), { recursive: true, force: true });
  await writeFile(join(folder.path, "decisions.yaml"), "decisions: []\n");
  const { exit, err } = await runCli(["harden"], { cwd: folder.path });
  expect(exit).toBe(1);
  expect(err).toContain("error[merge/open-conflict]: type account.zip");
  expect(err).toContain("error[merge/open-conflict]: on-delete work_order.location");
  expect(await listFiles(join(folder.path, "production"))).toEqual([]);
});

test("wrong usage", async () => {
  await using folder = await TemporaryFolder.create();
  expect((await runCli(["harden", "--name", "Not A Name"], { cwd: folder.path })).exit).toBe(2);
  expect((await runCli(["harden", "--allow", "everything"], { cwd: folder.path })).exit).toBe(2);
  expect((await runCli(["harden"], { cwd: folder.path })).exit).toBe(3);
});
