import type { ObjectId, ObjectOf } from "../catalog.ts";
import type { Hazard } from "../plan.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, hazard, type Pair, part, type Step, shown } from "./kind.ts";

/** How values of the old type become values of the new one: SQL expressions of the old value. */
export interface Conversion {
  one(value: string): string;
  many(array: string): string;
  /** What `many` needs, made before and gone after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What it does beyond writing the rows again. */
  readonly hazards: readonly Hazard[];
}

/**
 * Puts a new type in the place of one that ALTER cannot change: the old one moves aside, the columns of that type are
 * converted, rows and all (through text where nothing else is said), and the old one goes.
 */
export function rebuildType(
  id: ObjectId,
  create: readonly Step[],
  context: Context,
  conversion: Conversion = throughText(id),
): readonly Step[] {
  const word = id.kind === "domain" ? "DOMAIN" : "TYPE";
  const columns = context.dependents(id).filter(isColumn);
  const withArrays = columns.some(({ to }) => isArray(to));
  const around = (statements: readonly string[]) => (withArrays ? statements.map((sql) => ({ sql })) : []);
  const steps: readonly Step[] = [
    { sql: `ALTER ${word} ${qualified(...id.path)} RENAME TO ${ident(asideName(id))}` },
    ...create,
    ...around(conversion.before),
    ...columns.flatMap(({ from, to }) => convert(from, to, conversion)),
    ...around(conversion.after),
    { sql: `DROP ${word} ${typeAside(id)}` },
  ];
  return steps.map((step) => ({ ...step, phase: "contract" }));
}

/** Where the old type is meanwhile. */
export function typeAside(id: ObjectId): string {
  return qualified(part(id, 0), asideName(id));
}

function asideName(id: ObjectId): string {
  return `${part(id, 1).slice(0, 50)}__old`;
}

function throughText(id: ObjectId): Conversion {
  const type = qualified(...id.path);
  return {
    one: (value) => `${value}::text::${type}`,
    many: (array) => `${array}::text[]::${type}[]`,
    before: [],
    after: [],
    hazards: [],
  };
}

type ColumnPair = { readonly from: ObjectOf<"column">; readonly to: ObjectOf<"column"> };

function isColumn(pair: Pair): pair is ColumnPair {
  return pair.from.kind === "column" && pair.to.kind === "column";
}

function isArray({ definition }: ObjectOf<"column">): boolean {
  return definition.type.endsWith("[]");
}

function convert(from: ObjectOf<"column">, to: ObjectOf<"column">, conversion: Conversion): Step[] {
  const column = ident(part(to.id, 2));
  const table = `ALTER TABLE ${qualified(part(to.id, 0), part(to.id, 1))}`;
  const value = isArray(to) ? conversion.many(column) : conversion.one(column);
  const steps: Step[] = [
    {
      sql: `${table} ALTER COLUMN ${column} TYPE ${to.definition.type} USING ${value}`,
      hazards: [
        hazard("rewrites-table", `Every row of ${shown(to.id.path.slice(0, 2))} is written again.`),
        hazard("blocks-reads", `Nobody can use ${shown(to.id.path.slice(0, 2))} meanwhile.`),
        hazard("may-fail", `A value of ${shown(to.id.path)} that the new type does not know stops it.`),
        ...conversion.hazards,
      ],
    },
  ];
  if (from.definition.default !== undefined)
    steps.unshift({ sql: `${table} ALTER COLUMN ${column} DROP DEFAULT` });
  if (from.definition.default !== undefined && to.definition.default === from.definition.default) {
    steps.push({ sql: `${table} ALTER COLUMN ${column} SET DEFAULT ${to.definition.default}` });
  }
  return steps;
}
