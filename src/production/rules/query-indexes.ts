import { formatType } from "../../model/column-type.ts";
import type { Finding } from "../../model/finding.ts";
import type { Entity, Field, Query } from "../../model/model.ts";
import { ident } from "../../postgres/quote.ts";
import { btree, indexExtra, indexKey } from "../indexes.ts";
import type { HardeningRule, IndexParts } from "../rule.ts";

export const queryIndexes: HardeningRule = {
  code: "query-indexes",
  profile: "minimal",
  summary: "Every declared query has an index: the columns compared with = first, then those it sorts by.",
  why: "The index finds the rows and gives them in order, without reading others or sorting.",
  source: "https://www.postgresql.org/docs/current/indexes-multicolumn.html",
  *table(entity) {
    for (const query of entity.queries) {
      for (const index of indexesFor(query, entity)) {
        yield indexExtra(entity, index, `Serves the query ${query.name}.`);
      }
    }
  },
  *check(entity) {
    for (const query of entity.queries) yield* unserved(query, entity);
  },
};

function indexesFor(query: Query, entity: Entity): readonly IndexParts[] {
  const sorted = query.order.filter(({ field }) => !query.where.includes(field));
  const keys = [
    ...query.where.map((field) => indexKey(field)),
    ...sorted.map(({ field, descending }) => indexKey(field, descending)),
  ];
  const ownKey = JSON.stringify(query.where) === JSON.stringify(entity.key);
  return [
    ...(keys.length === 0 || ownKey ? [] : [btree(keys)]),
    ...searchIndex(query),
    ...containing(query, entity),
  ];
}

/** For jsonb an index of paths: smaller, and enough for `@>`. */
function containing({ contains = [] }: Query, { fields }: Entity): readonly IndexParts[] {
  return fields
    .filter((field) => contains.includes(field.name) && isContainer(field))
    .map(({ name, type }) =>
      gin([type.dimensions > 0 ? indexKey(name) : `${indexKey(name)} jsonb_path_ops`]),
    );
}

function isContainer({ type }: Field): boolean {
  return type.dimensions > 0 || type.name === "jsonb";
}

function* unserved(query: Query, { fields, table }: Entity): Iterable<Finding> {
  for (const field of fields) {
    const problem = keptFromIndex(query, field);
    if (problem === undefined) continue;
    yield {
      code: "production/no-index-for-query",
      severity: "error",
      message: `No index can serve the query ${query.name} of ${table}: ${field.name} is ${formatType(field.type)}, which ${problem.which}.`,
      at: query.origins[0]?.at,
      help: problem.help,
    };
  }
}

function keptFromIndex(
  { where, order, match, contains = [] }: Query,
  field: Field,
): { readonly which: string; readonly help: string } | undefined {
  const { name, type } = field;
  if (contains.includes(name) && !isContainer(field))
    return { which: "contains nothing", help: "`contains` is for jsonb and arrays; `match` searches texts." };
  const isCompared = where.includes(name) || order.some((one) => one.field === name);
  if (isCompared && unordered.has(type.name))
    return {
      which: "PostgreSQL does not compare",
      help: "Query a field of another type; json may be jsonb.",
    };
  if (match.includes(name) && (!searchable.has(type.name) || type.dimensions > 0))
    return { which: "is no text to search", help: "Search fields of type text, or compare with `where`." };
  return undefined;
}

/** Types without an operator class for B-trees. */
const unordered = new Set("json xml point line lseg box path polygon circle".split(" "));
const searchable = new Set("text varchar char bpchar citext".split(" "));

function searchIndex({ match, using }: Query): readonly IndexParts[] {
  if (match.length === 0) return [];
  switch (using) {
    case "trigram":
      return [gin(match.map((field) => `${ident(field)} gin_trgm_ops`))];
    case "fulltext":
      return [
        gin([
          `to_tsvector('simple', ${match.map((field) => `COALESCE(${ident(field)}, '')`).join(" || ' ' || ")})`,
        ]),
      ];
    default:
      return [btree(match.map((field) => `${ident(field)} text_pattern_ops`))];
  }
}

function gin(keys: readonly string[]): IndexParts {
  return { ...btree(keys), method: "gin" };
}
