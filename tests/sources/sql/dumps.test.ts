import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { pgDump } from "@electric-sql/pglite-tools/pg_dump";
import { afterAll, describe, expect, test } from "vitest";
import { catalogDifferences } from "../../../src/postgres/catalog-differences.ts";
import { readCatalog } from "../../../src/postgres/read-catalog.ts";
import { connectServer } from "../../../src/postgres/server.ts";
import { openShadow } from "../../../src/postgres/shadow.ts";
import { elaborateSql } from "../../../src/sources/sql/elaborate-sql.ts";
import { loadSql } from "../../../src/sources/sql/load-sql.ts";
import { readSqlSource } from "../../../src/sources/sql/read-sql-source.ts";
import { startServer } from "../../support/servers.ts";
import { cacheDir, findingsOf, render, sourceOf } from "./support.ts";

const folder = fileURLToPath(new URL("./dumps/", import.meta.url));
const dumps = readdirSync(folder).filter((name) => /^pg.*\.sql$/.test(name));
const text = (name: string) => readFileSync(join(folder, name), "utf8");
const rows = "INSERT INTO app.customers (id, name) VALUES (1, E'a\\tb');";

const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

const session = "SELECT name, setting FROM pg_settings WHERE source = 'session' ORDER BY name";

/** What a dump loads as, and what is said about it. */
async function load(dump: string) {
  const source = await sourceOf({ "dump.sql": dump });
  await shadow.scratch(async (db) => {
    const before = await db.query(session);
    await findingsOf(db, source);
    expect(await db.query(session)).toEqual(before);
  });
  return await elaborateSql(shadow, source);
}

const original = await load(text("schema.sql"));

test("the schema that was dumped loads, with its circles", () => {
  expect(original.catalog.objects.size).toBeGreaterThan(40);
  expect(render(original.findings)).toMatchInlineSnapshot(
    `"info[sql/assumed-roles]: These roles are used and not made in the files; they are taken to exist: app_owner, reader."`,
  );
});

describe("pg_dump of 14 to 18 loads as it is", () => {
  test.for(dumps)("%s", async (name) => {
    const { findings, catalog } = await load(text(name));
    expect(catalogDifferences(catalog, original.catalog)).toEqual([]);
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    await expect(`${render(findings)}\n`).toMatchFileSnapshot(join(folder, `${name}.findings.txt`));
  });
});

describe("pg_dump just taken", () => {
  test("of the embedded PostgreSQL 18", async () => {
    await using db = await PGlite.create({ extensions: { citext } });
    await db.exec(
      `CREATE ROLE app_owner; CREATE ROLE reader; SET check_function_bodies = off; ${text("schema.sql")}${rows}`,
    );
    const dump = await pgDump({ pg: db });
    const { catalog } = await load(await dump.text());
    expect(catalogDifferences(catalog, original.catalog)).toEqual([]);
  });

  const pgDump15 = "/usr/lib/postgresql/15/bin/pg_dump";
  test.skipIf(!existsSync(pgDump15))("of a server 15, and loaded there again", async () => {
    await using server = await startServer(15);
    const shop = await server.createDatabase("shop");
    await using db = await connectServer(shop);
    await loadSql(db, await readSqlSource(join(folder, "schema.sql")), { assumeRoles: true });
    await db.execute(rows);
    const { stdout: dump } = await promisify(execFile)(pgDump15, ["--create", shop]);
    const { catalog } = await load(dump);
    expect(catalogDifferences(catalog, original.catalog)).toEqual([]);

    await using again = await connectServer(await server.createDatabase("again"));
    // What newer ones write, this server does not know: transaction_timeout, statistics.
    for (const newer of ["pg17.sql", "pg18-statistics.sql"]) {
      await using other = await connectServer(await server.createDatabase(newer));
      await loadSql(other, await readSqlSource(join(folder, newer)));
      expect(catalogDifferences(await readCatalog(other), await readCatalog(db))).toEqual([]);
    }

    const { assumedRoles } = await loadSql(again, await sourceOf({ "dump.sql": dump }));
    expect(assumedRoles).toEqual([]); // the server has them
    expect(catalogDifferences(await readCatalog(again), await readCatalog(db))).toEqual([]);
  });
});
