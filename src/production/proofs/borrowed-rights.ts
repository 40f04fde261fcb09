import type { Entity } from "../../model/model.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { liveView, tableOf } from "../names.ts";
import { makingOf } from "../own-functions.ts";
import { databaseRole, platformOf } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import type { Person } from "../proving/cast.ts";
import { type Door, doorsOf, heldRoles, lendRights, type Question } from "../proving/doors.ts";
import { isAllowed, mutationOf } from "../proving/mutations.ts";
import type { Stage } from "../proving/stage.ts";
import { type Answer, askEachAs } from "../proving/try.ts";
import type { HardeningContext } from "../rule.ts";
import { deletesSoftly } from "../system-fields.ts";

/**
 * Everyone asks every view, and every function that works with its owner's rights, once as it is and once as it would be
 * with the rights of who asks: the query of a view, a copy of a function. Whichever way something gets past the policies,
 * there is then a row in the first answer that is not in the second. That their own rights are right the proof of access
 * shows.
 */
export const borrowedRights: Proof = {
  code: "borrowed-rights",
  promise: "Through views and functions everyone gets what their own rights give them, and no row more.",
  rules: ["row-level-security", "grants", "soft-delete"],
  concerns: (entity, context) => context.isOn("row-level-security", entity),
  async run(stage) {
    const doors = await doorsOf(stage);
    const visits = visitsTo(doors, stage);
    const first = await answers(visits, "asIs", stage);
    const second = await answers(visits, "asIs", stage);
    await stage.db.execute(lendRights(doors, stage.context));
    const own = await answers(visits, "own", stage);
    const seen = visits.map(
      (visit, i): Seen => ({ ...visit, asIs: first[i], again: second[i], own: own[i] }),
    );
    return doors.map((door) =>
      outcome(
        door,
        seen.filter((one) => one.door === door),
        stage.context,
      ),
    );
  },
  mutations: (context) =>
    context.model.entities
      .filter((entity) => borrowedRights.concerns(entity, context) && hidesRows(entity))
      .flatMap((entity, i) => [
        ...viewMutation(entity, context),
        ...(i === 0 ? newDoors(entity, context) : []),
      ]),
};

/** One person who asks one question at a door. */
interface Visit {
  readonly person: Person;
  readonly door: Door;
  readonly question: Question;
}

interface Seen extends Visit {
  readonly asIs: Answer | undefined;
  /** The same once more: some answer differently each time. */
  readonly again: Answer | undefined;
  readonly own: Answer | undefined;
}

/** Person by person. Who asks are all that are tried on a table that is read; on any where that is not known. */
function visitsTo(doors: readonly Door[], { casts, context }: Stage): readonly Visit[] {
  const held = new Set(heldRoles(context));
  const everyone = new Map<string, { readonly person: Person; readonly tables: Set<string> }>();
  for (const { name, table } of context.model.entities) {
    for (const person of casts.get(name)?.people ?? []) {
      if (!held.has(databaseRole(platformOf(context.config), person.actor.role))) continue;
      const key = JSON.stringify(person.actor);
      everyone.set(key, everyone.get(key) ?? { person, tables: new Set() });
      everyone.get(key)?.tables.add(table);
    }
  }
  return [...everyone.values()].flatMap(({ person, tables }) =>
    doors
      .filter(({ reads }) => reads === undefined || reads.some((table) => tables.has(table)))
      .flatMap((door) => door.questions.map((question) => ({ person, door, question }))),
  );
}

/** What is answered at each visit; who asks more asks in one go. */
async function answers(
  visits: readonly Visit[],
  which: keyof Question,
  stage: Stage,
): Promise<readonly Answer[]> {
  const all: Answer[] = [];
  for (const person of new Set(visits.map((visit) => visit.person))) {
    const queries = visits.filter((visit) => visit.person === person).map(({ question }) => question[which]);
    all.push(...(await askEachAs(stage, person.actor, queries)));
  }
  return all;
}

function outcome(door: Door, seen: readonly Seen[], { model, config }: HardeningContext): ProofResult {
  const { at, opens } = makingOf(door.object, model, config) ?? {};
  const problem = problemOf(door, seen);
  const people = new Set(seen.map(({ person }) => person)).size;
  const rows = Math.max(0, ...seen.map(({ asIs }) => rowsIn(asIs).length));
  const asked = `asked by ${people} people, ${door.questions.length === 1 ? "once" : `${door.questions.length} times`} each`;
  return {
    proof: borrowedRights.code,
    subject: door.object,
    held: problem === undefined || opens !== undefined,
    seen:
      problem === undefined
        ? `${asked}: up to ${rows} rows, none that their own rights do not give`
        : `${problem}${opens === undefined ? "" : `. Open, since ${opens}`}`,
    ...(problem !== undefined && opens === undefined && { at }),
  };
}

function problemOf({ closed }: Door, seen: readonly Seen[]): string | undefined {
  if (closed !== undefined) return `Not shown: ${closed}.`;
  const [refusal] = seen.flatMap(({ asIs }) => asIs?.message ?? []);
  if (seen.every(({ asIs }) => asIs?.state != null)) return `Not shown: ${refusal ?? "nobody could ask"}.`;
  for (const { person, asIs, again, own } of seen) {
    const more = rowsBeyond(asIs, again, own);
    if (more.length === 0) continue;
    const why = own?.message == null ? "" : `, which say: ${own.message}`;
    return `${person.name} gets ${more.length === 1 ? "a row" : `${more.length} rows`} beyond their own rights${why}: ${more[0]}`;
  }
  return undefined;
}

/** The rows that own rights do not give. Of what is different each time only the number of rows can be compared. */
function rowsBeyond(
  asIs: Answer | undefined,
  again: Answer | undefined,
  own: Answer | undefined,
): readonly string[] {
  const [rows, ownRows] = [rowsIn(asIs), rowsIn(own)];
  if (asIs?.answer !== again?.answer) return rows.slice(ownRows.length);
  const left = [...ownRows];
  return rows.filter((row) => {
    const at = left.indexOf(row);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function rowsIn(answer: Answer | undefined): readonly string[] {
  return JSON.parse(answer?.answer ?? "[]");
}

/** Whether there are people who may not see every row: who is not signed in, at least. */
function hidesRows({ access }: Entity): boolean {
  return !access.some(
    ({ allow, to, when }) => allow.includes("select") && to.includes("anonymous") && when === undefined,
  );
}

/** The view of live rows with its owner's rights; a view that shows people nothing cannot show them too much. */
function viewMutation(entity: Entity, context: HardeningContext): readonly Mutation[] {
  if (!deletesSoftly(entity, context) || !isAllowed(entity, "select")) return [];
  const view = `${ident(context.config.schema)}.${ident(liveView(entity))}`;
  return [
    mutationOf(
      entity,
      "the view of live rows works with its owner's rights",
      `ALTER VIEW ${view} SET (security_invoker = false); GRANT SELECT ON ${view} TO ${identList(heldRoles(context))}`,
    ),
  ];
}

/** Ways past the policies that SQL files could open. */
function newDoors(entity: Entity, context: HardeningContext): readonly Mutation[] {
  const roles = identList(heldRoles(context));
  const table = tableOf(entity, context.config);
  const [key = ""] = entity.key;
  const given = (what: string) =>
    `GRANT USAGE ON SCHEMA ${ident(context.config.schema)} TO ${roles}; ${what} TO ${roles}`;
  const view = given("GRANT SELECT ON public.side_door");
  const made = (sql: string) => `CREATE FUNCTION public.side_door${sql}`;
  return [
    {
      breaks: "a view counts rows with its owner's rights",
      sql: `CREATE VIEW public.side_door AS SELECT count(*) FROM ${table}; ${view}`,
    },
    {
      breaks: "a materialized view keeps what policies hide",
      sql: `CREATE MATERIALIZED VIEW public.side_door AS SELECT * FROM ${table}; ${view}`,
    },
    {
      breaks: "a function gives rows with its owner's rights",
      sql: `${made(`() RETURNS SETOF ${table} LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS ${literal(`SELECT * FROM ${table}`)}`)};
${given("GRANT EXECUTE ON FUNCTION public.side_door()")}`,
    },
    {
      breaks: "a function says with its owner's rights whether there is a row",
      sql: `${made(`(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS ${literal(`SELECT wanted <> '' AND EXISTS (SELECT FROM ${table} WHERE ${ident(key)} IS NOT NULL)`)}`)};
${given("GRANT EXECUTE ON FUNCTION public.side_door(text)")}`,
    },
  ];
}
