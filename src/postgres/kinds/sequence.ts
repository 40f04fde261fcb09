import type { ObjectOf } from "../catalog.ts";
import type { SequenceDefinition } from "../definitions.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, hazard, type Kind, part, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/** Not the sequences of identity columns: those belong to their column. @see https://www.postgresql.org/docs/current/sql-createsequence.html */
export const sequence: Kind<"sequence"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      path: ["n.nspname", "c.relname"],
      definition: {
        type: "format_type(s.seqtypid, NULL)",
        start: "s.seqstart::text",
        increment: "s.seqincrement::text",
        min: "s.seqmin::text",
        max: "s.seqmax::text",
        cache: "s.seqcache::text",
        cycle: "s.seqcycle",
        unlogged: "CASE c.relpersistence WHEN 'u' THEN true END",
      },
    })}
    FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relpersistence <> 't' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}
      AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i')`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `SEQUENCE ${qualified(...id.path)}`,
  create: ({ id, definition }) => [
    {
      sql: [
        `CREATE ${definition.unlogged ? "UNLOGGED " : ""}SEQUENCE ${qualified(...id.path)}`,
        ...createOptions(definition),
      ].join(" "),
    },
  ],
  alter: (from, to) => {
    const alter = `ALTER SEQUENCE ${qualified(...to.id.path)}`;
    const options = [
      ...changedOptions(from.definition, to.definition),
      ...restart(from.definition, to.definition),
    ];
    const { unlogged } = to.definition;
    return [
      ...(options.length === 0 ? [] : [{ sql: [alter, ...options].join(" ") }]),
      ...(from.definition.unlogged === unlogged
        ? []
        : [{ sql: `${alter} SET ${unlogged ? "UNLOGGED" : "LOGGED"}` }]),
    ];
  },
  drop: (object, context) => [
    {
      sql: `DROP SEQUENCE ${qualified(...object.id.path)}`,
      hazards: isSucceeded(object, context)
        ? []
        : [hazard("deletes-data", `How far ${shown(object.id.path)} has counted is lost.`)],
    },
  ],
  rename: (from, to) => ({
    sql: `ALTER SEQUENCE ${qualified(...from.id.path)} RENAME TO ${ident(part(to.id, 1))}`,
  }),
};

/** The identity of its column counts on. */
function isSucceeded({ id }: ObjectOf<"sequence">, context: Context): boolean {
  const owner = context.before({ kind: "sequence owner", path: id.path });
  if (owner?.kind !== "sequence owner") return false;
  const { table, column } = owner.definition;
  const counted = context.after({ kind: "column", path: [...table, column] });
  return counted?.kind === "column" && counted.definition.identity !== undefined;
}

const largest: Readonly<Record<string, string>> = {
  smallint: "32767",
  integer: "2147483647",
  bigint: "9223372036854775807",
};

/** Only what differs from a plain `CREATE SEQUENCE`. */
function createOptions(sequence: SequenceDefinition): string[] {
  const down = sequence.increment.startsWith("-");
  const smallest = `-${BigInt(largest[sequence.type] ?? "0") + 1n}`;
  const usual: SequenceDefinition = {
    type: "bigint",
    increment: "1",
    min: down ? smallest : "1",
    max: down ? "-1" : (largest[sequence.type] ?? ""),
    start: down ? sequence.max : sequence.min,
    cache: "1",
    cycle: false,
  };
  return changedOptions(usual, sequence);
}

/** A counter that still stands at its old start would be outside the new bounds. */
function restart(from: SequenceDefinition, to: SequenceDefinition): string[] {
  const outside = BigInt(from.start) < BigInt(to.min) || BigInt(from.start) > BigInt(to.max);
  return outside ? [`RESTART WITH ${to.start}`] : [];
}

function changedOptions(from: SequenceDefinition, to: SequenceDefinition): string[] {
  return [
    ...(from.type === to.type ? [] : [`AS ${to.type}`]),
    ...(from.increment === to.increment ? [] : [`INCREMENT BY ${to.increment}`]),
    ...(from.min === to.min ? [] : [`MINVALUE ${to.min}`]),
    ...(from.max === to.max ? [] : [`MAXVALUE ${to.max}`]),
    ...(from.start === to.start ? [] : [`START WITH ${to.start}`]),
    ...(from.cache === to.cache ? [] : [`CACHE ${to.cache}`]),
    ...(from.cycle === to.cycle ? [] : [to.cycle ? "CYCLE" : "NO CYCLE"]),
  ];
}
