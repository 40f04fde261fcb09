import type { Finding } from "../../model/finding.ts";
import type { ObjectId, ObjectOf } from "../catalog.ts";
import type { KindName } from "../definitions.ts";
import { ident, qualified } from "../quote.ts";
import { type ColumnSql, columnSql } from "../table-sql.ts";
import { settingsOf, settingsSteps } from "./column-settings.ts";
import {
  castTo,
  convertsImplicitly,
  fitsAlways,
  goesByText,
  isBuiltIn,
  isNarrower,
  rewritesTable,
} from "./column-type-change.ts";
import { unwrapped } from "./expression.ts";
import {
  changeIdentity,
  claimedSequence,
  countOnByDefault,
  identityOptions,
  identitySequence,
  identitySql,
  letGoOfCounter,
} from "./identity.ts";
import {
  asParentsLeaveIt,
  asParentsMakeIt,
  followsParents,
  isMerged,
  isOutlived,
  unchangedHeirs,
} from "./inherited.ts";
import { type Context, forms, hazard, type Kind, part, type Step, shown } from "./kind.ts";
import {
  addNotNull,
  changeNotNullConstraint,
  isPlain,
  notNullConstraint,
  notNullNameStays,
  notNullSql,
  renameInherited,
} from "./not-null.ts";
import { setNotNull } from "./online/set-not-null.ts";
import { collationName, notOfExtension, objectRow, userSchema } from "./query.ts";
import { shortType } from "./type-name.ts";
import { attributeOf } from "./typed-table.ts";

type Column = ObjectOf<"column">;

/** @see https://www.postgresql.org/docs/current/sql-altertable.html */
export const column: Kind<"column"> = {
  printed: true,
  query: (version) => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      sub: "a.attnum",
      path: ["n.nspname", "c.relname", "a.attname"],
      definition: {
        type: "format_type(a.atttypid, a.atttypmod)",
        notNull: "a.attnotnull",
        notNullConstraint: notNullConstraint(version),
        notNullNameStays: notNullNameStays(version),
        // A default names no column: PostgreSQL need not open the table.
        default: "CASE WHEN a.attgenerated = '' THEN pg_get_expr(e.adbin, 0) END",
        generated: "CASE WHEN a.attgenerated <> '' THEN pg_get_expr(e.adbin, e.adrelid) END",
        virtual: "CASE WHEN a.attgenerated = 'v' THEN true END",
        // A partition has it from its parent, before PostgreSQL 17 not at all.
        identity:
          "CASE WHEN c.relispartition THEN NULL WHEN a.attidentity = 'a' THEN 'always' WHEN a.attidentity = 'd' THEN 'by default' END",
        identityOptions: identityOptions,
        identitySequence: identitySequence,
        collation: collationName("a.attcollation", "t.typcollation"),
        ...settingsOf,
        inheritedFrom: inheritedFrom,
        declared: "CASE WHEN a.attinhcount > 0 AND a.attislocal THEN true END",
        ofType: `CASE WHEN c.reloftype <> 0 THEN (SELECT json_build_array(tn.nspname, ot.typname)
          FROM pg_type AS ot JOIN pg_namespace AS tn ON tn.oid = ot.typnamespace WHERE ot.oid = c.reloftype) END`,
        foreign: "CASE WHEN c.relkind = 'f' THEN true END",
        position: "a.attnum",
      },
    })}
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_type AS t ON t.oid = a.atttypid LEFT JOIN pg_attrdef AS e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
      AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  address: (id) => `COLUMN ${qualified(...id.path)}`,
  parents: ({ id }) => [{ kind: "table", path: id.path.slice(0, 2) }],
  inline: true,
  claims: claimedSequence,
  letGo: letGoOfCounter,
  requires: ({ id, definition }) =>
    (definition.inheritedFrom ?? []).map((parent) => ({ kind: "column", path: [...parent, part(id, 2)] })),
  create: (object, context) =>
    comesByItself(object, context)
      ? settleInherited(object, context)
      : [
          { sql: `${alterTable(object)} ADD COLUMN ${columnSql(columnOf(object))}`, ...addHazards(object) },
          ...settleNew(object),
        ],
  alter: alterWithHeirs,
  drop: (object, context) =>
    comesByItself(object, context)
      ? []
      : [
          {
            sql: `ALTER TABLE ${isOutlived(object, context) ? "ONLY " : ""}${tableName(object)} DROP COLUMN ${name(object)}`,
            hazards:
              object.definition.generated === undefined && !object.definition.foreign
                ? [hazard("deletes-data", `All values of ${shown(object.id.path)} are lost.`)]
                : [hazard("breaks-clients", `Programs that read ${shown(object.id.path)} stop working.`)],
          },
        ],
  displaces: (from, to, dependent) =>
    typeChanges(from, to) &&
    (readers.includes(dependent.kind) ||
      (dependent.kind === "column" && dependent.definition.generated !== undefined)),
  // To read a column is to know its name and type.
  leavesAlone: (from, to, dependent) => !typeChanges(from, to) && readers.includes(dependent.kind),
  release: (object, replaced, context) => {
    // Its parent's column: what it has from there comes back with it, or stays while the parent's table is away.
    if (replaced.kind === "column" && object.definition.inheritedFrom !== undefined)
      return context.isReplaced({ kind: "table", path: replaced.path.slice(0, 2) })
        ? { down: [], up: [] }
        : undefined;
    if (object.definition.default === undefined) return undefined;
    if (followsParents(tableId(object), object.definition.inheritedFrom, context))
      return { down: [], up: [] };
    return {
      down: [{ sql: `${alterColumnOf(object)} DROP DEFAULT` }],
      up: [{ sql: `${alterColumnOf(object)} SET DEFAULT ${object.definition.default}` }],
    };
  },
  findings: castFindings,
  rename: (from, to) => ({
    sql: renameSql(from, to),
    hazards: [hazard("breaks-clients", `Programs that use the name ${shown(from.id.path)} stop working.`)],
  }),
};

/** Between PostgreSQL's own types that have no cast, text is seldom what is meant; for a type of the user's own it is the way. */
function castFindings(to: Column, context: Context): readonly Finding[] {
  const from = context.before(to.id);
  if (from?.kind !== "column" || context.isNew(to.id) || !typeChanges(from, to)) return [];
  const [before, after] = [from.definition.type, to.definition.type];
  if (!goesByText(before, after) || !isBuiltIn(before) || !isBuiltIn(after)) return [];
  return [
    {
      code: "engine/by-text",
      severity: "warning",
      message: `The values of ${shown(to.id.path)} go from ${before} to ${after} as text: one that does not read as ${after} stops the plan.`,
      help: `Where something else is meant, convert them before, by a statement of your own: ${alterColumnOf(to)} TYPE ${shortType(after)} USING <expression>.`,
    },
  ];
}

/** What a type lists is renamed there, for all tables of that type. */
function renameSql(from: Column, to: Column): string {
  const attribute = attributeOf(from, to);
  return attribute === undefined
    ? `${alterTable(from)} RENAME COLUMN ${name(from)} TO ${name(to)}`
    : `ALTER TYPE ${qualified(...attribute.type)} RENAME ATTRIBUTE ${name(from)} TO ${name(to)} CASCADE`;
}

/** Comes, and goes, with the column of a parent. */
function comesByItself(object: Column, context: Context): boolean {
  const table = tableId(object);
  return (
    followsParents(table, object.definition.inheritedFrom, context) &&
    !isMerged(table, object.definition, context)
  );
}

const readers: readonly KindName[] = [
  "view",
  "materialized view",
  "policy",
  "publication table",
  "rule",
  "trigger",
  "function",
];

const inheritedFrom = `CASE WHEN a.attinhcount > 0 THEN (SELECT json_agg(json_build_array(pn.nspname, p.relname) ORDER BY i.inhseqno)
  FROM pg_inherits AS i JOIN pg_class AS p ON p.oid = i.inhparent JOIN pg_namespace AS pn ON pn.oid = p.relnamespace
  WHERE i.inhrelid = c.oid AND EXISTS (SELECT FROM pg_attribute AS pa WHERE pa.attrelid = p.oid AND pa.attname = a.attname AND NOT pa.attisdropped)) END`;

/** A column as CREATE TABLE and ADD COLUMN are told about it. */
export function columnOf(object: Column): ColumnSql {
  const { id, definition } = object;
  const { type, collation, generated, identity } = definition;
  const notNull = notNullSql(object).filter((sql) => identity === undefined || sql !== "NOT NULL");
  return {
    name: part(id, 2),
    type: collation === undefined ? shortType(type) : `${shortType(type)} COLLATE ${collation}`,
    default: definition.default,
    generated: definition.virtual ? undefined : generated && unwrapped(generated),
    constraints: [
      ...identitySql(object),
      ...notNull,
      ...(definition.virtual ? [`GENERATED ALWAYS AS (${unwrapped(generated ?? "")}) VIRTUAL`] : []),
    ],
  };
}

function alterTable(object: Column): string {
  return `ALTER TABLE ${tableName(object)}`;
}

function tableName({ id }: Column): string {
  return qualified(part(id, 0), part(id, 1));
}

function tableId({ id }: Column): ObjectId {
  return { kind: "table", path: id.path.slice(0, 2) };
}

function alterColumnOf(object: Column): string {
  return `${alterTable(object)} ALTER COLUMN ${name(object)}`;
}

function name({ id }: Column): string {
  return ident(part(id, 2));
}

function tableOf({ id }: Column): string {
  return shown(id.path.slice(0, 2));
}

/** A constant or stable default costs nothing; what has to be computed for each row writes the table again. */
function addHazards(object: Column): Pick<Step, "hazards"> {
  if (object.definition.foreign) return {};
  const { notNull, generated, virtual, identity } = object.definition;
  const empty = object.definition.default === undefined && generated === undefined && identity === undefined;
  return {
    hazards: [
      ...(notNull && empty
        ? [hazard("may-fail", `${tableOf(object)} must be empty: the column is NOT NULL.`)]
        : []),
      ...((generated !== undefined && !virtual) || identity !== undefined
        ? [hazard("rewrites-table", `Every row of ${tableOf(object)} is written again.`)]
        : []),
    ],
  };
}

function typeChanges(from: Column, to: Column): boolean {
  return from.definition.type !== to.definition.type || from.definition.collation !== to.definition.collation;
}

/** What the column of a child has of its own, on top of what its parents gave it. */
export function settleInherited(object: Column, context: Context): readonly Step[] {
  const steps = alterColumn(asParentsMakeIt(object, context), object, context);
  return steps === "replace" ? [] : steps;
}

/** ALTER of a parent's column goes down to all children: those that are to stay different get their own back. */
function alterWithHeirs(from: Column, to: Column, context: Context): readonly Step[] | "replace" {
  const steps = alterColumn(asParentsLeaveIt(from, to, context), to, context);
  if (steps === "replace") return steps;
  const heirs = unchangedHeirs(to, context).map((heir) => alterWithHeirs(heir, heir, context));
  return [...steps, ...heirs.flatMap((one) => (one === "replace" ? [] : one))];
}

function alterColumn(from: Column, to: Column, context: Context): readonly Step[] | "replace" {
  const generated = from.definition.generated !== undefined || to.definition.generated !== undefined;
  if (generated && generation(from) !== generation(to)) {
    // Only dropping the expression of a stored column keeps what it had computed.
    if (to.definition.generated !== undefined || from.definition.virtual) return "replace";
  }
  // The bounds of a counter have to fit the type all the time.
  const narrows = isNarrower(to.definition.type, from.definition.type);
  const counter = changeIdentity(from, to, context);
  return [
    ...dropExpression(from, to),
    ...(narrows ? counter : []),
    ...changeType(from, to),
    ...changeDefault(from, to, context),
    ...changeNotNull(from, to, context),
    ...(narrows ? [] : counter),
    ...changeSettings(from, to),
  ];
}

/** A new type starts with its own storage and compression. */
function changeSettings(from: Column, to: Column): Step[] {
  if (!typeChanges(from, to)) return settingsSteps(alterColumnOf(to), from.definition, to.definition);
  const { statistics, options } = from.definition;
  const steps = settingsSteps(alterColumnOf(to), { statistics, options }, to.definition);
  return steps.map((step) => ({ ...step, phase: "contract" }));
}

/** What a new column gets after CREATE TABLE or ADD COLUMN. */
export function settleNew(object: Column): Step[] {
  const isUnchecked = object.definition.notNullConstraint?.notValid === true;
  return [
    ...settingsSteps(alterColumnOf(object), {}, object.definition),
    ...(isUnchecked ? [addNotNull(object)] : []),
  ];
}

function generation({ definition }: Column): string {
  return `${definition.generated} ${definition.virtual ?? false}`;
}

function dropExpression(from: Column, to: Column): Step[] {
  if (from.definition.generated === undefined || to.definition.generated !== undefined) return [];
  return [{ sql: `${alterColumnOf(to)} DROP EXPRESSION` }];
}

function changeType(from: Column, to: Column): Step[] {
  if (!typeChanges(from, to)) return [];
  const { collation } = to.definition;
  const type = shortType(to.definition.type);
  const implicit = convertsImplicitly(from.definition.type, to.definition.type);
  const collate = collation === undefined ? "" : ` COLLATE ${collation}`;
  const using =
    implicit || to.definition.foreign ? "" : ` USING ${castTo(type, name(to), from.definition.type)}`;
  const steps: Step[] = [
    {
      sql: `${alterColumnOf(to)} TYPE ${type}${collate}${using}`,
      phase: "contract",
      hazards: typeHazards(from, to),
    },
  ];
  if (defaultGoesFirst(from, to))
    steps.unshift({ sql: `${alterColumnOf(to)} DROP DEFAULT`, phase: "contract" });
  return steps;
}

/** The default of another type family cannot be converted with the column. */
function defaultGoesFirst(from: Column, to: Column): boolean {
  return (
    typeChanges(from, to) &&
    from.definition.default !== undefined &&
    !convertsImplicitly(from.definition.type, to.definition.type)
  );
}

function typeHazards(from: Column, to: Column) {
  const free = !rewritesTable(from.definition.type, to.definition.type);
  const collated = from.definition.collation !== to.definition.collation;
  if ((free && !collated) || to.definition.foreign) return [];
  return [
    hazard("rewrites-table", `Every row of ${tableOf(to)} is written again.`),
    hazard("blocks-reads", `Nobody can use ${tableOf(to)} meanwhile.`),
    ...(fitsAlways(from.definition.type, to.definition.type)
      ? []
      : [
          hazard(
            "may-fail",
            `A value of ${shown(to.id.path)} that does not fit ${to.definition.type} stops it.`,
          ),
        ]),
  ];
}

function changeDefault(from: Column, to: Column, context: Context): Step[] {
  const goesFirst = defaultGoesFirst(from, to) || letGoOfCounter(from, to).length > 0;
  const before = goesFirst ? undefined : from.definition.default;
  const after = to.definition.default;
  if (before === after) return [];
  const action = after === undefined ? "DROP DEFAULT" : `SET DEFAULT ${after}`;
  return [
    { sql: `${alterColumnOf(to)} ${action}`, ...(typeChanges(from, to) && { phase: "contract" as const }) },
    ...countOnByDefault(to, context),
  ];
}

function changeNotNull(from: Column, to: Column, context: Context): readonly Step[] {
  const table = { kind: "table", path: to.id.path.slice(0, 2) } as const;
  const hazards =
    context.isNew(table) || to.definition.foreign
      ? []
      : [
          hazard("may-fail", `A row of ${tableOf(to)} without ${part(to.id, 2)} stops it.`),
          hazard("scans-table", `Every row of ${tableOf(to)} is read while nobody can use the table.`),
        ];
  const validated = { phase: "validate", hazards } as const;
  if (from.definition.notNull && to.definition.notNull)
    return followsParents(table, to.definition.inheritedFrom, context)
      ? renameInherited(from.definition.notNullConstraint, to, context)
      : changeNotNullConstraint(from.definition.notNullConstraint, to, validated, context);
  if (from.definition.notNull === to.definition.notNull) return [];
  if (!to.definition.notNull) return [{ sql: `${alterColumnOf(to)} DROP NOT NULL`, phase: "expand" }];
  if (to.definition.notNullConstraint?.notValid) return [addNotNull(to)];
  const step = isPlain(to) ? { sql: `${alterColumnOf(to)} SET NOT NULL` } : addNotNull(to);
  return forms([{ ...step, ...validated }], context.isNew(table) ? undefined : setNotNull(to, context));
}
