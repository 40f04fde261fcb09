import { afterAll, expect, test } from "vitest";
import { place } from "../../src/model/finding.ts";
import { readProjectFromFiles } from "../../src/model/read-project.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { openDelivery } from "../../src/production/delivery.ts";
import { harden } from "../../src/production/harden.ts";
import { preamble } from "../../src/production/platform.ts";
import { cacheDir } from "../support/cache.ts";

const entities = `
entity: user
fields: { id: uuid primary key }
access: [{ allow: select, to: authenticated }]
---
entity: note
fields: { id: uuid primary key, open: boolean }
relations: { owner: -> user }
access: [{ allow: select, to: authenticated, when: owner = me() }]
`;
const shadow = openShadow({ cacheDir, preamble: preamble("supabase") });
afterAll(async () => (await shadow)[Symbol.asyncDispose]());

function hardened(sql: string, definitions = entities) {
  const { project } = readProjectFromFiles(
    "/test",
    new Map([
      ["schema.config.yaml", "name: test\nplatform: supabase\n"],
      ["entities/all.yaml", definitions],
      ["sql/policies.sql", `${sql};`],
    ]),
  );
  if (project === undefined) throw new Error("There is no project.");
  return harden(project.business, project.config);
}

const policy = (rest: string, on = "public.notes") => `CREATE POLICY p ON ${on} ${rest}`;

test.for<{ name: string; sql: string; expected: readonly string[] }>([
  {
    name: "nothing is wrong",
    sql: policy(
      "FOR ALL TO authenticated USING (owner_id = (SELECT auth.uid()) AND open = lower('T')::boolean) WITH CHECK (owner_id = ANY (ARRAY(SELECT auth.uid())))",
    ),
    expected: [],
  },
  {
    name: "what users change themselves",
    sql: policy(
      "FOR SELECT TO authenticated USING ((SELECT auth.jwt()) -> 'user_metadata' ->> 'role' = 'admin')",
    ),
    expected: ["error production/user-metadata"],
  },
  {
    name: "no role",
    sql: policy("FOR SELECT USING (open)"),
    expected: ["warning production/policy-for-public"],
  },
  {
    name: "everything written, without a schema",
    sql: policy("FOR UPDATE TO authenticated USING (true)", "notes"),
    expected: ["warning production/policy-always-true"],
  },
  {
    name: "everything may become anything",
    sql: policy("TO authenticated USING (open) WITH CHECK (true)"),
    expected: ["warning production/policy-always-true"],
  },
  { name: "everything read", sql: policy("FOR SELECT TO authenticated USING (true)"), expected: [] },
  {
    name: "a restrictive policy that restricts nothing",
    sql: policy("AS RESTRICTIVE FOR DELETE TO authenticated USING (true)"),
    expected: [],
  },
  {
    name: "everything for everybody, on purpose",
    sql: `-- opens: a board to write on\n${policy("USING (true)")}`,
    expected: [],
  },
  {
    name: "calls for each row",
    sql: policy(
      "FOR SELECT TO authenticated USING (owner_id = auth.uid() OR has_role('a') OR current_setting('x.y', true) = 'z')",
    ),
    expected: [
      "warning production/policy-call-per-row",
      "warning production/policy-call-per-row",
      "warning production/policy-call-per-row",
    ],
  },
  {
    name: "a call that is about the row",
    sql: `CREATE FUNCTION public.shown(public.notes) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT $1.open';
${policy("FOR SELECT TO authenticated USING (shown(notes))")}`,
    expected: [],
  },
])("policies of SQL files: $name", async ({ sql, expected }) => {
  const { findings } = await openDelivery(hardened(sql), [], { shadow: await shadow });
  expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(expected);
  const [first] = findings;
  const line = sql.split("\n").findIndex((text) => text.includes("POLICY")) + 1;
  if (first !== undefined) expect(first.at && place(first.at)).toBe(`sql/policies.sql:${line}`);
});

/** Whether PostgreSQL answers a query of notes. */
async function answers(statements: readonly string[]): Promise<string> {
  return await (await shadow).scratch(async (db) => {
    for (const statement of statements) await db.execute(statement);
    return await db.execute("SET ROLE authenticated; SELECT FROM notes").then(
      () => "answered",
      (error: { code: string }) => error.code,
    );
  });
}

const owned = (when: string) => entities.replace("owner = me()", `"${when}"`);
const shared = `---
entity: share
relations: { note: -> note, user: -> user }
key: [note, user]
access: [{ allow: select, to: authenticated, when: "note_id in (select id from notes where owner_id = me())" }]
`;

test.for<{ name: string; definitions: string; sql?: string; circle?: string }>([
  {
    name: "two access lines that ask each other",
    definitions: owned("id in (select note_id from shares where user_id = me())") + shared,
    circle: "notes → shares → notes",
  },
  {
    name: "a policy that asks its own table",
    definitions: entities,
    sql: policy("FOR SELECT TO authenticated USING (EXISTS (SELECT FROM notes other WHERE other.open))"),
    circle: "notes → notes",
  },
  {
    name: "a function in between",
    definitions: owned("id in (select public.shared())") + shared,
    sql: `CREATE FUNCTION public.shared() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
      AS 'BEGIN RETURN QUERY SELECT note_id FROM public.shares WHERE user_id = auth.uid(); END'; GRANT EXECUTE ON FUNCTION public.shared() TO authenticated`,
  },
  {
    name: "policies of other roles",
    definitions: `${shared.replace("---", "")}---${owned("true")}`,
    sql: policy("FOR SELECT TO anon USING (id IN (SELECT note_id FROM shares))"),
  },
])("circles of policies: $name", async ({ definitions, sql = "SELECT 1", circle }) => {
  const made = hardened(sql, definitions);
  const { findings } = await openDelivery(made, [], { shadow: await shadow });
  const endless = findings.filter(({ code }) => code === "production/endless-policies");
  expect(endless.map(({ message }) => message)).toEqual(
    circle === undefined ? [] : [expect.stringContaining(`without end: ${circle}.`)],
  );
  expect(endless.every(({ at }) => at !== undefined)).toBe(true);
  expect(await answers(made.statements)).toBe(circle === undefined ? "answered" : "42P17");
});

test("declared queries that policies keep from their index are told, by what PostgreSQL calls leakproof", async () => {
  const orders = `
entity: user
fields: { id: uuid primary key }
access: [{ allow: select, to: authenticated }]
---
entity: order
fields: { id: uuid primary key, number: bigint, net: "numeric(10,2)", state: "enum(open, paid)", kind: { type: "enum(a, b)", native: order_kind }, note: text, tags: "text[]", code: citext }
relations: { owner: -> user }
queries:
  by_number: { where: [owner, number], order: [net desc] }
  by_state: { where: [state, id] }
  latest: { order: [number desc] }
  by_net: { where: [owner, net] }
  by_kind: { where: [kind] }
  by_code: { where: [code] }
  by_start: { match: [note], using: prefix }
  by_part: { match: [note], using: trigram }
  by_word: { match: [note], using: fulltext }
  by_tag: { contains: [tags] }
access: [{ allow: all, to: authenticated, when: owner = me() }]
`;
  const told = async (definitions: string) => {
    const { findings } = await openDelivery(hardened("SELECT 1", definitions), [], { shadow: await shadow });
    return findings.map(({ code, severity, message, at }) => [
      `${severity} ${code}`,
      /query (\w+) .* by (.*) in an index for authenticated/.exec(message)?.slice(1).join(": "),
      at !== undefined,
    ]);
  };
  const warning = (what: string) => ["warning production/query-under-policies", what, true];
  expect(await told(orders)).toEqual([
    warning("by_net: =(numeric,numeric)"),
    warning("by_kind: =(anyenum,anyenum)"),
    warning("by_code: =(citext,citext)"),
    warning("by_start: ~~(text,text)"),
    warning("by_part: ~~*(text,text)"),
    warning("by_word: @@(tsvector,tsquery)"),
    warning("by_tag: @>(anyarray,anyarray)"),
  ]);
  expect(await told(orders.replace(", when: owner = me()", ""))).toEqual([]);
});
