import type { ObjectOf } from "../../catalog.ts";
import { ident, qualified } from "../../quote.ts";
import { type Context, hazard, part, type Step, shown } from "../kind.ts";
import { asideName, buildConcurrently } from "./build-index.ts";

type Constraint = ObjectOf<"constraint">;

/**
 * ADD CONSTRAINT on a table that is in use: new rows obey at once, and those that are there are read while others work.
 * `replaces` takes the constraint that has the name away in the same statement. Undefined where PostgreSQL has no such form.
 */
export function addConstraint(
  object: Constraint,
  context: Context,
  { replaces }: { readonly replaces: boolean },
): readonly Step[] | undefined {
  const { type, validated } = object.definition;
  const partitioned = isPartitioned(object, context);
  if (!validated || type === "exclusion") return undefined;
  if (type === "check") return addNotValid(object, replaces);
  if (type === "foreign key")
    return partitioned && context.targetVersion < 18 ? undefined : addNotValid(object, replaces);
  return partitioned ? undefined : addUsingIndex(object, replaces, context);
}

export function isPartitioned({ id }: Constraint, context: Context): boolean {
  const table = context.after({ kind: "table", path: id.path.slice(0, 2) });
  return table?.kind === "table" && table.definition.partitionBy !== undefined;
}

function addNotValid(object: Constraint, replaces: boolean): readonly Step[] {
  const add = addSql(object, `${object.definition.definition} NOT VALID`, replaces);
  return [{ sql: add, phase: "validate" }, validateConstraint(object)];
}

export function validateConstraint({ id }: Constraint): Step {
  const table = shown(id.path.slice(0, 2));
  return {
    sql: `${alterTable(id.path)} VALIDATE CONSTRAINT ${ident(part(id, 2))}`,
    phase: "validate",
    hazards: [
      hazard("may-fail", `A row of ${table} that breaks ${part(id, 2)} stops it.`),
      hazard("scans-table", `Every row of ${table} is read.`),
    ],
  };
}

/** Its index is built before, under the constraint's name where that is free: it gets it anyway. */
function addUsingIndex(object: Constraint, replaces: boolean, context: Context): readonly Step[] | undefined {
  const { id, definition } = object;
  const parsed = parseKey(definition.definition);
  if (parsed === undefined) return undefined;
  const [schema, name] = [part(id, 0), part(id, 2)];
  const index = replaces ? asideName(schema, name, context) : name;
  const table = [schema, part(id, 1)] as const;
  const sql = `CREATE UNIQUE INDEX ${ident(index)} ON ${qualified(...table)} USING btree ${parsed.columns}${parsed.nulls}`;
  const build = buildConcurrently({
    id: { kind: "index", path: [schema, index] },
    definition: { table, definition: sql, parameters: definition.parameters },
  });
  const using = `${parsed.word} USING INDEX ${ident(index)}${parsed.deferrable}`;
  return [...build, { sql: addSql(object, using, replaces) }].map((step) => ({ ...step, phase: "validate" }));
}

/** Of a key that a unique index can hold; not WITHOUT OVERLAPS. */
function parseKey(definition: string) {
  const pattern =
    /^(PRIMARY KEY|UNIQUE)( NULLS NOT DISTINCT)? (\((?:"(?:[^"]|"")*"|[^")])*\)(?: INCLUDE \((?:"(?:[^"]|"")*"|[^")])*\))?)( .*)?$/;
  const [, word = "", nulls = "", columns = "", deferrable = ""] = pattern.exec(definition) ?? [];
  if (word === "" || / WITHOUT OVERLAPS\)/.test(columns)) return undefined;
  return { word, nulls, columns, deferrable };
}

function addSql({ id }: Constraint, definition: string, replaces: boolean): string {
  const name = ident(part(id, 2));
  return `${alterTable(id.path)} ${replaces ? `DROP CONSTRAINT ${name}, ` : ""}ADD CONSTRAINT ${name} ${definition}`;
}

function alterTable(path: readonly string[]): string {
  return `ALTER TABLE ${qualified(...path.slice(0, 2))}`;
}
