import type { ObjectOf } from "../catalog.ts";
import { literal, qualified } from "../quote.ts";
import { type Context, hazard, type Kind, type Step, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";
import { rebuildType } from "./rebuild-type.ts";

/** @see https://www.postgresql.org/docs/current/sql-altertype.html */
export const enumType: Kind<"enum"> = {
  madeIn: "pg_type",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_type",
      oid: "t.oid",
      path: ["n.nspname", "t.typname"],
      definition: {
        values: `(SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]') FROM pg_enum AS e WHERE e.enumtypid = t.oid)`,
      },
    })}
    FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
    WHERE t.typtype = 'e' AND ${userSchema("n")} AND ${notOfExtension("pg_type", "t.oid")}`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `TYPE ${qualified(...id.path)}`,
  create: ({ id, definition }) => [
    { sql: `CREATE TYPE ${qualified(...id.path)} AS ENUM (${definition.values.map(literal).join(", ")})` },
  ],
  alter: (from, to, context) =>
    isRebuilt(from, to, context)
      ? rebuildType(to.id, enumType.create(to, context), context)
      : addValues(from, to, context),
  drop: ({ id }) => [
    {
      sql: `DROP TYPE ${qualified(...id.path)}`,
      hazards: [hazard("breaks-clients", `Type ${shown(id.path)} is gone.`)],
    },
  ],
  displaces: (from, to, dependent, context) => isRebuilt(from, to, context) && dependent.kind !== "column",
};

type Enum = ObjectOf<"enum">;

/** Whether the old values stand among the new ones in their old order. */
function onlyAdds(from: Enum, to: Enum): boolean {
  const kept = to.definition.values.filter((value) => from.definition.values.includes(value));
  return (
    kept.length === from.definition.values.length &&
    kept.every((value, i) => value === from.definition.values[i])
  );
}

/** A value that is added cannot be used before its transaction has ended, and offline there is only one. */
function isRebuilt(from: Enum, to: Enum, context: Context): boolean {
  if (!onlyAdds(from, to)) return true;
  return (
    context.mode === "offline" && newValues(from, to).some((value) => context.isUsedByChanges(to.id, value))
  );
}

function newValues(from: Enum, to: Enum): readonly string[] {
  return to.definition.values.filter((value) => !from.definition.values.includes(value));
}

function addValues(from: Enum, to: Enum, context: Context): Step[] {
  const { values } = to.definition;
  const used = newValues(from, to).some((value) => context.isUsedByChanges(to.id, value));
  return newValues(from, to).map((value) => {
    const i = values.indexOf(value);
    const [previous, next] = [values[i - 1], values[i + 1]];
    const place =
      previous !== undefined
        ? ` AFTER ${literal(previous)}`
        : next !== undefined
          ? ` BEFORE ${literal(next)}`
          : "";
    const sql = `ALTER TYPE ${qualified(...to.id.path)} ADD VALUE ${literal(value)}${next === undefined ? "" : place}`;
    return { sql, ...(used && { transactional: false as const, documented: noTable }) };
  });
}

const noTable = { locks: {}, rewrites: [], scans: [] };
