import type { ObjectId, ObjectOf } from "../catalog.ts";
import type { Hazard } from "../plan.ts";
import { ident, qualified } from "../quote.ts";
import { hazard, type Kind, part, type Step, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

type Constraint = ObjectOf<"constraint">;

/**
 * Primary key, unique, foreign key, check and exclusion; NOT NULL is an attribute of its column. Not what a partition has
 * from its parent. @see https://www.postgresql.org/docs/current/sql-altertable.html
 */
export const constraint: Kind<"constraint"> = {
  printed: true,
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_constraint",
      oid: "k.oid",
      path: ["n.nspname", "c.relname", "k.conname"],
      definition: {
        type: `CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key'
          WHEN 'c' THEN 'check' ELSE 'exclusion' END`,
        definition: "pg_get_constraintdef(k.oid)",
        columns: columnNames("k.conrelid", "k.conkey"),
        references: `CASE WHEN k.contype = 'f' THEN (SELECT json_build_object('table', json_build_array(fn.nspname, f.relname),
          'columns', ${columnNames("k.confrelid", "k.confkey")})
          FROM pg_class AS f JOIN pg_namespace AS fn ON fn.oid = f.relnamespace WHERE f.oid = k.confrelid) END`,
        validated: "k.convalidated",
      },
    })}
    FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0 AND k.conislocal AND ${userSchema("n")}
      AND ${notOfExtension("pg_class", "c.oid")}`,
  address: (id) => `CONSTRAINT ${ident(part(id, 2))} ON ${qualified(part(id, 0), part(id, 1))}`,
  parents: ({ id }) => [{ kind: "table", path: id.path.slice(0, 2) }],
  inline: true,
  // The constraint's index has its name.
  claims: ({ id, definition }) =>
    ["primary key", "unique", "exclusion"].includes(definition.type)
      ? qualified(part(id, 0), part(id, 2))
      : undefined,
  create: (object, context) => {
    const sql = `${alterTable(object.id)} ADD CONSTRAINT ${ident(part(object.id, 2))} ${object.definition.definition}`;
    if (context.isNew(tableOf(object.id))) return [{ sql }];
    return [{ sql, phase: "validate", hazards: addHazards(object) }];
  },
  alter: (from, to) => (becomesValid(from, to) ? [validate(to)] : "replace"),
  drop: ({ id }) => [{ sql: `${alterTable(id)} DROP CONSTRAINT ${ident(part(id, 2))}`, phase: "expand" }],
  rename: (from, to) => ({
    sql: `${alterTable(to.id)} RENAME CONSTRAINT ${ident(part(from.id, 2))} TO ${ident(part(to.id, 2))}`,
  }),
};

function columnNames(table: string, numbers: string): string {
  return `(SELECT coalesce(json_agg(a.attname ORDER BY key.n), '[]') FROM unnest(${numbers}) WITH ORDINALITY AS key(attnum, n)
    JOIN pg_attribute AS a ON a.attrelid = ${table} AND a.attnum = key.attnum)`;
}

function alterTable(id: ObjectId): string {
  return `ALTER TABLE ${qualified(part(id, 0), part(id, 1))}`;
}

function tableOf(id: ObjectId): ObjectId {
  return { kind: "table", path: id.path.slice(0, 2) };
}

const notValid = / NOT VALID$/;

function becomesValid(from: Constraint, to: Constraint): boolean {
  const bare = ({ definition }: Constraint) => definition.definition.replace(notValid, "");
  return bare(from) === bare(to) && !from.definition.validated && to.definition.validated;
}

function validate({ id }: Constraint): Step {
  const table = shown(id.path.slice(0, 2));
  return {
    sql: `${alterTable(id)} VALIDATE CONSTRAINT ${ident(part(id, 2))}`,
    phase: "validate",
    hazards: [
      hazard("may-fail", `A row of ${table} that breaks ${part(id, 2)} stops it.`),
      hazard("scans-table", `Every row of ${table} is read.`),
    ],
  };
}

function addHazards({ id, definition }: Constraint): Hazard[] {
  if (!definition.validated) return [];
  const table = shown(id.path.slice(0, 2));
  const target = definition.references && shown(definition.references.table);
  const blocked =
    target === undefined
      ? hazard("blocks-reads", `Nobody can use ${table} while every row of it is read.`)
      : hazard("blocks-writes", `Nobody can write to ${table} and ${target} while every row is read.`);
  return [
    hazard("may-fail", `A row of ${table} that breaks ${part(id, 2)} stops it.`),
    hazard("scans-table", `Every row of ${table} is read.`),
    blocked,
  ];
}
