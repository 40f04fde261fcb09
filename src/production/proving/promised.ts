import { formatType } from "../../model/column-type.ts";
import type { Command, Entity } from "../../model/model.ts";
import { mentions } from "../../model/resolve-rules.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { conditionsOf } from "../claims.ts";
import { enclosed } from "../expression.ts";
import { tableOf } from "../names.ts";
import { type Actor, databaseRole, platformOf } from "../platform.ts";
import { actorType, systemFields } from "../system-fields.ts";
import { columnsOfTenant, tenantColumn, tenantEntity } from "../tenant.ts";
import { addresses } from "./columns.ts";
import { keyText, type TextRow } from "./rows.ts";
import type { Stage } from "./stage.ts";

/** The part of a stage that promises speak of. */
export type Scenery = Pick<Stage, "db" | "context" | "rows">;

/**
 * What access lines promise, found out without the policies that were made from them: each line's `when` is evaluated
 * by who sees every row, so a subquery in it speaks of all rows of its table. A policy whose subquery sees less, because
 * row level security hides rows of that table from the actor, breaks the promise, and the proof says so. `me()` and
 * `has_role()` are functions of the proof's own here.
 */
export interface Promised {
  /** Whether the `when` of the access line at this index is true of a row. */
  line(index: number, actor: Actor, row: TextRow): boolean;
  /** Whether an actor may do this to a row that is there. */
  allows(command: Command, actor: Actor, row: TextRow): boolean;
  /** Whether an actor may insert what `proposals` proposes instead of a row. */
  allowsInsert(actor: Actor, row: TextRow): boolean;
}

/** The promises of an entity to these actors. */
export async function promisedBy(
  scenery: Scenery,
  entity: Entity,
  actors: readonly Actor[],
): Promise<Promised> {
  const verdicts = new Map<string, Verdicts>();
  for (const actor of actors) {
    const name = nameOf(actor, entity);
    if (!verdicts.has(name)) verdicts.set(name, await verdictsFor(scenery, entity, actor));
  }
  const linesOf = (kind: keyof Verdicts, actor: Actor, row: TextRow) =>
    verdicts.get(nameOf(actor, entity))?.[kind].get(keyText(row, entity)) ?? [];
  const any = (command: Command, actor: Actor, lines: readonly boolean[]) =>
    entity.access.some((line, i) => line.allow.includes(command) && addresses(line, actor) && lines[i]);
  return {
    line: (index, actor, row) => linesOf("rows", actor, row)[index] === true,
    allows: (command, actor, row) => any(command, actor, linesOf("rows", actor, row)),
    allowsInsert: (actor, row) => any("insert", actor, linesOf("proposals", actor, row)),
  };
}

/** Those for whom the conditions of an entity's lines mean the same have one name. */
function nameOf({ role, user, roles, tenant, claims }: Actor, entity: Entity): string {
  const conditions = conditionsOf(entity).join("\n");
  if (conditions === "") return JSON.stringify([tenant]);
  return /role|jwt|current_/i.test(conditions)
    ? JSON.stringify([tenant, claims, role, user, roles])
    : JSON.stringify([tenant, claims, user]);
}

/** For each access line of an entity, whether its `when` is true of a row, and of what is proposed instead of it. */
interface Verdicts {
  readonly rows: ReadonlyMap<string, readonly boolean[]>;
  readonly proposals: ReadonlyMap<string, readonly boolean[]>;
}

async function verdictsFor(scenery: Scenery, entity: Entity, actor: Actor): Promise<Verdicts> {
  const { db, context } = scenery;
  await db.execute(["SAVEPOINT promised", ...settings(scenery, actor)].join(";\n"));
  const tenant = tenantColumn(entity, context);
  const wall = tenant === undefined ? [] : [`COALESCE(${ident(tenant)} = tenant(), FALSE)`];
  const lines = entity.access.map(({ when, proven = when }) =>
    [`COALESCE(${enclosed(proven ?? "TRUE")}, FALSE)`, ...wall].join(" AND "),
  );
  const verdict = `ARRAY[${lines.join(", ")}]::boolean[] AS lines`;
  const key = entity.key.map((column) => `${ident(column)}::text`).join(", ");
  const table = ident(entity.table);
  const proposed = proposedRows(scenery, entity, actor);
  const rows = await db.query<{ kind: keyof Verdicts; key: string; lines: readonly boolean[] }>(
    [
      `SELECT 'rows' AS kind, json_build_array(${key})::text AS key, ${verdict} FROM ${tableOf(entity, context.config)} AS ${table}`,
      ...(proposed === undefined
        ? []
        : [`UNION ALL SELECT 'proposals', "row of proposal", ${verdict} FROM ${proposed}`]),
    ].join("\n"),
  );
  await db.execute("ROLLBACK TO SAVEPOINT promised; RELEASE SAVEPOINT promised");
  const verdicts = (kind: keyof Verdicts) =>
    new Map(
      rows.filter((row) => row.kind === kind).map((row) => [JSON.stringify(JSON.parse(row.key)), row.lines]),
    );
  return { rows: verdicts("rows"), proposals: verdicts("proposals") };
}

const prover = "schema_proof";

/** Unqualified `me()` and `has_role()` are the proof's own; what a platform has for it, like `auth.uid()`, is told too. */
function settings({ context: { config } }: Scenery, actor: Actor): readonly string[] {
  const { user = "", roles = [], tenant = "", claims = {} } = actor;
  const traits = platformOf(config);
  const told = {
    ...traits.settings(actor, databaseRole(traits, actor.role)),
    [`${prover}.me`]: user,
    [`${prover}.roles`]: roles.join(","),
    [`${prover}.tenant`]: tenant,
    ...Object.fromEntries(Object.entries(claims).map(([name, value]) => [`${prover}.claim_${name}`, value])),
  };
  return [
    ...Object.entries(told).map(([name, value]) => `SET LOCAL ${name} = ${literal(value)}`),
    `SET LOCAL search_path = ${identList([prover, config.schema, "public", traits.extensions])}`,
  ];
}

/** Makes the proof's own `me()`, `has_role()`, `claim()` and `tenant()`; they go with the transaction. */
export async function makeProver({ db, context }: Scenery): Promise<void> {
  const type = actorType(context.model, context.config);
  await db.execute(`CREATE SCHEMA ${prover};
CREATE FUNCTION ${prover}.me() RETURNS ${type} LANGUAGE sql STABLE
AS $$ SELECT NULLIF(current_setting('${prover}.me', TRUE), '')::${type} $$;
CREATE FUNCTION ${prover}.has_role(wanted text) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT COALESCE(wanted = ANY (string_to_array(current_setting('${prover}.roles', TRUE), ',')), FALSE) $$;
CREATE FUNCTION ${prover}.claim(wanted text) RETURNS text LANGUAGE sql STABLE
AS $$ SELECT NULLIF(current_setting('${prover}.claim_' || wanted, TRUE), '') $$`);
  const key = tenantEntity(context)?.fields.find(({ name }) => name === tenantEntity(context)?.key[0]);
  if (key === undefined) return;
  const tenantType = formatType(key.type);
  await db.execute(`CREATE FUNCTION ${prover}.tenant() RETURNS ${tenantType} LANGUAGE sql STABLE
AS $$ SELECT NULLIF(current_setting('${prover}.tenant', TRUE), '')::${tenantType} $$`);
}

/** What `proposals` gives as a table, as it will be when the database has filled in its columns. */
function proposedRows(scenery: Scenery, entity: Entity, { user }: Actor): string | undefined {
  const { existing = [], types } = scenery.rows.get(entity.name) ?? {};
  const stamped = new Map(
    scenery.context.isOn("actors", entity) ? [[systemFields.createdBy as string, user ?? null]] : [],
  );
  const values = proposals(scenery, entity).map((row, i) => {
    const columns = [...row].map(
      ([name, value]) => `${literal(stamped.get(name) ?? value)}::${types?.get(name) ?? "text"}`,
    );
    return `(${[literal(keyText(existing[i] ?? row, entity)), ...columns].join(", ")})`;
  });
  const names = identList(["row of proposal", ...entity.fields.map(({ name }) => name)]);
  return values.length === 0
    ? undefined
    : `(VALUES ${values.join(", ")}) AS ${ident(entity.table)}(${names})`;
}

/**
 * Rows to be inserted, one for each that is there: its unique columns from a spare row, and where one of them refers to
 * a row of a tenant all that does, so that they are of one tenant.
 */
export function proposals(scenery: Scenery, entity: Entity): readonly TextRow[] {
  const { existing = [], spare = [] } = scenery.rows.get(entity.name) ?? {};
  const own = uniqueColumns(entity);
  const bound = columnsOfTenant(entity, scenery.context);
  const unique = new Set(bound.some((name) => own.has(name)) ? [...own, ...bound] : own);
  return existing.flatMap((row, i) => {
    const fresh = spare[i % spare.length];
    const value = (name: string, old: string | null) => (unique.has(name) ? (fresh?.get(name) ?? null) : old);
    return fresh === undefined ? [] : [new Map([...row].map(([name, old]) => [name, value(name, old)]))];
  });
}

export function uniqueColumns(entity: Entity): ReadonlySet<string> {
  const items = entity.indexes.filter(({ unique }) => unique).flatMap(({ on }) => on);
  return new Set([
    ...entity.key,
    ...entity.fields.filter(({ unique }) => unique).map(({ name }) => name),
    ...entity.relations.filter(({ unique }) => unique).flatMap(({ columns }) => columns),
    ...entity.fields.map(({ name }) => name).filter((name) => items.some((item) => isAbout(item, name))),
  ]);
}

/** An item of an index: a column or an expression, either with its direction. */
function isAbout(item: string, column: string): boolean {
  if (item.startsWith("(")) return mentions(item, (name) => name === column);
  return item === column || item.replace(/\s+desc$/i, "") === column;
}
