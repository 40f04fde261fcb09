import type { ObjectId, ObjectOf } from "../catalog.ts";
import type { Hazard } from "../plan.ts";
import { ident, qualified } from "../quote.ts";
import { chosenName, isChosen } from "./chosen-name.ts";
import { commentsOn } from "./comment.ts";
import { constraintDefinition } from "./constraint-definition.ts";
import {
  attachIndex,
  comesWithIndex,
  followsIndex,
  heldByIndex,
  isKey,
  isMadeWhole,
  sharedIndex,
} from "./index-share.ts";
import { followsParents, isMerged, type TableName } from "./inherited.ts";
import { type Context, forms, hazard, type Kind, part, type Step, shown } from "./kind.ts";
import { addConstraint, isPartitioned, validateConstraint } from "./online/add-constraint.ts";
import { notOfExtension, objectRow, storageParameters, userSchema } from "./query.ts";
import { changeParameters } from "./storage-parameters.ts";

type Constraint = ObjectOf<"constraint">;

/**
 * Primary key, unique, foreign key, check and exclusion; NOT NULL is an attribute of its column.
 * @see https://www.postgresql.org/docs/current/sql-altertable.html
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
        parameters: `CASE WHEN k.contype IN ('p', 'u') THEN (SELECT ${storageParameters("x.reloptions")}
          FROM pg_class AS x WHERE x.oid = k.conindid) END`,
        columns: columnNames("k.conrelid", "k.conkey"),
        references: `CASE WHEN k.contype = 'f' THEN (SELECT json_build_object('table', json_build_array(fn.nspname, f.relname),
          'columns', ${columnNames("k.confrelid", "k.confkey")})
          FROM pg_class AS f JOIN pg_namespace AS fn ON fn.oid = f.relnamespace WHERE f.oid = k.confrelid) END`,
        validated: "k.convalidated",
        foreign: "CASE WHEN c.relkind = 'f' THEN true END",
        inheritedFrom: inheritedFrom,
        only: "CASE WHEN c.relkind = 'p' AND k.contype IN ('p', 'u', 'x') AND NOT ki.indisvalid THEN true END",
        declared: "CASE WHEN k.coninhcount > 0 AND k.conislocal THEN true END",
      },
    })}
    FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_constraint AS parent ON parent.oid = k.conparentid LEFT JOIN pg_index AS ki ON ki.indexrelid = k.conindid
    -- To reach the partitions of what it refers to, a foreign key has further rows on its own table.
    WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND parent.conrelid IS DISTINCT FROM k.conrelid AND ${userSchema("n")}
      AND ${notOfExtension("pg_class", "c.oid")}`,
  address: (id) => `CONSTRAINT ${ident(part(id, 2))} ON ${qualified(part(id, 0), part(id, 1))}`,
  parents: ({ id }) => [{ kind: "table", path: id.path.slice(0, 2) }],
  inline: true,
  // The constraint's index has its name.
  claims: (object) => (isKey(object) ? qualified(part(object.id, 0), part(object.id, 2)) : undefined),
  requires: (object) => {
    const shared = sharedIndex(object);
    if (shared !== undefined) return [shared];
    return (object.definition.inheritedFrom ?? []).map(({ table, name }) => ({
      kind: "constraint",
      path: [...table, name],
    }));
  },
  heldBy: heldByIndex,
  create: (object, context) => {
    if (comesByItself(object, context)) return [...nameAsWanted(object), ...validAsWanted(object, context)];
    const isShare = isKey(object) && followsIndex(object, context);
    return [
      ...add(object, context),
      ...(isShare ? [{ ...attachIndex(object), phase: "validate" as const }] : []),
    ];
  },
  alter: alterConstraint,
  drop: (object, context) =>
    follows(object, context) && !isMergedCheck(object, context)
      ? []
      : [
          {
            sql: `${alterTable(object.id)} DROP CONSTRAINT ${ident(part(object.id, 2))}`,
            phase: "expand",
          },
        ],
  rename: (from, to) =>
    from.definition.type === "check" && from.definition.inheritedFrom !== undefined
      ? undefined
      : {
          sql: `${alterTable(to.id)} RENAME CONSTRAINT ${ident(part(from.id, 2))} TO ${ident(part(to.id, 2))}`,
        },
};

function add(object: Constraint, context: Context): readonly Step[] {
  const isWhole = !isKey(object) || isMadeWhole(object, context);
  const sql = `ALTER TABLE ${isWhole ? "" : "ONLY "}${qualified(part(object.id, 0), part(object.id, 1))} ADD CONSTRAINT ${ident(part(object.id, 2))} ${constraintDefinition(object)}`;
  if (context.isNew(tableOf(object.id))) return [{ sql }];
  if (!isWhole) return [{ sql, phase: "validate" }];
  const online = addConstraint(object, context, { replaces: false });
  return forms([{ sql, phase: "validate", hazards: addHazards(object) }], online);
}

/**
 * Those of a partition's indexes and foreign keys have their parent in the catalog, checks are known by their name, and the
 * index of a key can belong to one of the parent that is no key's.
 */
const inheritedFrom = `CASE WHEN parent.oid IS NOT NULL THEN (SELECT json_build_array(json_build_object(
    'table', json_build_array(pn.nspname, p.relname), 'name', parent.conname))
    FROM pg_class AS p JOIN pg_namespace AS pn ON pn.oid = p.relnamespace WHERE p.oid = parent.conrelid)
  WHEN k.contype IN ('p', 'u', 'x') THEN (SELECT json_agg(json_build_object('table', json_build_array(pn.nspname, p.relname),
    'name', px.relname, 'isIndex', true)) FROM pg_inherits AS i JOIN pg_index AS pi ON pi.indexrelid = i.inhparent JOIN pg_class AS px ON px.oid = pi.indexrelid
    JOIN pg_class AS p ON p.oid = pi.indrelid JOIN pg_namespace AS pn ON pn.oid = p.relnamespace WHERE i.inhrelid = k.conindid)
  WHEN k.coninhcount > 0 THEN (SELECT json_agg(json_build_object('table', json_build_array(pn.nspname, p.relname), 'name', k.conname) ORDER BY i.inhseqno)
    FROM pg_inherits AS i JOIN pg_class AS p ON p.oid = i.inhparent JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
    WHERE i.inhrelid = c.oid AND EXISTS (SELECT FROM pg_constraint AS pk WHERE pk.conrelid = p.oid AND pk.conname = k.conname
      AND pk.contype = k.contype AND NOT pk.connoinherit)) END`;

function parentsOf({ definition }: Constraint): readonly TableName[] | undefined {
  return definition.inheritedFrom?.map(({ table }) => table);
}

function follows(object: Constraint, context: Context): boolean {
  return followsParents(tableOf(object.id), parentsOf(object), context);
}

function isMergedCheck({ id, definition }: Constraint, context: Context): boolean {
  return definition.type === "check" && isMerged(tableOf(id), definition, context);
}

/** ATTACH PARTITION makes foreign keys; what else the parent has would better be there, so that it has nothing to do. */
function comesByItself(object: Constraint, context: Context): boolean {
  if (isKey(object)) return comesWithIndex(object, context);
  if (object.definition.inheritedFrom === undefined || object.definition.declared) return false;
  return follows(object, context) || object.definition.type === "foreign key";
}

/** PostgreSQL chooses the name of an index that it makes. */
function nameAsWanted({ id, definition }: Constraint): readonly Step[] {
  const [table, name] = [part(id, 1), part(id, 2)];
  const inherited = definition.inheritedFrom?.[0]?.name ?? name;
  const usual: Readonly<Record<Constraint["definition"]["type"], string>> = {
    "primary key": chosenName(table, [], "pkey"),
    unique: chosenName(table, definition.columns, "key"),
    exclusion: chosenName(table, definition.columns, "excl"),
    "foreign key": inherited,
    check: inherited,
  };
  const made = usual[definition.type];
  if (isChosen(name, made)) return [];
  return [{ sql: `${alterTable(id)} RENAME CONSTRAINT ${ident(made)} TO ${ident(name)}` }];
}

/** It comes as unchecked as the parent's, to a table that has rows. */
function validAsWanted(object: Constraint, context: Context): readonly Step[] {
  const [parent] = object.definition.inheritedFrom ?? [];
  const made = parent && context.after({ kind: "constraint", path: [...parent.table, parent.name] });
  const isUnchecked = made?.kind === "constraint" && !made.definition.validated;
  const isDue = isUnchecked && object.definition.validated && !context.isNew(tableOf(object.id));
  return isDue ? [validateConstraint(object)] : [];
}

function alterConstraint(from: Constraint, to: Constraint, context: Context): readonly Step[] | "replace" {
  const withoutParents = ({ definition }: Constraint) =>
    JSON.stringify({ ...definition, inheritedFrom: undefined, declared: undefined, only: undefined });
  const leavesParent =
    follows(from, context) && to.definition.inheritedFrom === undefined && !isMergedCheck(from, context);
  if (leavesParent || changesIndex(from, to, context)) return "replace";
  if (withoutParents(from) === withoutParents(to)) {
    const joins = isKey(to) && from.definition.inheritedFrom === undefined && followsIndex(to, context);
    return joins ? [{ ...attachIndex(to), phase: "validate" }] : [];
  }
  if (onlyParameters(from, to) && !isPartitioned(to, context))
    return changeParameters(
      `ALTER INDEX ${qualified(part(to.id, 0), part(to.id, 2))}`,
      from.definition.parameters,
      to.definition.parameters,
    );
  if (!becomesValid(from, to)) return change(from, to, context);
  return follows(to, context) && follows(from, context) ? [] : [validateConstraint(to)];
}

/** Whether it becomes the share in another index, or is to lack shares again. */
function changesIndex(from: Constraint, to: Constraint, context: Context): boolean {
  if (!isKey(from)) return false;
  const [before, after] = [from, to].map((one) => JSON.stringify(sharedIndex(one)));
  const hides = to.definition.only === true && from.definition.only === undefined;
  return hides || (followsIndex(from, context) && before !== after);
}

function onlyParameters(from: Constraint, to: Constraint): boolean {
  return (
    from.definition.definition === to.definition.definition &&
    from.definition.validated === to.definition.validated
  );
}

/** In one statement, so that every row that comes meanwhile obeys one of the two. */
function change(from: Constraint, to: Constraint, context: Context): readonly Step[] | "replace" {
  const inherits = [from, to].some(({ definition }) => definition.inheritedFrom !== undefined);
  if (inherits || from.definition.type !== to.definition.type || !context.changesAlone(from))
    return "replace";
  const name = ident(part(to.id, 2));
  const sql = `${alterTable(to.id)} DROP CONSTRAINT ${name}, ADD CONSTRAINT ${name} ${constraintDefinition(to)}`;
  const online = addConstraint(to, context, { replaces: true });
  const steps = [...forms([{ sql, hazards: addHazards(to) }], online), ...commentsOn(to.id, context)];
  return steps.map((step) => ({ ...step, phase: "validate" }));
}

function columnNames(table: string, numbers: string): string {
  return `to_json(ARRAY(SELECT (SELECT a.attname FROM pg_attribute AS a WHERE a.attrelid = ${table} AND a.attnum = key.attnum)
    FROM unnest(${numbers}) AS key(attnum) WHERE key.attnum <> 0))`;
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

function addHazards({ id, definition }: Constraint): Hazard[] {
  // Of a foreign table nothing is read.
  if (!definition.validated || definition.foreign) return [];
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
