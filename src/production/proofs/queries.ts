import type { Entity, Query } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { leakyOperators } from "../leaky-operators.ts";
import { tableOf } from "../names.ts";
import type { Proof, ProofResult } from "../proof.ts";
import { type Person, superuserOf } from "../proving/cast.ts";
import type { TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { askAs } from "../proving/try.ts";
import { logsReads } from "../rules/read-log.ts";

/**
 * The generated tables are so small that reading them whole is cheapest, so sequential scans and sorts are priced out,
 * and the planner believes that there are a million rows, among which an index that only gives the order is dear. What
 * is shown is that an index can serve the query, as the role that asks and under its policies. Where these keep a
 * question from the index, which is a finding of hardening, it is shown without them.
 */
export const queries: Proof = {
  code: "queries",
  promise: "An index finds the rows of every declared query, and in its order.",
  rules: ["query-indexes", "no-redundant-indexes"],
  concerns: (entity, context) => context.isOn("query-indexes", entity) && entity.queries.length > 0,
  async run(stage) {
    await stage.db.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off");
    const results: ProofResult[] = [];
    for (const entity of stage.entities) {
      const table = literal(tableOf(entity, stage.context.config));
      await stage.db.execute(
        `UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE oid = ${table}::regclass`,
      );
      for (const query of entity.queries) {
        for (const asked of questions(stage, entity, query))
          results.push(await explain(stage, entity, query, asked));
      }
    }
    return results;
  },
  mutations: ({ model, config, isOn }) =>
    model.entities
      .filter((entity) => isOn("query-indexes", entity) && entity.queries.length > 0)
      .map((entity) => ({
        breaks: `${entity.table}: its indexes are dropped`,
        entity: entity.name,
        sql: `DO $do$ DECLARE i record; BEGIN
  FOR i IN SELECT indexrelid::regclass AS name FROM pg_index
    WHERE indrelid = ${literal(tableOf(entity, config))}::regclass AND NOT indisunique
  LOOP EXECUTE format('DROP INDEX %s', i.name); END LOOP;
END $do$`,
      })),
};

export interface Question extends Condition {
  readonly sql: string;
}

/** What a declared query asks of a row. */
export interface Condition {
  readonly condition: string;
  /** What the index must have found. */
  readonly fields: readonly string[];
  /** Looks into values: its index gives no order. */
  readonly search: boolean;
}

/** A query as SQL, with the values of a row; one for each searched field where each can be searched alone. */
export function questions(stage: Stage, entity: Entity, query: Query): readonly Question[] {
  const rows = stage.rows.get(entity.name)?.existing ?? [];
  const row =
    rows.find((one) => query.where.every((field) => one.get(field) !== null)) ??
    rows[0] ??
    new Map<string, string | null>();
  const order = query.order.map(({ field, descending }) => ident(field) + (descending ? " DESC" : ""));
  const select = (condition: string) =>
    [
      `SELECT * FROM ${tableOf(entity, stage.context.config)}`,
      ...(condition === "TRUE" ? [] : [`WHERE ${condition}`]),
      ...(order.length === 0 ? [] : [`ORDER BY ${order.join(", ")}`]),
    ].join(" ");
  const conditions = conditionsOf(
    query,
    (field) => typed(stage, entity, field, row),
    (field) => typed(stage, entity, field, fullest(field, rows) ?? row),
  );
  return conditions.map((one) => ({ ...one, sql: select(one.condition) }));
}

/** The conditions of a query: on fields that equal a value, that contain one, and that match a text. */
export function conditionsOf(
  query: Query,
  value: (field: string) => string,
  contained: (field: string) => string = value,
): readonly Condition[] {
  const equal = query.where.map((field) => `${ident(field)} = ${value(field)}`);
  const ordered = equal.length > 0 || query.order.length > 0;
  return [
    ...(ordered ? [{ condition: equal.join(" AND ") || "TRUE", fields: query.where, search: false }] : []),
    ...(query.contains ?? []).map((field) => ({
      condition: `${ident(field)} @> ${contained(field)}`,
      fields: [field],
      search: true,
    })),
    ...searches(query).map((one) => ({ ...one, search: true })),
  ];
}

/** The row that says most in a field: an empty document is contained in every other one. */
function fullest(field: string, rows: readonly TextRow[]): TextRow | undefined {
  const length = (row: TextRow) => row.get(field)?.length ?? 0;
  return rows.toSorted((a, b) => length(b) - length(a))[0];
}

function typed(stage: Stage, entity: Entity, field: string, row: TextRow): string {
  return `${literal(row.get(field) ?? "")}::${stage.rows.get(entity.name)?.types.get(field) ?? "text"}`;
}

function searches({
  match,
  using,
}: Query): readonly { readonly condition: string; readonly fields: readonly string[] }[] {
  if (match.length === 0) return [];
  if (using === "trigram")
    return match.map((field) => ({ condition: `${ident(field)} ILIKE '%abc%'`, fields: [field] }));
  if (using !== "fulltext")
    return match.slice(0, 1).map((field) => ({ condition: `${ident(field)} LIKE 'abc%'`, fields: [field] }));
  const document = match.map((field) => `COALESCE(${ident(field)}, '')`).join(" || ' ' || ");
  return [
    { condition: `to_tsvector('simple', ${document}) @@ plainto_tsquery('simple', 'abc')`, fields: match },
  ];
}

export interface PlanNode {
  readonly "Node Type": string;
  readonly "Index Name"?: string | undefined;
  readonly "Index Cond"?: string | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}

async function explain(stage: Stage, entity: Entity, query: Query, question: Question): Promise<ProofResult> {
  const { sql, fields, search } = question;
  const reader = await askerOf(stage, entity, question);
  const { answer, message } = await askAs(stage, reader.actor, `EXPLAIN (FORMAT JSON) ${sql}`);
  const result = (held: boolean, seen: string): ProofResult => ({
    proof: queries.code,
    subject: `${entity.table}: ${query.name} by ${reader.name}`,
    held,
    seen,
  });
  if (answer === null) return result(false, `Not shown: ${message}.`);
  const [{ Plan }] = JSON.parse(answer) as readonly [{ readonly Plan: PlanNode }];
  const nodes = nodesOf(Plan);
  const scan = nodes.find((node) => serves(node, fields));
  const sorts = nodes.some((node) => node["Node Type"].includes("Sort"));
  if (scan === undefined)
    return result(false, `No index finds ${fields.join(", ")}: ${nodes.map(describe).join(", ")}.`);
  // A search gives no order: what it finds is sorted.
  if (sorts && query.order.length > 0 && !search) return result(false, `${describe(scan)}, then a sort.`);
  return result(true, `${describe(scan)}, with sequential scans and sorts priced out`);
}

export function serves(node: PlanNode, fields: readonly string[]): boolean {
  const condition = node["Index Cond"] ?? "";
  return node["Index Name"] !== undefined && fields.every((field) => condition.includes(ident(field)));
}

export function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

export function describe(node: PlanNode): string {
  const index = node["Index Name"];
  return index === undefined ? node["Node Type"] : `${node["Node Type"]} using ${index}`;
}

/** Who shows that an index serves a question: someone under the policies, unless these keep it from the index. */
export async function askerOf(stage: Stage, entity: Entity, { condition }: Question): Promise<Person> {
  // Whoever reads the table whole: people read it in a view that would record what the proof reads.
  if (logsReads(entity, stage.context)) return superuserOf(stage);
  const leaky = await leakyOperators(stage.db, tableOf(entity, stage.context.config), condition);
  return leaky.length > 0 ? superuserOf(stage) : readerOf(stage, entity);
}

/** Someone who may read some of the rows, and best not all; whoever comes by a claim alone finds rows by that. */
export function readerOf(stage: Stage, entity: Entity): Person {
  if (!stage.context.isOn("grants", entity)) return superuserOf(stage);
  const cast = stage.casts.get(entity.name);
  const rows = stage.rows.get(entity.name)?.existing ?? [];
  const [found] = (cast?.people ?? [])
    .map((person) => ({
      person,
      count: rows.filter((row) => cast?.promised.allows("select", person.actor, row)).length,
    }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => byClaim(a.person) - byClaim(b.person) || a.count - b.count);
  return found?.person ?? superuserOf(stage);
}

function byClaim({ actor }: Person): number {
  return actor.claims === undefined ? 0 : 1;
}
