import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, hazard, part, type Step, shown } from "./kind.ts";

/**
 * Puts a new type in the place of one that ALTER cannot change: the old one moves aside, the columns of that type are
 * converted through text, rows and all, and the old one goes.
 */
export function rebuildType(id: ObjectId, create: readonly Step[], context: Context): readonly Step[] {
  const word = id.kind === "domain" ? "DOMAIN" : "TYPE";
  const aside = `${part(id, 1).slice(0, 50)}__old`;
  return [
    { sql: `ALTER ${word} ${qualified(...id.path)} RENAME TO ${ident(aside)}`, phase: "contract" },
    ...create.map((step) => ({ ...step, phase: "contract" as const })),
    ...context
      .dependents(id)
      .flatMap(({ from, to }) => (from.kind === "column" && to.kind === "column" ? convert(from, to) : [])),
    { sql: `DROP ${word} ${qualified(part(id, 0), aside)}`, phase: "contract" },
  ];
}

function convert(from: ObjectOf<"column">, to: ObjectOf<"column">): Step[] {
  const column = ident(part(to.id, 2));
  const table = `ALTER TABLE ${qualified(part(to.id, 0), part(to.id, 1))}`;
  const text = to.definition.type.endsWith("[]") ? "text[]" : "text";
  const steps: Step[] = [
    {
      sql: `${table} ALTER COLUMN ${column} TYPE ${to.definition.type} USING ${column}::${text}::${to.definition.type}`,
      hazards: [
        hazard("rewrites-table", `Every row of ${shown(to.id.path.slice(0, 2))} is written again.`),
        hazard("blocks-reads", `Nobody can use ${shown(to.id.path.slice(0, 2))} meanwhile.`),
        hazard("may-fail", `A value of ${shown(to.id.path)} that the new type does not know stops it.`),
      ],
    },
  ];
  if (from.definition.default !== undefined)
    steps.unshift({ sql: `${table} ALTER COLUMN ${column} DROP DEFAULT` });
  if (from.definition.default !== undefined && to.definition.default === from.definition.default) {
    steps.push({ sql: `${table} ALTER COLUMN ${column} SET DEFAULT ${to.definition.default}` });
  }
  return steps.map((step) => ({ ...step, phase: "contract" }));
}
