import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readProject, readProjectFromFiles } from "../../src/model/read-project.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { prototypeTables } from "../../src/prototype/tables.ts";
import { cacheDir } from "../support/cache.ts";
import { repository } from "../support/cli.ts";

const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

const runs = (statements: readonly string[]) =>
  shadow.scratch(async (db) => {
    for (const statement of statements) await db.execute(statement);
  });

async function tablesOf(entities: string, config = "name: test\n"): Promise<readonly string[]> {
  const { project, findings } = readProjectFromFiles(
    "/",
    new Map([
      ["schema.config.yaml", config],
      ["entities/all.yaml", entities],
    ]),
  );
  if (project === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));
  const statements = prototypeTables(project.business, project.config);
  await runs(statements);
  return statements;
}

test.for(["master-view", "account-management", "service-scheduler"])("the CRM's %s", async (name) => {
  const { project } = await readProject(join(repository, "examples/crm"));
  const module = project?.modules.find((candidate) => candidate.name === name);
  if (project === undefined || module === undefined) throw new Error("The example cannot be read.");
  const statements = prototypeTables(module.view, project.config);
  await runs(statements);
  await expect(`${statements.join(";\n\n")};\n`).toMatchFileSnapshot(`tables/${name}.sql`);
});

test("only keys, types and foreign keys", async () => {
  const [, table] = await tablesOf(`
entity: user
fields: { id: uuid primary key = gen_random_uuid() }
---
entity: account
fields:
  id: { type: bigint primary key, identity: always }
  name: { type: varchar(255) unique = 'x', check: "name <> ''", collation: C }
  net: "numeric(12,2)"
  total: { type: "numeric(12,2)", generated: net * 2 }
  tags: text[]?
  status: enum(Active, Inactive) = Active
relations:
  owner: { to: -> user?, on delete: set null }
indexes: [[name]]
`);
  expect(table).toBe(`CREATE TABLE public.accounts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name varchar(255) COLLATE "C",
  net numeric(12,2),
  total numeric(12,2) GENERATED ALWAYS AS (net * 2) STORED,
  tags text[],
  status text,
  owner_id uuid REFERENCES public.users (id) ON DELETE SET NULL
)`);
});

test("real enum types only where asked for", async () => {
  const statements = await tablesOf(`
entity: person
fields:
  id: uuid primary key
  mood: { type: "enum(sad, it''s ok)", native: mood }
  moods: { type: "enum(sad, it''s ok)[]", native: mood }
`);
  expect(statements).toEqual([
    expect.stringMatching(/^CREATE TYPE public\.mood AS ENUM \('sad', /),
    "CREATE TABLE public.people (\n  id uuid PRIMARY KEY,\n  mood public.mood,\n  moods public.mood[]\n)",
  ]);
});

test("composite keys, links, and cycles", async () => {
  const statements = await tablesOf(`
entity: order
key: [customer, number]
fields: { number: integer }
relations: { customer: -> customer, tags: <> tag }
---
entity: customer
fields: { id: uuid primary key }
relations: { last_order: -> order? , referrer: -> customer? }
---
entity: tag
fields: { id: uuid primary key }
`);
  await expect(`${statements.join(";\n\n")};\n`).toMatchFileSnapshot("tables/keys.sql");
});

test("extensions of types, a schema of its own, names that need quotes", async () => {
  const statements = await tablesOf(
    `
entity: user
table: 'the "users"; --'
fields: { id: uuid primary key, select: citext }
`,
    "name: test\nschema: My Schema\n",
  );
  expect(statements).toEqual([
    'CREATE SCHEMA "My Schema"',
    "CREATE EXTENSION IF NOT EXISTS citext",
    'CREATE TABLE "My Schema"."the ""users""; --" (\n  id uuid PRIMARY KEY,\n  "select" citext\n)',
  ]);
});

test("what a flag hides is not there", async () => {
  const entities = "entity: user\nfields: { id: uuid primary key, nick: { type: text, flag: nicks } }\n";
  expect((await tablesOf(entities, "name: test\nflags: { nicks: false }\n")).join()).not.toContain("nick");
  expect((await tablesOf(entities, "name: test\nflags: { nicks: true }\n")).join()).toContain("nick text");
});
