import { afterAll, expect, test } from "vitest";
import { place } from "../../../src/model/finding.ts";
import { readProjectFromFiles } from "../../../src/model/read-project.ts";
import { openShadow } from "../../../src/postgres/shadow.ts";
import { harden } from "../../../src/production/harden.ts";
import { borrowedRights } from "../../../src/production/proofs/borrowed-rights.ts";
import { sideDoors } from "../../../src/production/proofs/side-doors.ts";
import { proveProduction } from "../../../src/production/prove.ts";
import { uncovered } from "../../../src/production/uncovered.ts";
import { cacheDir } from "../../support/cache.ts";

const entities = `
entity: user
fields: { id: uuid primary key }
access: [{ allow: all, to: authenticated, when: id = me() }]
---
entity: team
fields: { id: uuid primary key, name: text }
access: [{ allow: all, to: authenticated, when: "id in (select public.mine())" }]
---
entity: team_member
relations: { user: -> user, team: -> team }
key: [team, user]
access: [{ allow: select, to: authenticated, when: "team_id in (select public.mine())" }]
---
entity: note
fields: { id: uuid primary key, body: text }
relations: { owner: -> user }
access: [{ allow: all, to: authenticated, when: owner = me() }]
`;

/** Policies of the table that it reads call it: with its caller's rights it would call itself without end. */
const mine = `
CREATE FUNCTION public.mine() RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS
$$ BEGIN RETURN QUERY SELECT team_id FROM public.team_members WHERE user_id = (SELECT public.me()); END $$;
REVOKE ALL ON FUNCTION public.mine() FROM PUBLIC`;

const definer = (signature: string, returns: string, body: string, as = "authenticated") => `
CREATE FUNCTION public.${signature} RETURNS ${returns} LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = '' AS $$ ${body} $$;
REVOKE ALL ON FUNCTION public.${signature} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.${signature} TO ${as}`;

const view = (query: string, options = "") => `
CREATE VIEW public.door${options} AS ${query};
GRANT SELECT ON public.door TO authenticated`;

const shadow = openShadow({ cacheDir });
afterAll(async () => (await shadow)[Symbol.asyncDispose]());

function hardened(sql: string) {
  const { project } = readProjectFromFiles(
    "/test",
    new Map([
      ["schema.config.yaml", "name: test\n"],
      ["entities/all.yaml", entities],
      ["sql/before/mine.sql", mine],
      ["sql/door.sql", `${sql};\nGRANT EXECUTE ON FUNCTION public.mine() TO authenticated`],
    ]),
  );
  if (project === undefined) throw new Error("There is no project.");
  return harden(project.business, project.config);
}

async function proven(sql: string) {
  const { statements, context } = hardened(sql);
  const { proofs } = await proveProduction(await shadow, statements, context, [borrowedRights, sideDoors]);
  return proofs;
}

test.for<{ name: string; sql: string; object: string; seen: RegExp }>([
  {
    name: "a function that says itself whose rows it gives",
    sql: definer(
      "door(text)",
      "SETOF text",
      "SELECT body FROM public.notes WHERE body <> $1 AND owner_id = public.me()",
    ),
    object: "door(text)",
    seen: /^asked by \d+ people, \d+ times each: up to [1-9]\d* rows, none that their own rights do not give$/,
  },
  {
    name: "a function that policies of its own table call",
    sql: "",
    object: "mine()",
    seen: /^asked by \d+ people, once each: up to 1 rows, none/,
  },
  {
    name: "a function that adds a row of the caller's, and says its new key",
    sql: definer(
      "door(text)",
      "uuid",
      "INSERT INTO public.notes (body, owner_id) VALUES ($1, public.me()) RETURNING id",
    ),
    object: "door(text)",
    seen: /up to 1 rows, none/,
  },
  {
    name: "a view that asks with its caller's rights",
    sql: view("SELECT count(*) FROM public.notes", " WITH (security_invoker = true)"),
    object: "door",
    seen: /up to 1 rows, none/,
  },
  {
    name: "a view that its file says is open",
    sql: `-- All of it.\n-- opens: how many notes there are is no secret${view("SELECT count(*) FROM public.notes")}`,
    object: "door",
    seen: /a row beyond their own rights: \(\d+\)\. Open, since how many notes there are is no secret$/,
  },
])("$name: nothing is wrong", async ({ sql, object, seen }) => {
  const results = await proven(sql);
  expect(results.filter(({ held }) => !held)).toEqual([]);
  const mine = results.find((one) => one.proof === borrowedRights.code && one.subject === object);
  expect(mine?.seen).toMatch(seen);
});

test.for<{ name: string; sql: string; seen: RegExp; line: number }>([
  {
    name: "a function that gives what it is asked for",
    sql: definer("door(note uuid)", "text", "SELECT body FROM public.notes WHERE id = note"),
    seen: /gets a row beyond their own rights: body \d+$/,
    line: 2,
  },
  {
    name: "a function that changes rows of others",
    sql: definer(
      "door(text)",
      "SETOF uuid",
      "UPDATE public.notes SET body = $1 WHERE owner_id <> public.me() RETURNING id",
    ),
    seen: /rows beyond their own rights/,
    line: 2,
  },
  {
    name: "a view that sums up what policies hide",
    sql: view("SELECT count(*) FROM public.notes"),
    seen: /gets a row beyond their own rights: \(\d+\)$/,
    line: 2,
  },
  {
    name: "a function with an argument of which no value is known",
    sql: definer("door(at point)", "text", "SELECT 'here'"),
    seen: /^Not shown: no value is known for an argument of type point\.$/,
    line: 2,
  },
  {
    name: "a function that always fails",
    sql: definer("door()", "integer", "SELECT 1 / (SELECT count(*)::integer FROM public.notes WHERE false)"),
    seen: /^Not shown: division by zero\.$/,
    line: 2,
  },
])("$name: the proof fails, at its place", async ({ sql, seen, line }) => {
  const failed = (await proven(sql)).filter(({ held, proof }) => !held && proof === borrowedRights.code);
  expect(failed.map((one) => [one.seen, one.at && place(one.at)])).toEqual([
    [expect.stringMatching(seen), `sql/door.sql:${line}`],
  ]);
});

test("the report says what SQL files open", () => {
  const { context } = hardened(`-- opens: *sums*${view("SELECT count(*) FROM public.notes")}`);
  expect(uncovered(context)).toContain(
    "What `sql/door.sql` makes may show people more than access lines do, as it says: \\*sums\\*.",
  );
});
