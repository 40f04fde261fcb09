import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readProject } from "../../src/model/read-project.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { ident } from "../../src/postgres/quote.ts";
import { prototypeTables } from "../../src/prototype/tables.ts";
import { cacheDir } from "../support/cache.ts";

const db = await openPglite({ cacheDir });
afterAll(() => db[Symbol.asyncDispose]());

/** Names that SQL reads otherwise, in checks as people write them: PostgreSQL must find the columns that are meant. */
test.for(["odd-names", "reserved-words", "prototype-names", "yaml-1.1-words", "relations"])(
  "PostgreSQL takes the names and expressions of %s",
  async (name) => {
    const { project } = await readProject(join(import.meta.dirname, "cases", name));
    if (project === undefined) throw new Error("not read");
    await db.execute("BEGIN");
    for (const statement of prototypeTables(project.business, project.config)) await db.execute(statement);
    for (const { table, checks, fields } of project.business.entities) {
      for (const { name, expression } of checks) {
        await db.execute(`ALTER TABLE ${ident(table)} ADD CONSTRAINT ${ident(name)} CHECK (${expression})`);
      }
      const columns = await db.query<{ name: string }>(
        "SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 ORDER BY attnum",
        [ident(table)],
      );
      expect(columns.map((column) => column.name)).toEqual(fields.map((field) => field.name));
    }
    await db.execute("ROLLBACK");
  },
);
