import type { Finding } from "../model/finding.ts";
import type { Model } from "../model/model.ts";
import type { Addition } from "./rule.ts";

/** Tables, views and indexes of a schema share one space of names; what rules make must fit into it. */
export function nameClashes(model: Model, additions: readonly Addition[]): readonly Finding[] {
  const taken = new Map(model.entities.map(({ name, table }) => [table, `the table of ${name}`]));
  return additions.flatMap((addition): readonly Finding[] => {
    if (!makesRelation(addition)) return [];
    const { name, rule, entity } = addition;
    const holder = taken.get(name);
    if (holder === undefined) {
      taken.set(name, `what the rule ${rule} makes for ${entity}`);
      return [];
    }
    const at = model.entities.find((one) => one.name === entity)?.origins[0]?.at;
    return [clash(name, rule, entity ?? "the database", holder, at)];
  });
}

/** Constraints bring an index of their name where they are unique. */
function makesRelation(addition: Addition): addition is Addition & { readonly name: string } {
  if (addition.kind === "constraint") return addition.definition.startsWith("UNIQUE");
  return addition.kind === "index" || addition.kind === "view";
}

function clash(name: string, rule: string, entity: string, holder: string, at: Finding["at"]): Finding {
  return {
    code: "production/name-clash",
    severity: "error",
    message: `The rule ${rule} makes ${name} for ${entity}, but that name is taken by ${holder}.`,
    at,
    help: `Give one of them another name, or switch the rule off: harden: { ${rule}: false }.`,
  };
}
