import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { openDelivery } from "../../src/production/delivery.ts";
import { harden } from "../../src/production/harden.ts";
import { migrationSql } from "../../src/production/migration-sql.ts";
import { cacheDir } from "../support/cache.ts";
import { type Server, startServer } from "../support/servers.ts";
import { projectOf } from "./definitions.ts";

const entities = `
entity: folder
fields:
  id: integer primary key
  documents: { type: integer, derived: { count: document.folder, where: "status <> 'Draft'" } }
  pages: { type: bigint, derived: { sum: document.folder.pages } }
  longest: { type: "integer?", derived: { max: document.folder.pages } }
access: [{ allow: all, to: authenticated }]
---
entity: document
fields:
  id: integer primary key
  pages: integer
  status: { type: "enum(Draft, Ready) = Draft", transitions: { Draft: Ready }, starts: [Draft] }
relations: { folder: -> folder }
access: [{ allow: all, to: authenticated }]`;

function hardened(rules = "") {
  const { business, config } = projectOf(
    entities,
    `platform: postgres\npostgres: 15\nharden: { rules: { ${rules} } }\n`,
  );
  return harden(business, config);
}

const folders = async (db: Connection) =>
  await db.query<{ documents: number; pages: number; longest: number | null; version: number }>(
    "SELECT documents, pages, longest, version FROM folders ORDER BY id",
  );

async function wrong(db: Connection): Promise<number> {
  const [found] = await db.query<{ wrong: number }>(
    "SELECT recount_folders_documents() + recount_folders_pages() + recount_folders_longest() AS wrong",
  );
  return found?.wrong ?? -1;
}

test("a change of derived values alone is no new version", async () => {
  await using db = await openPglite({ cacheDir });
  for (const statement of hardened().statements) await db.execute(statement);
  await db.execute(`INSERT INTO folders (id) VALUES (1), (2);
    INSERT INTO documents (id, pages, folder_id) VALUES (1, 5, 1), (2, 7, 1), (3, 1, 2);
    UPDATE documents SET status = 'Ready' WHERE id < 3`);
  expect(await folders(db)).toEqual([
    { documents: 2, pages: 12, longest: 7, version: 1 },
    { documents: 0, pages: 1, longest: 1, version: 1 },
  ]);
  await db.execute("UPDATE documents SET folder_id = 2 WHERE id = 2; DELETE FROM documents WHERE id = 1");
  expect(await folders(db)).toEqual([
    { documents: 0, pages: 0, longest: null, version: 1 },
    { documents: 1, pages: 8, longest: 7, version: 1 },
  ]);
});

test("a migration counts the rows that are there", async () => {
  const before = hardened("derived: false");
  const after = hardened();
  await using shadow = await openShadow({ cacheDir });
  const recorded = before.statements.join(";\n");
  const { from } = await openDelivery(before, [], { shadow, cacheDir }).then(async ({ target }) => ({
    from: target,
  }));
  const { prelude, postlude, target } = await openDelivery(after, [], { shadow, cacheDir });
  expect(postlude).toHaveLength(3);
  await using db = await openPglite({ cacheDir });
  await db.execute(recorded);
  await db.execute(`INSERT INTO folders (id, documents, pages) VALUES (1, 0, 0), (2, 9, 9);
    INSERT INTO documents (id, pages, folder_id) VALUES (1, 5, 1), (2, 7, 1);
    UPDATE documents SET status = 'Ready' WHERE id = 1`);
  await db.execute(migrationSql(prelude, planMigration(from, target).statements, "offline", postlude));
  expect(await folders(db)).toMatchObject([
    { documents: 1, pages: 12, longest: 7 },
    { documents: 0, pages: 0, longest: null },
  ]);
});

describe.each([15, 18] as const)("PostgreSQL %i", (version) => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = await startServer(version);
    // The owner is no superuser: policies would hide rows from its triggers.
    await server.createDatabase("derived");
    await using admin = await connectServer(server.url());
    await admin.execute(
      "CREATE ROLE maker LOGIN CREATEROLE PASSWORD 'secret'; ALTER DATABASE derived OWNER TO maker",
    );
    const owner = new URL(server.url("derived"));
    owner.username = "maker";
    owner.password = "secret";
    await using db = await connectServer(owner.href);
    for (const statement of hardened().statements) await db.execute(statement);
    url = server.url("derived");
    await using rows = await connectServer(url);
    await rows.execute("INSERT INTO folders (id) SELECT generate_series(1, 4)");
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  test("two transactions that meet on one row are both counted", async () => {
    await using one = await connectServer(url);
    await using other = await connectServer(url);
    await one.execute("BEGIN; INSERT INTO documents (id, pages, folder_id) VALUES (1, 5, 1)");
    await other.execute("BEGIN");
    const waiting = other.execute("INSERT INTO documents (id, pages, folder_id) VALUES (2, 3, 1)");
    await one.execute("COMMIT");
    await waiting;
    await other.execute("COMMIT");
    expect((await folders(one))[0]).toMatchObject({ pages: 8, longest: 5 });
    await one.execute("BEGIN; DELETE FROM documents WHERE id = 1");
    await other.execute("BEGIN");
    const second = other.execute("UPDATE documents SET pages = 4 WHERE id = 2");
    await one.execute("COMMIT");
    await second;
    await other.execute("COMMIT");
    expect((await folders(one))[0]).toMatchObject({ pages: 4, longest: 4 });
  });

  test("nothing is lost where many move rows at once", async () => {
    const work = async (worker: number) => {
      await using db = await connectServer(url);
      for (let turn = 0; turn < 100; turn++) {
        const id = 100 * (worker + 1) + turn;
        const folder = (k: number) => ((worker + turn + k) % 4) + 1;
        await db.execute(
          `INSERT INTO documents (id, pages, folder_id) VALUES (${id}, ${turn % 25}, ${folder(0)})`,
        );
        // Half of them go the other way, so two meet on the same folders.
        const next = folder(worker % 2 === 0 ? 1 : 3);
        await db.execute(`UPDATE documents SET folder_id = ${next}, status = 'Ready' WHERE id = ${id}`);
        if (turn % 3 === 0) await db.execute(`DELETE FROM documents WHERE id = ${id}`);
      }
    };
    await Promise.all([0, 1, 2, 3].map(work));
    await using db = await connectServer(url);
    expect((await folders(db)).reduce((sum, { documents }) => sum + documents, 0)).toBe(4 * 66);
    expect(await wrong(db)).toBe(0);
  });

  test("COPY goes through the state machine and is counted", async () => {
    await using db = await connectServer(url);
    const copy = (line: string) =>
      db.execute(`COPY documents (id, pages, folder_id, status) FROM PROGRAM 'echo ${line}' (FORMAT csv)`);
    await copy("9001,70,4,Draft");
    await expect(copy("9002,70,4,Ready")).rejects.toMatchObject({ code: "23514" });
    expect((await folders(db))[3]).toMatchObject({ longest: 70 });
    expect(await wrong(db)).toBe(0);
  });
});
