import type { Config, Entity, Field, Transition } from "../../model/model.ts";
import { ident, literal, qualified } from "../../postgres/quote.ts";
import { madeName, tableOf } from "../names.ts";
import type { Extra, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";

const refuse = "refuse_state";

/**
 * The steps stand in the WHEN of triggers, so a row that takes an allowed one costs no function call. They are AFTER
 * triggers: these see the row as all BEFORE triggers left it, and no INSERT that ON CONFLICT turns into an update.
 */
export const stateMachine: HardeningRule = {
  code: "state-machine",
  profile: "minimal",
  summary: "A field with declared transitions changes by these alone, and starts as declared.",
  why: "A row cannot skip a step, whichever client writes it: the refusal is SQLSTATE 23514 and names table, column and trigger.",
  source: "https://www.postgresql.org/docs/current/sql-createtrigger.html",
  *database(entities, { config }) {
    if (!entities.some(({ fields }) => fields.some(hasStates))) return;
    yield {
      kind: "function",
      name: refuse,
      sql: sqlFromTemplate("refuse-state", { function: qualified(config.schema, refuse) }),
      why: "Refuses a step, for every state machine.",
    };
  },
  *table(entity, { config }) {
    for (const field of entity.fields) {
      const { transitions, starts } = field;
      if (transitions === undefined) continue;
      if (starts !== undefined) {
        const when = `new.${ident(field.name)} NOT IN (${starts.map(literal).join(", ")})`;
        yield guard(entity, field, config, { on: "INSERT", when, why: `Starts as ${starts.join(" or ")}.` });
      }
      const why = `Changes as declared: ${shown(transitions)}.`;
      yield guard(entity, field, config, { on: "UPDATE", when: unlawful(field, transitions), why });
    }
  },
};

export function hasStates({ transitions }: Field): boolean {
  return transitions !== undefined;
}

/** The trigger that guards a field's start or its steps. */
export function stateGuard({ name }: Field, on: "INSERT" | "UPDATE"): string {
  return madeName("guard", name, on === "INSERT" ? "start" : "step");
}

function guard(
  entity: Entity,
  field: Field,
  config: Config,
  { on, when, why }: { readonly on: "INSERT" | "UPDATE"; readonly when: string; readonly why: string },
): Extra {
  const name = stateGuard(field, on);
  const sql = [
    `CREATE TRIGGER ${ident(name)} AFTER ${on} ON ${tableOf(entity, config)}`,
    `FOR EACH ROW WHEN (${when})`,
    `EXECUTE FUNCTION ${qualified(config.schema, refuse)}(${literal(field.name)})`,
  ].join("\n");
  return { kind: "trigger", entity: entity.name, name, sql, why, ...(on === "INSERT" && { begins: true }) };
}

/** True of an update that takes a step which is not declared. No value yet is like a new row; a value is never taken away. */
function unlawful({ name, nullable, starts }: Field, transitions: readonly Transition[]): string {
  const [before, after] = [`old.${ident(name)}`, `new.${ident(name)}`];
  const among = (values: readonly string[]) => `${after} IN (${values.map(literal).join(", ")})`;
  const first = `WHEN ${before} IS NULL THEN ${starts === undefined ? "TRUE" : among(starts)}`;
  const steps = transitions
    .filter(({ to }) => to.length > 0)
    .map(({ from, to }) => `WHEN ${before} = ${literal(from)} THEN ${among(to)}`);
  const lawful = [...(nullable ? [first] : []), ...steps];
  const changes = `${before} IS DISTINCT FROM ${after}`;
  return lawful.length === 0 ? changes : `${changes} AND (CASE\n  ${lawful.join("\n  ")}\nEND) IS NOT TRUE`;
}

function shown(transitions: readonly Transition[]): string {
  const steps = transitions.filter(({ to }) => to.length > 0);
  return steps.length === 0
    ? "not at all"
    : steps.map(({ from, to }) => `${from} to ${to.join(" or ")}`).join(", ");
}
