import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeFileAtomically } from "../../src/cli/files.ts";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { cacheDir } from "../support/cache.ts";
import { runCli, TemporaryFolder } from "../support/cli.ts";

const entities = `
entity: user
fields: { id: uuid primary key, name: text }
---
entity: account
fields:
  id: uuid primary key
  number: varchar(5) unique
  phone: { type: text?, was: tel }
  status: enum(Active, Inactive) = Active
  email: { type: text?, pii: personal, check: "email like '%@%'" }
relations:
  owner: -> user
`;

const prototype = `
CREATE TABLE users (id uuid PRIMARY KEY, name text);
CREATE TABLE accounts (id uuid PRIMARY KEY, number text, tel text, status text, email text, owner_id uuid);
CREATE TABLE notes (id integer);
INSERT INTO users VALUES (uuid(1), 'Ann');
INSERT INTO accounts VALUES
  (uuid(1), 'A1', '1', 'Active', 'a@b', uuid(1)),
  (uuid(2), NULL, '2', 'Active', 'secret-one', uuid(1)),
  (uuid(3), 'A3', '3', 'Gone', 'secret-two', uuid(1)),
  (uuid(4), 'A3', '4', NULL, 'c@d', uuid(9)),
  (uuid(5), 'A55555', '5', 'Active', NULL, NULL);
`.replaceAll(/uuid\((\d)\)/g, "'00000000-0000-0000-0000-00000000000$1'");

interface Answer {
  readonly constraint: string;
  readonly rows?: number;
  readonly samples: readonly string[];
  readonly fixes: readonly { readonly kind: string; readonly text: string }[];
}

describe("what production would refuse of a prototype's rows", () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await TemporaryFolder.create();
    const files = {
      "schema.config.yaml": "name: shop\nplatform: postgres\npostgres: 16\nharden: { profile: minimal }\n",
      "entities/all.yaml": entities,
    };
    for (const [path, text] of Object.entries(files))
      await writeFileAtomically(join(folder.path, path), text);
    for (const name of ["one", "two"]) await inPrototype(name, (db) => db.execute(prototype));
  });
  afterAll(async () => await folder[Symbol.asyncDispose]());

  async function inPrototype<T>(name: string, work: (db: Connection) => Promise<T>): Promise<T> {
    await using db = await openPglite({ dataDir: join(folder.path, name), cacheDir });
    return await work(db);
  }

  const count = (...flags: readonly string[]) => runCli(["harden", ...flags], { cwd: folder.path });

  async function refused(): Promise<readonly Answer[]> {
    const { out } = await count("--from", "one=one", "--json");
    const { counts }: { counts: readonly Answer[] } = JSON.parse(out);
    return counts.filter(({ rows = 0 }) => rows > 0);
  }

  test("is counted for each constraint, without personal data", async () => {
    const { exit, out } = await count("--from", "one=one");
    expect(exit).toBe(1);
    expect(out).not.toContain("secret");
    await expect(`${out}\n`).toMatchFileSnapshot("harden/counts.txt");
  });

  test("and rows with one key in two prototypes are", async () => {
    const { out } = await count("--from", "one=one", "--from", "two=two", "--json");
    const { collisions, leftOut } = JSON.parse(out);
    expect(collisions).toEqual([
      { table: "accounts", modules: ["one", "two"], keys: 5 },
      { table: "users", modules: ["one", "two"], keys: 1 },
    ]);
    expect(leftOut).toEqual([
      { module: "one", tables: ["notes"] },
      { module: "two", tables: ["notes"] },
    ]);
  });

  test("the SQL that it offers puts every such row aside and loses none", async () => {
    for (const { fixes } of await refused()) {
      const quarantine = fixes.find(({ kind }) => kind === "quarantine")?.text ?? "";
      await inPrototype("one", (db) => db.execute(quarantine));
    }
    expect(await refused()).toEqual([]);
    const [rows] = await inPrototype("one", (db) =>
      db.query(
        "SELECT (SELECT count(*) FROM accounts) AS left, (SELECT count(*) FROM accounts_quarantine) AS aside",
      ),
    );
    expect(rows).toEqual({ left: 1, aside: 4 });
  });

  test("no SQL is offered that would take rows of other tables along", async () => {
    await inPrototype("two", (db) =>
      db.execute("CREATE TABLE calls (account uuid REFERENCES accounts (id) ON DELETE CASCADE)"),
    );
    const { out } = await count("--from", "two=two");
    expect(out).not.toContain("DELETE FROM");
    expect(out).toContain("decide: Put aside what refers to these rows of accounts first");
  });

  test("needs tables of production, and rows", async () => {
    await inPrototype("notes", (db) => db.execute("CREATE TABLE notes (id integer)"));
    const empty = await count("--from", "one=notes");
    expect([empty.exit, empty.err]).toEqual([1, expect.stringContaining("production/nothing-to-count")]);
    await writeFileAtomically(join(folder.path, "one.sql"), "CREATE TABLE users (id uuid);");
    expect(await count("--from", "one=one.sql")).toMatchObject({ exit: 2 });
    const { exit, err } = await count("--from");
    expect([exit, err]).toEqual([2, expect.stringContaining("prototype's database")]);
  });
});

describe("rows that are not deleted and refer to deleted ones", () => {
  const folderEntities = `
entity: folder
fields: { id: integer primary key }
access: [{ allow: all, to: authenticated }]
---
entity: page
fields: { id: integer primary key }
relations:
  folder: { to: -> folder, on delete: cascade }
  cover: { to: -> page?, on delete: set null }
  before: -> page?
access: [{ allow: all, to: authenticated }]`;
  const rows = `
CREATE TABLE folders (id integer PRIMARY KEY, deleted_at timestamptz);
CREATE TABLE pages (id integer PRIMARY KEY, folder_id integer, cover_id integer, before_id integer, deleted_at timestamptz);
INSERT INTO folders VALUES (1, NULL), (2, '2025-01-01');
INSERT INTO pages VALUES (1, 1, NULL, NULL, NULL), (2, 2, NULL, NULL, '2025-01-01'),
  (3, 2, NULL, 1, NULL), (4, 1, 2, 1, NULL), (5, 1, 1, 2, NULL), (6, 2, 2, 2, '2025-01-01')`;

  test("are counted, and marked or let go of as the relation says", async () => {
    await using folder = await TemporaryFolder.create();
    const files = {
      "schema.config.yaml": "name: shop\nplatform: postgres\npostgres: 16\n",
      "entities/all.yaml": folderEntities,
    };
    for (const [path, text] of Object.entries(files))
      await writeFileAtomically(join(folder.path, path), text);
    const dataDir = join(folder.path, "one");
    const refused = async (): Promise<readonly Answer[]> => {
      const { out } = await runCli(["harden", "--from", "one=one", "--json"], { cwd: folder.path });
      const { counts }: { counts: readonly Answer[] } = JSON.parse(out);
      return counts.filter(
        ({ constraint, rows = 0 }) => /^(folder|cover|before)$/.test(constraint) && rows > 0,
      );
    };
    const inPrototype = async <T>(work: (db: Connection) => Promise<T>): Promise<T> => {
      await using db = await openPglite({ dataDir, cacheDir });
      return await work(db);
    };
    await inPrototype((db) => db.execute(rows));
    const before = await refused();
    expect(before.map(({ constraint, samples }) => [constraint, samples])).toEqual([
      ["folder", ['{"id":3}']],
      ["cover", ['{"id":4}']],
      ["before", ['{"id":5}']],
    ]);
    const mend = before.flatMap(({ fixes }) => fixes.filter(({ kind }) => kind === "backfill"));
    for (const { text } of mend) await inPrototype((db) => db.execute(text));
    const marked = await inPrototype((db) =>
      db.query("SELECT id FROM pages WHERE deleted_at IS NOT NULL ORDER BY id"),
    );
    expect(marked).toEqual([{ id: 2 }, { id: 3 }, { id: 6 }]);
    expect((await refused()).map(({ constraint }) => constraint)).toEqual(["before"]);
  });
});
