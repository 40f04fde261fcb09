import type { ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, hazard, type Kind, part, type Step, shown } from "./kind.ts";
import { collationName, notOfExtension, objectRow, userSchema } from "./query.ts";
import { rebuildType } from "./rebuild-type.ts";

type Domain = ObjectOf<"domain">;

/** @see https://www.postgresql.org/docs/current/sql-alterdomain.html */
export const domain: Kind<"domain"> = {
  printed: true,
  madeIn: "pg_type",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_type",
      oid: "t.oid",
      path: ["n.nspname", "t.typname"],
      definition: {
        type: "format_type(t.typbasetype, t.typtypmod)",
        notNull: "t.typnotnull",
        notNullName: `(SELECT k.conname FROM pg_constraint AS k WHERE k.contypid = t.oid AND k.contype = 'n'
          AND k.conname <> t.typname || '_not_null')`,
        default: "t.typdefault",
        collation: collationName("t.typcollation", "b.typcollation"),
        checks: `(SELECT coalesce(json_agg(json_build_object('name', k.conname,
          'definition', pg_get_constraintdef(k.oid)) ORDER BY k.conname), '[]')
          FROM pg_constraint AS k WHERE k.contypid = t.oid AND k.contype = 'c')`,
      },
    })}
    FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace JOIN pg_type AS b ON b.oid = t.typbasetype
    WHERE t.typtype = 'd' AND ${userSchema("n")} AND ${notOfExtension("pg_type", "t.oid")}`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `DOMAIN ${qualified(...id.path)}`,
  create: (object) => createDomain(object),
  alter: (from, to, context) =>
    isRebuilt(from, to, context)
      ? rebuildType(to.id, createDomain(to, nameOfNotNull(to)), context)
      : alterDomain(from, to),
  drop: ({ id }) => [
    {
      sql: `DROP DOMAIN ${qualified(...id.path)}`,
      hazards: [hazard("breaks-clients", `Domain ${shown(id.path)} is gone.`)],
    },
  ],
  displaces: (from, to, dependent, context) => isRebuilt(from, to, context) && dependent.kind !== "column",
};

/** PostgreSQL adds nothing to a domain of which a column holds arrays: it could not look at their elements. */
function isRebuilt(from: Domain, to: Domain, context: Context): boolean {
  const [old, wanted] = [from.definition, to.definition];
  const isHeld = context
    .dependents(to.id)
    .some((pair) => pair.from.kind === "column" && pair.from.definition.type.endsWith("[]"));
  const isStricter =
    (wanted.notNull && !old.notNull) || wanted.checks.some((check) => !hasCheck(old.checks, check));
  return old.type !== wanted.type || old.collation !== wanted.collation || (isStricter && isHeld);
}

type Check = Domain["definition"]["checks"][number];

function hasCheck(checks: readonly Check[], { name, definition }: Check): boolean {
  return checks.some((other) => other.name === name && other.definition === definition);
}

/** CREATE DOMAIN does not take these. */
function isNotValid({ definition }: Check): boolean {
  return definition.endsWith(" NOT VALID");
}

function addTo({ id }: Domain): (check: Check) => Step {
  return ({ name, definition }) => ({
    sql: `ALTER DOMAIN ${qualified(...id.path)} ADD CONSTRAINT ${ident(name)} ${definition}`,
  });
}

/** While the old domain is there too, PostgreSQL would choose another name for NOT NULL than it has by itself. */
function createDomain(object: Domain, notNullName = object.definition.notNullName): readonly Step[] {
  const { id, definition } = object;
  const { type, collation, notNull, checks } = definition;
  const sql = [
    `CREATE DOMAIN ${qualified(...id.path)} AS ${type}`,
    ...(collation === undefined ? [] : [`COLLATE ${collation}`]),
    ...(definition.default === undefined ? [] : [`DEFAULT ${definition.default}`]),
    ...(notNull && notNullName !== undefined ? [`CONSTRAINT ${ident(notNullName)}`] : []),
    ...(notNull ? ["NOT NULL"] : []),
    ...checks
      .filter((check) => !isNotValid(check))
      .map((check) => `CONSTRAINT ${ident(check.name)} ${check.definition}`),
  ].join(" ");
  return [{ sql }, ...checks.filter(isNotValid).map(addTo(object))];
}

function nameOfNotNull({ id, definition }: Domain): string {
  return definition.notNullName ?? `${part(id, 1)}_not_null`;
}

function alterDomain(from: Domain, to: Domain): Step[] {
  const name = `ALTER DOMAIN ${qualified(...to.id.path)}`;
  const old = from.definition;
  const wanted = to.definition;
  const stricter = [
    hazard("may-fail", `A value of a column of type ${shown(to.id.path)} that breaks it stops it.`),
    hazard("scans-table", `Every table with a column of type ${shown(to.id.path)} is read.`),
  ];
  return [
    ...old.checks
      .filter((check) => !hasCheck(wanted.checks, check))
      .map((check) => ({ sql: `${name} DROP CONSTRAINT ${ident(check.name)}` })),
    ...wanted.checks
      .filter((check) => !hasCheck(old.checks, check))
      .map((check) => ({ ...addTo(to)(check), hazards: stricter })),
    ...(old.default === wanted.default ? [] : [{ sql: `${name} ${setDefault(wanted.default)}` }]),
    ...(old.notNull && !wanted.notNull ? [{ sql: `${name} DROP NOT NULL` }] : []),
    ...(!old.notNull && wanted.notNull ? [{ sql: `${name} ${setNotNull(to)}`, hazards: stricter }] : []),
    ...(old.notNull && wanted.notNull && old.notNullName !== wanted.notNullName
      ? [{ sql: `${name} RENAME CONSTRAINT ${ident(nameOfNotNull(from))} TO ${ident(nameOfNotNull(to))}` }]
      : []),
  ];
}

function setNotNull({ definition: { notNullName } }: Domain): string {
  return notNullName === undefined ? "SET NOT NULL" : `ADD CONSTRAINT ${ident(notNullName)} NOT NULL`;
}

function setDefault(expression: string | undefined): string {
  return expression === undefined ? "DROP DEFAULT" : `SET DEFAULT ${expression}`;
}
