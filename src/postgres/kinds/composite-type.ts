import type { ObjectOf } from "../catalog.ts";
import { ident, literal, qualified } from "../quote.ts";
import { type Context, hazard, type Kind, type Step, shown } from "./kind.ts";
import { collationName, notOfExtension, objectRow, userSchema } from "./query.ts";
import { type Conversion, rebuildType, typeAside } from "./rebuild-type.ts";
import { shortType } from "./type-name.ts";

type Composite = ObjectOf<"composite type">;
type Attribute = Composite["definition"]["attributes"][number];

/** Not the row types of tables. @see https://www.postgresql.org/docs/current/sql-altertype.html */
export const compositeType: Kind<"composite type"> = {
  madeIn: "pg_type",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_type",
      oid: "t.oid",
      path: ["n.nspname", "t.typname"],
      definition: {
        attributes: `(SELECT coalesce(json_agg(json_strip_nulls(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
            'collation', ${collationName("a.attcollation", "b.typcollation")})) ORDER BY a.attnum), '[]')
          FROM pg_attribute AS a JOIN pg_type AS b ON b.oid = a.atttypid
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)`,
      },
    })}
    FROM pg_type AS t JOIN pg_class AS c ON c.oid = t.typrelid AND c.relkind = 'c'
    JOIN pg_namespace AS n ON n.oid = t.typnamespace
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_type", "t.oid")}`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `TYPE ${qualified(...id.path)}`,
  create: (object) => [{ sql: createType(object) }],
  alter: (from, to, context) =>
    canAlter(from, to, context)
      ? alterType(from, to, context)
      : rebuildType(to.id, compositeType.create(to, context), context, conversion(from, to)),
  drop: ({ id }) => [
    {
      sql: `DROP TYPE ${qualified(...id.path)}`,
      hazards: [hazard("breaks-clients", `Type ${shown(id.path)} is gone.`)],
    },
  ],
  displaces: (from, to, dependent) =>
    dependent.kind === "typed table" || (!onlyAdds(from, to) && dependent.kind !== "column"),
};

function createType({ id, definition }: Composite): string {
  const lines = definition.attributes.map((attribute) => `\n  ${attributeSql(attribute)}`);
  return `CREATE TYPE ${qualified(...id.path)} AS (${lines.join(",")}${lines.length === 0 ? "" : "\n"})`;
}

function attributeSql(attribute: Attribute): string {
  return `${ident(attribute.name)} ${typeSql(attribute)}`;
}

function typeSql({ type, collation }: Attribute): string {
  return collation ? `${shortType(type)} COLLATE ${collation}` : shortType(type);
}

/** What is in both, as it will be. */
function kept(from: Composite, to: Composite): readonly Attribute[] {
  const names = new Set(from.definition.attributes.map(({ name }) => name));
  return to.definition.attributes.filter(({ name }) => names.has(name));
}

function retyped(from: Composite, to: Composite): readonly Attribute[] {
  const before = new Map(from.definition.attributes.map((one) => [one.name, typeSql(one)]));
  return kept(from, to).filter((one) => before.get(one.name) !== typeSql(one));
}

/** ALTER TYPE adds at the end, moves nothing. */
function keepsOrder(from: Composite, to: Composite): boolean {
  const names = new Set(kept(from, to).map(({ name }) => name));
  const staying = from.definition.attributes.filter(({ name }) => names.has(name));
  return staying.every(({ name }, i) => to.definition.attributes[i]?.name === name);
}

function onlyAdds(from: Composite, to: Composite): boolean {
  const none = retyped(from, to).length === 0;
  return none && keepsOrder(from, to) && kept(from, to).length === from.definition.attributes.length;
}

/** The type of an attribute stays as long as a table holds values of it. */
function canAlter(from: Composite, to: Composite, context: Context): boolean {
  return keepsOrder(from, to) && (retyped(from, to).length === 0 || !isStored(to, context));
}

function isStored({ id }: Composite, context: Context): boolean {
  return context.dependents(id).some(({ to }) => to.kind === "column");
}

function removed(from: Composite, to: Composite): readonly Attribute[] {
  const names = new Set(to.definition.attributes.map(({ name }) => name));
  return from.definition.attributes.filter(({ name }) => !names.has(name));
}

function alterType(from: Composite, to: Composite, context: Context): readonly Step[] {
  const type = `ALTER TYPE ${qualified(...to.id.path)}`;
  const added = to.definition.attributes.slice(kept(from, to).length);
  return [
    ...added.map((one) => ({ sql: `${type} ADD ATTRIBUTE ${attributeSql(one)}` })),
    ...retyped(from, to).map((one) => ({
      sql: `${type} ALTER ATTRIBUTE ${ident(one.name)} TYPE ${typeSql(one)}`,
    })),
    ...removed(from, to).map((one) => ({
      sql: `${type} DROP ATTRIBUTE ${ident(one.name)}`,
      phase: "contract" as const,
      hazards: removalHazards(to, [one], isStored(to, context)),
    })),
  ];
}

function removalHazards({ id }: Composite, attributes: readonly Attribute[], stored: boolean) {
  return attributes.map(({ name }) =>
    stored
      ? hazard("deletes-data", `All values of ${name} in columns of type ${shown(id.path)} are lost.`)
      : hazard("breaks-clients", `Programs that read ${name} of ${shown(id.path)} stop working.`),
  );
}

/** Values go over attribute by attribute, by name; a changed one through text. */
function conversion(from: Composite, to: Composite): Conversion {
  const type = qualified(...to.id.path);
  const aside = typeAside(to.id);
  const byText = new Set(retyped(from, to).map(({ name }) => name));
  const stay = new Set(kept(from, to).map(({ name }) => name));
  const row = (value: string) => {
    const fields = to.definition.attributes.map((one) => {
      if (!stay.has(one.name)) return "NULL";
      const field = `(${value}).${ident(one.name)}`;
      return byText.has(one.name) ? `${field}::text::${shortType(one.type)}` : field;
    });
    return `CASE WHEN ${value} IS DISTINCT FROM NULL THEN ROW(${fields.join(", ")})::${type} END`;
  };
  // An expression of ALTER COLUMN cannot go through an array by itself.
  const body = `SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT ${row("$1[i]")} FROM generate_subscripts($1, 1) AS i ORDER BY i) END`;
  return {
    one: row,
    many: (value) => `pg_temp.converted(${value})`,
    before: [
      `CREATE FUNCTION pg_temp.converted(${aside}[]) RETURNS ${type}[] LANGUAGE sql AS ${literal(body)}`,
    ],
    after: [`DROP FUNCTION pg_temp.converted(${aside}[])`],
    hazards: removalHazards(to, removed(from, to), true),
  };
}
