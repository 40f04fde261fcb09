import { formatType } from "../../model/column-type.ts";
import type { Config, Entity, Field } from "../../model/model.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import { uniqueColumns } from "./promised.ts";
import type { Stage } from "./stage.ts";

/** Of so many rows one refers to what was there before; the others each to something of their own. */
const rowsPerReference = 50;

/**
 * Fills a table up with rows like those that are there, so that an index is worth its while. Unique columns and most
 * references get values of their own; triggers and checks, which say nothing of time, are out of the way until the stage is
 * taken down.
 */
export async function fillUp({ db, context }: Stage, entity: Entity, rows: number): Promise<void> {
  const table = tableOf(entity, context.config);
  const unique = uniqueColumns(entity);
  const given = entity.fields.filter(({ generated }) => generated === undefined);
  const selective = selectiveFields(entity, context.config);
  const values = given.map((field) =>
    columnValue(field, unique.has(field.name), selective.includes(field.name)),
  );
  await db.execute(`ALTER TABLE ${table} DISABLE TRIGGER ALL;
DO $do$ DECLARE c record; BEGIN
  FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = ${literal(table)}::regclass AND contype = 'c'
  LOOP EXECUTE format(${literal(`ALTER TABLE ${table.replaceAll("%", "%%")} DROP CONSTRAINT %I`)}, c.conname); END LOOP;
END $do$;
INSERT INTO ${table} (${identList(given.map(({ name }) => name))}) OVERRIDING SYSTEM VALUE
SELECT ${values.join(", ")}
FROM generate_series(1, ${rows}) AS n
JOIN (SELECT *, row_number() OVER () - 1 AS "number of row", count(*) OVER () AS "number of rows" FROM ${table}) AS old
  ON old."number of row" = n / ${rowsPerReference} % old."number of rows";
ANALYZE ${table}`);
}

/** References, to users that are no entity too, and what queries look into: no value of theirs is in many rows. */
function selectiveFields({ name, fields, queries }: Entity, { me }: Config): readonly string[] {
  const searched = new Set(queries.flatMap(({ contains = [] }) => contains));
  return fields
    .filter(
      (field) =>
        field.relation !== undefined || searched.has(field.name) || me?.name === `${name}.${field.name}`,
    )
    .map((field) => field.name);
}

function columnValue(field: Field, unique: boolean, selective: boolean): string {
  const own = ownValue(field);
  const old = `old.${ident(field.name)}`;
  if (own === undefined) return old;
  if (unique) return own;
  return selective
    ? `CASE WHEN n % ${rowsPerReference} = 0 OR ${old} IS NULL THEN ${old} ELSE ${own} END`
    : old;
}

/** A value that no other row has; undefined for types of which none is made. */
function ownValue({ name, type, values }: Field): string | undefined {
  if (type.dimensions > 0 || values !== undefined) return undefined;
  const hash = `md5(${literal(name)} || n)`;
  const made: Readonly<Record<string, string>> = {
    uuid: `${hash}::uuid`,
    text: hash,
    citext: hash,
    varchar: `left(${hash}, ${type.parameters[0] ?? 32})`,
    bpchar: `left(${hash}, ${type.parameters[0] ?? 1})`,
    smallint: "n + 10000",
    integer: "n + 1000000",
    bigint: "n + 1000000",
    jsonb: "jsonb_build_object('n', n)",
    date: "date '2000-01-01' + n",
    timestamptz: "timestamptz '2000-01-01' + n * interval '1 minute'",
    timestamp: "timestamp '2000-01-01' + n * interval '1 minute'",
  };
  const value = made[type.name];
  return value === undefined ? undefined : `(${value})::${formatType(type)}`;
}
