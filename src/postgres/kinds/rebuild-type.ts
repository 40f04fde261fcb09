import type { ObjectId, ObjectOf } from "../catalog.ts";
import type { Hazard } from "../plan.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, hazard, type Pair, part, type Step, shown } from "./kind.ts";

/** How values of the old type become values of the new one: SQL expressions of the old value. */
export interface Conversion {
  one(value: string, type: string): string;
  many(array: string, type: string): string;
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
  conversion: Conversion = throughText,
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

const throughText: Conversion = {
  one: (value, type) => `${value}::text::${type}`,
  many: (array, type) => `${array}::text[]::${type}`,
  before: [],
  after: [],
  hazards: [],
};

type ColumnPair = { readonly from: ObjectOf<"column">; readonly to: ObjectOf<"column"> };

function isColumn(pair: Pair): pair is ColumnPair {
  return pair.from.kind === "column" && pair.to.kind === "column";
}

function isArray({ definition }: ObjectOf<"column">): boolean {
  return definition.type.endsWith("[]");
}

function convert(from: ObjectOf<"column">, to: ObjectOf<"column">, conversion: Conversion): Step[] {
  const { type } = to.definition;
  const column = ident(part(to.id, 2));
  const value = isArray(to) ? conversion.many(column, type) : conversion.one(column, type);
  return [
    ...dropDefault(from),
    { sql: retype(to, type, value), hazards: [...retypeHazards(to), ...conversion.hazards] },
    ...sameDefault(from, to),
  ];
}

/**
 * The same where old and new type cannot be there at once, because more than their own name is in the way: the columns
 * are text meanwhile.
 */
export function rebuildTypeAlone(id: ObjectId, create: readonly Step[], context: Context): readonly Step[] {
  const columns = context.dependents(id).filter(isColumn);
  const steps: readonly Step[] = [
    ...columns.flatMap(({ from, to }) => [...dropDefault(from), toText(to)]),
    { sql: `DROP TYPE ${qualified(...id.path)}` },
    ...create,
    ...columns.flatMap(({ from, to }) => [fromText(to), ...sameDefault(from, to)]),
  ];
  return steps.map((step) => ({ ...step, phase: "contract" }));
}

function toText(column: ObjectOf<"column">): Step {
  const text = isArray(column) ? "text[]" : "text";
  return {
    sql: retype(column, text, `${ident(part(column.id, 2))}::${text}`),
    hazards: retypeHazards(column),
  };
}

function fromText(column: ObjectOf<"column">): Step {
  const { type } = column.definition;
  return {
    sql: retype(column, type, `${ident(part(column.id, 2))}::${type}`),
    hazards: retypeHazards(column),
  };
}

function alterColumn({ id }: ObjectOf<"column">): string {
  return `ALTER TABLE ${qualified(part(id, 0), part(id, 1))} ALTER COLUMN ${ident(part(id, 2))}`;
}

function retype(column: ObjectOf<"column">, type: string, using: string): string {
  return `${alterColumn(column)} TYPE ${type} USING ${using}`;
}

function retypeHazards({ id }: ObjectOf<"column">): readonly Hazard[] {
  const table = shown(id.path.slice(0, 2));
  return [
    hazard("rewrites-table", `Every row of ${table} is written again.`),
    hazard("blocks-reads", `Nobody can use ${table} meanwhile.`),
    hazard("may-fail", `A value of ${shown(id.path)} that the new type does not know stops it.`),
  ];
}

/** A default cannot be converted with its column. */
function dropDefault(from: ObjectOf<"column">): readonly Step[] {
  return from.definition.default === undefined ? [] : [{ sql: `${alterColumn(from)} DROP DEFAULT` }];
}

function sameDefault(from: ObjectOf<"column">, to: ObjectOf<"column">): readonly Step[] {
  const expression = to.definition.default;
  if (expression === undefined || expression !== from.definition.default) return [];
  return [{ sql: `${alterColumn(to)} SET DEFAULT ${expression}` }];
}
