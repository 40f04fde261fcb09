import { createHash } from "node:crypto";
import { derivedFindings } from "../../model/derived.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import { type Derivation, derivationsOf } from "../derivations.ts";
import { agree } from "../equality.ts";
import { enclosed } from "../expression.ts";
import { madeName, tableOf } from "../names.ts";
import type { Extra, HardeningContext, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { deletesSoftly } from "../system-fields.ts";

/**
 * Counts and sums change by what a statement changed, under the lock of the update itself; a highest or lowest is looked
 * up again, in a statement of its own after the parent is locked, so it sees what others committed meanwhile. Parents are
 * taken in the order of their keys, so two statements do not wait for each other in a circle.
 */
export const derived: HardeningRule = {
  code: "derived",
  profile: "minimal",
  summary: "A derived count, sum, highest or lowest is kept up by triggers on the rows that it is made from.",
  why: "Everyone reads the same number at once, also while others write: nobody counts rows to know how many there are.",
  source: "https://www.postgresql.org/docs/current/sql-createtrigger.html",
  complete: (entity) => ({
    ...entity,
    fields: entity.fields.map((field) =>
      field.derived?.kind === "count" || field.derived?.kind === "sum" ? { ...field, default: "0" } : field,
    ),
  }),
  *table(entity, context) {
    for (const derivation of derivationsOf(entity, context)) {
      yield* keeper(derivation, context);
      yield* recount(derivation, context);
    }
  },
  *check(entity, { model }) {
    yield* derivedFindings(entity, model.entities);
  },
};

/** What happens to the rows, and under which names the trigger sees them. */
const events = {
  insert: "REFERENCING NEW TABLE AS new_rows",
  update: "REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows",
  delete: "REFERENCING OLD TABLE AS old_rows",
  truncate: undefined,
} as const;

/** `derive_folders_documents_insert` */
export function deriveTrigger({ parent, field }: Derivation, event: keyof typeof events): string {
  return madeName("derive", parent.table, field.name, event);
}

export function deriveFunction({ parent, field }: Derivation, { config }: HardeningContext): string {
  return qualified(config.schema, madeName("derive", parent.table, field.name));
}

function* keeper(derivation: Derivation, context: HardeningContext): Iterable<Extra> {
  const { parent, child, field } = derivation;
  const name = deriveFunction(derivation, context);
  yield {
    kind: "function",
    entity: parent.name,
    name,
    sql: keeperSql(derivation, context),
    why: `Keeps ${field.name} with the owner's rights, so nobody else needs any.`,
  };
  yield {
    kind: "grant",
    entity: parent.name,
    name,
    sql: `REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC`,
    why: "What runs with the owner's rights is for nobody to call.",
  };
  for (const event of ["insert", "update", "delete", "truncate"] as const) {
    const trigger = deriveTrigger(derivation, event);
    yield {
      kind: "trigger",
      // A function that is made later than this table's triggers would not be there yet.
      entity: parent.name,
      name: trigger,
      sql: [
        `CREATE TRIGGER ${ident(trigger)} AFTER ${event.toUpperCase()} ON ${tableOf(child, context.config)}`,
        ...(events[event] === undefined ? [] : [events[event]]),
        `FOR EACH STATEMENT EXECUTE FUNCTION ${name}()`,
      ].join("\n"),
      why: `Keeps ${parent.table}.${field.name} when ${child.table} change.`,
    };
  }
}

export function keeperSql(derivation: Derivation, context: HardeningContext): string {
  const { parent, child, relation, field, derived } = derivation;
  const columns = identList(relation.columns);
  const column = ident(field.name);
  const value = valueSql(derivation);
  const adds = derived.kind === "count" || derived.kind === "sum";
  const live = liveCondition(derivation, context);
  const here = agree(
    parent,
    relation.references,
    (key, i) => [`parent.${ident(key)}`, `change.${ident(relation.columns[i] ?? "")}`],
    context,
  );
  const there = agree(
    child,
    relation.columns,
    (one) => [`child.${ident(one)}`, `change.${ident(one)}`],
    context,
  );
  return sqlFromTemplate(adds ? "derive-total" : "derive-extreme", {
    function: deriveFunction(derivation, context),
    parent: tableOf(parent, context.config),
    column,
    columns,
    value,
    live,
    "some parent": relation.columns.map((one) => `${ident(one)} IS NOT NULL`).join(" AND "),
    "this parent": here,
    "lock parents of new_rows": lockParents(["new_rows"], derivation, here, context),
    "lock parents of old_rows": lockParents(["old_rows"], derivation, here, context),
    "lock parents of both": lockParents(["old_rows", "new_rows"], derivation, here, context),
    ...(!adds && {
      child: tableOf(child, context.config),
      aggregate: `${derived.kind}(${value})`,
      "this child": there,
    }),
  });
}

/**
 * Each function locks the parents that its own rows count for. Where several keep the same parents, the first one takes all that
 * any of them may need, or two statements would wait for each other.
 */
function lockParents(
  tables: readonly string[],
  { parent, child, relation }: Derivation,
  thisParent: string,
  context: HardeningContext,
): string {
  const keepers = derivationsOf(parent, context).filter(
    (one) => one.child === child && one.relation.name === relation.name,
  );
  if (keepers.length === 1) return "";
  const columns = identList(relation.columns);
  const rows = tables.map((table) => `SELECT ${columns} FROM ${table}`).join(" UNION ");
  return `
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT ${columns}, count(*) OVER () AS parents FROM (SELECT DISTINCT ${columns} FROM (${rows}) AS rows) AS touched
    ) AS change, ${tableOf(parent, context.config)} parent
    WHERE change.parents > 1 AND ${thisParent}
    ORDER BY ${relation.columns.map((one) => `change.${ident(one)}`).join(", ")} FOR NO KEY UPDATE OF parent;`;
}

function valueSql({ derived: { field } }: Derivation): string {
  return field === undefined ? "1" : ident(field);
}

/** Which rows count. */
export function liveCondition({ child, where }: Derivation, context: HardeningContext): string {
  const conditions = [
    ...(where === undefined ? [] : [enclosed(where)]),
    ...(deletesSoftly(child, context) ? ["deleted_at IS NULL"] : []),
  ];
  return conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
}

/** `recount_folders_documents` */
export function recountFunction({ parent, field }: Derivation, { config }: HardeningContext): string {
  return qualified(config.schema, madeName("recount", parent.table, field.name));
}

/** For rows that were there before the triggers, and for whoever doubts the numbers. */
function* recount(derivation: Derivation, context: HardeningContext): Iterable<Extra> {
  const { parent, child, relation, field, derived } = derivation;
  const { config } = context;
  const name = recountFunction(derivation, context);
  const aggregate = derived.kind === "count" ? "count(*)" : `${derived.kind}(${valueSql(derivation)})`;
  const none = derived.kind === "count" || derived.kind === "sum" ? "0" : "NULL";
  const sql = sqlFromTemplate("recount", {
    function: name,
    parent: tableOf(parent, config),
    child: tableOf(child, config),
    "child name": literal(tableOf(child, config)),
    column: ident(field.name),
    columns: identList(relation.columns),
    aggregate,
    none,
    live: liveCondition(derivation, context),
    "parent key": parent.key.map((one) => `old.${ident(one)}`).join(", "),
    "same key": agree(
      parent,
      parent.key,
      (one) => [`parent.${ident(one)}`, `right_one.${ident(one)}`],
      context,
    ),
    "same parent": agree(
      parent,
      relation.references,
      (key, i) => [`old.${ident(key)}`, `found.${ident(relation.columns[i] ?? "")}`],
      context,
    ),
  });
  const own = { entity: parent.name, name };
  const why = "Counts what was there before; says how many rows were wrong.";
  yield { ...own, kind: "function", sql, why };
  yield {
    ...own,
    kind: "grant",
    sql: `REVOKE ALL ON FUNCTION ${name}() FROM PUBLIC`,
    why: "It is for whoever owns the tables.",
  };
  // Under another name where the definition changes, so that a migration that changes it counts again.
  const version = createHash("sha256").update(keeperSql(derivation, context)).digest("hex").slice(0, 8);
  yield { ...own, kind: "backfill", sql: `SELECT ${name}() AS wrong_${version}`, why };
}
