import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { ident } from "../../src/postgres/quote.ts";
import { harden } from "../../src/production/harden.ts";
import { schemaFile } from "../../src/production/schema-file.ts";
import { cacheDir } from "../support/cache.ts";
import { projectOf } from "./definitions.ts";

const long = "a_very_long_name_that_goes_on_and_on_up_to_the_very_last_byte";
const text = long.replace("name", "text");
const entities = `
entity: "it's"
table: "it's \\"quoted\\" $body$ -- ; table"
doc: "it's */ \\n DROP TABLE x; -- $body$"
fields:
  "select": { type: uuid primary key, doc: "a'b" }
  "a \\"b\\" {{c}}": { type: "text?", pii: secret }
  "$body$; --": { type: "text in (it's, \\"$body$\\")" }
  größe: integer
  "net": integer
  "gross": { type: integer, generated: net * 2 }
  payload: json?
relations:
  "on": -> ${long}
  user: { to: -> user, on delete: cascade }
harden: { soft-delete: false }
indexes:
  - { on: ["(größe + 1)", "$body$; --"], where: "größe > 0 -- done" }
queries:
  "q'": { where: [größe], order: [net desc] }
access:
  - { allow: all, to: "it's; drop", when: "user_id = me()" }
  - { allow: select, to: [authenticated, anonymous], when: "größe > 0 /* me() */ and 'me()' <> '' -- me()" }
---
entity: ${long}
table: ${long}
fields: { id: uuid primary key, ${text}: text unique }
relations:
  ${long.replace("name", "self")}: { to: -> ${long}?, columns: [${long.replace("name", "self")}] }
---
entity: user
fields: { id: bigint primary key }
`;

describe("names and texts that look like SQL", () => {
  let db: Connection;
  beforeAll(async () => {
    db = await openPglite({ cacheDir });
  });
  afterAll(async () => await db[Symbol.asyncDispose]());

  test.for(["public", 'my "schema"'])("load and work in the schema %s", async (schema) => {
    const project = projectOf(
      entities,
      `platform: postgres\npostgres: 15\nschema: ${JSON.stringify(schema)}\n`,
    );
    const hardened = harden(project.business, project.config);
    expect(hardened.findings.map(({ code }) => code)).toEqual([
      "production/no-access",
      "production/no-access",
    ]);
    await db.execute("BEGIN");
    try {
      await db.execute(schemaFile(hardened.sections, project.config));
      await db.execute(`INSERT INTO users (id) VALUES (7); SET LOCAL app.user_id = '7'`);
      await db.execute(`INSERT INTO ${long} (${text}) VALUES ('x')`);
      const table = ident('it\'s "quoted" $body$ -- ; table');
      await db.execute(
        `INSERT INTO ${table} ("a ""b"" {{c}}", "$body$; --", größe, net, on_id, user_id) SELECT 's3cret', 'it''s', 1, 2, id, 7 FROM ${long}`,
      );
      await db.execute(`DELETE FROM ${table}; DELETE FROM ${long}`);
      const log = await db.query("SELECT table_name, operation, actor FROM audit.log ORDER BY id");
      expect(await db.query("SELECT FROM audit.log WHERE concat(old, new) LIKE '%s3cret%'")).toEqual([]);
      expect(log).toEqual([
        { table_name: `${schema}.users`, operation: "INSERT", actor: null },
        { table_name: `${schema}.${long}`, operation: "INSERT", actor: "7" },
        { table_name: `${schema}.it's "quoted" $body$ -- ; table`, operation: "INSERT", actor: "7" },
        { table_name: `${schema}.it's "quoted" $body$ -- ; table`, operation: "DELETE", actor: "7" },
        { table_name: `${schema}.${long}`, operation: "DELETE", actor: "7" },
      ]);
    } finally {
      await db.execute("ROLLBACK");
    }
  });

  test("no two objects get one name, and none is longer than PostgreSQL keeps", () => {
    const { business, config } = projectOf(entities);
    const names = harden(business, config).additions.flatMap((addition) =>
      addition.kind === "index" || addition.kind === "constraint" ? [addition.name] : [],
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => Buffer.byteLength(name) > 63)).toEqual([]);
  });

  test("tables and fields whose long names differ at the very end", async () => {
    const of = (n: number) => `entity: ${long}${n}
table: ${long}${n}
fields:
  id: uuid primary key
  ${text}1: { type: text unique, code: "{sequence:5}" }
  ${text}2: { type: text unique, code: "{base32:26}" }
  ${long}1: { type: "enum(a, b)", starts: [a], transitions: { a: [b] } }
  ${long}2: { type: "enum(a, b)", starts: [a], transitions: { a: [b] } }
  expires: date
retention: { keep: 1 year, by: expires }
access: [{ allow: all, to: authenticated }]
`;
    const { business, config } = projectOf(`${of(1)}---\n${of(2)}`);
    const { statements, findings } = harden(business, config);
    expect(findings).toEqual([]);
    expect(statements.join("\n")).not.toMatch(/[a-z_0-9]{64}/);
    await db.execute("BEGIN");
    try {
      // PostgreSQL refuses a second object of one name.
      for (const statement of statements) await db.execute(statement);
    } finally {
      await db.execute("ROLLBACK");
    }
  });
});
