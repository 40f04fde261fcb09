import { describe, expect, test } from "vitest";
import { indexSql } from "../../../src/postgres/kinds/online/build-index.ts";
import { readCatalog } from "../../../src/postgres/read-catalog.ts";
import { connectServer } from "../../../src/postgres/server.ts";
import { startServer } from "../../support/servers.ts";

/** Indexes that are told by their columns alone, and such as differ from those in one thing each. */
const indexes = [
  "(id)",
  "(code)",
  "(name, id)",
  '("Odd "" name")',
  "(mood)",
  "(number)",
  "(tags)",
  "(id DESC)",
  "(id NULLS FIRST)",
  "(id) INCLUDE (code)",
  "(id) WHERE id > 0",
  "(id) WITH (fillfactor = 70)",
  "(id) WITH (fillfactor = 70, deduplicate_items = off) WHERE id > 0",
  "(lower(name))",
  "(id, lower(name))",
  "(name text_pattern_ops)",
  '(name COLLATE "C")',
  "(german)",
  "USING hash (id)",
  "USING gin (tags)",
  "USING gin (words gin_trgm_ops)",
  "USING gist (words gist_trgm_ops (siglen = 32))",
  "USING gist (document tsvector_ops (siglen = 100))",
  "(id even_ops)",
  "(odd)",
];

const schema = `
  CREATE EXTENSION pg_trgm;
  CREATE SCHEMA "Odd schema";
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE DOMAIN number AS int;
  CREATE TYPE odd AS (a int);
  CREATE FUNCTION even(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
  CREATE OPERATOR CLASS even_ops FOR TYPE int USING btree AS OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 even(int, int);
  CREATE FUNCTION compare(odd, odd) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a - $2.a';
  CREATE OPERATOR CLASS odd_ops DEFAULT FOR TYPE odd USING btree AS FUNCTION 1 compare(odd, odd);
  CREATE TABLE "Odd schema"."Odd table" (id int, code varchar(5), name text, "Odd "" name" int, mood mood, number number, tags text[],
    german text COLLATE "de-x-icu", words text, document tsvector, odd odd) PARTITION BY RANGE (id);
  CREATE TABLE part PARTITION OF "Odd schema"."Odd table" DEFAULT;`;

describe.each([15, 18] as const)("PostgreSQL %i on a server", (version) => {
  test("indexes are read as pg_get_indexdef prints them", async () => {
    await using server = await startServer(version);
    await using db = await connectServer(server.url());
    await db.execute(schema);
    for (const index of indexes) await db.execute(`CREATE INDEX ON part ${index}`);
    await db.execute('CREATE UNIQUE INDEX ON part (id); CREATE INDEX ON "Odd schema"."Odd table" (id)');
    await db.execute("SET search_path = ''");
    const printed = await db.query<{ sql: string }>(
      `SELECT replace(pg_get_indexdef(x.oid), ' ON ONLY ', ' ON ') AS sql
       FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid WHERE x.oid >= 16384 AND x.relnamespace <> 'pg_toast'::regnamespace`,
    );
    const { objects } = await readCatalog(db);
    const read = [...objects.values()].flatMap((one) =>
      one.kind === "index" ? [{ sql: indexSql(one) }] : [],
    );
    expect(printed).toHaveLength(indexes.length + 2);
    // WITH needs no quotes where the value is a word.
    const bySql = (ones: typeof printed) => ones.map(({ sql }) => sql.replaceAll(/='(\w+)'/g, "=$1")).sort();
    expect(bySql(read)).toEqual(bySql(printed));
  });
});
