import { createHash } from "node:crypto";
import type { Config, Entity } from "../model/model.ts";
import { ident, identList } from "../postgres/quote.ts";
import { madeName, tableOf } from "./names.ts";
import type { Addition, Extra, IndexParts } from "./rule.ts";

export type IndexAddition = Extract<Addition, { kind: "index" }>;

/** A full btree over columns. */
export function btree(keys: readonly string[]): IndexParts {
  return { keys, unique: false, method: "btree", include: [], where: undefined };
}

/** A column as CREATE INDEX spells it. */
export function indexKey(column: string, descending = false): string {
  return ident(column) + (descending ? " DESC" : "");
}

/** An index that a rule proposes; others may make it redundant. */
export function indexExtra(entity: Entity, index: IndexParts, why: string, name?: string): Extra {
  return { kind: "index", entity: entity.name, name: name ?? indexName(entity, index), index, why };
}

/** `accounts_owner_id_created_at_desc_idx`; what the columns do not tell is told by a hash. */
function indexName({ table }: Entity, { keys, unique, method, include, where }: IndexParts): string {
  const columns = keys.map(columnInName);
  const plain = include.length === 0 && where === undefined && !columns.includes(undefined);
  const hash = createHash("sha256")
    .update(JSON.stringify([keys, include, where]))
    .digest("hex")
    .slice(0, 6);
  return madeName(
    table,
    ...columns.map((column) => column ?? "expression"),
    ...(method === "btree" ? [] : [method]),
    ...(plain ? [] : [hash]),
    unique ? "key" : "idx",
  );
}

/** A key that is a plain column, with its order; not an expression or an operator class. */
function columnInName(key: string): string | undefined {
  const [, quoted, bare, descending] = /^(?:"((?:[^"]|"")+)"|([a-z0-9_]+))( DESC)?$/.exec(key) ?? [];
  const column = quoted?.replaceAll('""', '"') ?? bare;
  return column === undefined || descending === undefined ? column : `${column}_desc`;
}

/** CREATE INDEX, without the semicolon. */
export function createIndex(name: string, index: IndexParts, entity: Entity, config: Config): string {
  const { keys, unique, method, include, where } = index;
  return [
    `CREATE ${unique ? "UNIQUE " : ""}INDEX ${ident(name)} ON ${tableOf(entity, config)}`,
    ...(method === "btree" ? [] : [`USING ${ident(method)}`]),
    `(${keys.join(", ")})`,
    ...(include.length === 0 ? [] : [`INCLUDE (${identList(include)})`]),
    ...(where === undefined ? [] : [`WHERE ${where}`]),
  ].join(" ");
}

/** True when every search that `narrow` serves is served by an index with the keys of `wide` too. */
export function servedBy(narrow: IndexParts, wide: Pick<IndexParts, "keys" | "method" | "where">): boolean {
  if (narrow.unique || narrow.method !== "btree" || narrow.where !== undefined || narrow.include.length > 0) {
    return false;
  }
  if (wide.method !== "btree" || wide.where !== undefined) return false;
  return narrow.keys.every((key, position) => key === wide.keys[position]);
}
