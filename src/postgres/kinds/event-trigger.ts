import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, literal } from "../quote.ts";
import { enabling, stateName } from "./enabled-state.ts";
import { type Kind, part, type Step } from "./kind.ts";
import { notOfExtension, objectRow } from "./query.ts";

type EventTrigger = ObjectOf<"event trigger">;

/**
 * Goes before and comes after everything else, so that it sees nothing of the plan that it need not see.
 * @see https://www.postgresql.org/docs/current/sql-createeventtrigger.html
 */
export const eventTrigger: Kind<"event trigger"> = {
  madeIn: "pg_event_trigger",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_event_trigger",
      oid: "t.oid",
      path: ["t.evtname"],
      definition: {
        event: "t.evtevent",
        tags: "coalesce(to_json(t.evttags), '[]')",
        function: "format('%I.%I', n.nspname, p.proname)",
        enabled: stateName("t.evtenabled"),
      },
    })}
    FROM pg_event_trigger AS t JOIN pg_proc AS p ON p.oid = t.evtfoid JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE ${notOfExtension("pg_event_trigger", "t.oid")}`,
  address,
  create: (object) => [
    { sql: createEventTrigger(object), phase: "contract" },
    ...(object.definition.enabled === "origin" ? [] : [enable(object)]),
  ],
  alter: (from, to) => (createEventTrigger(from) === createEventTrigger(to) ? [enable(to)] : "replace"),
  drop: ({ id }) => [{ sql: `DROP ${address(id)}`, phase: "expand" }],
  rename: (from, to) => ({ sql: `ALTER ${address(from.id)} RENAME TO ${ident(part(to.id, 0))}` }),
};

function address(id: ObjectId): string {
  return `EVENT TRIGGER ${ident(part(id, 0))}`;
}

function createEventTrigger({ id, definition }: EventTrigger): string {
  const { event, tags, function: call } = definition;
  return [
    `CREATE ${address(id)} ON ${event}`,
    ...(tags.length === 0 ? [] : [`WHEN TAG IN (${tags.map(literal).join(", ")})`]),
    `EXECUTE FUNCTION ${call}()`,
  ].join(" ");
}

function enable({ id, definition }: EventTrigger): Step {
  return { sql: `ALTER ${address(id)} ${enabling[definition.enabled]}`, phase: "contract" };
}
