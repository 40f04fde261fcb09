import type { Catalog, CatalogObject, ObjectOf } from "../../postgres/catalog.ts";
import type { KindName } from "../../postgres/definitions.ts";
import { qualified } from "../../postgres/quote.ts";
import { type Assertion, rowsAre, textIs } from "./assertions.ts";

/** The objects of a kind, with its definition. */
type Objects<K extends KindName> = readonly Extract<CatalogObject, { readonly kind: K }>[];

export function objectsOf<K extends KindName>(catalog: Catalog, kind: K): Objects<K> {
  return [...catalog.objects.values()].filter((object): object is Objects<K>[number] => object.kind === kind);
}

/** Those of a table that have its name in their own: columns, constraints, triggers, policies. */
export function partsOf<K extends KindName>(catalog: Catalog, kind: K, table: ObjectOf<"table">): Objects<K> {
  const [schema, name] = table.id.path;
  return objectsOf(catalog, kind).filter(({ id }) => id.path[0] === schema && id.path[1] === name);
}

/** What rows of a table are made of, and what holds for them. */
export function tableAssertions(table: ObjectOf<"table">, catalog: Catalog): readonly Assertion[] {
  const name = qualified(...table.id.path);
  const columns = partsOf(catalog, "column", table)
    .toSorted((a, b) => a.definition.position - b.definition.position)
    .map(({ id, definition }) => [id.path[2], definition.type, definition.notNull, filledBy(definition)]);
  const constraints = partsOf(catalog, "constraint", table).map(({ id, definition }) => [
    id.path[2],
    definition.definition,
  ]);
  const indexes = objectsOf(catalog, "index")
    .filter(({ definition }) => qualified(...definition.table) === name)
    .map((index) => [index.id.path[1], indexDefinition(index), true]);
  return [
    rowsAre("columns_of", name, columns, `${name}: columns, NOT NULL and defaults`),
    rowsAre("constraints_of", name, constraints, `${name}: keys, checks and references`),
    rowsAre("indexes_of", name, indexes, `${name}: indexes`),
  ];
}

/** Triggers with when they fire: `always` does also where session_replication_role is `replica`. */
export function triggerAssertions(table: ObjectOf<"table">, catalog: Catalog): readonly Assertion[] {
  const name = qualified(...table.id.path);
  const triggers = partsOf(catalog, "trigger", table).map(({ id, definition }) => [
    id.path[2],
    definition.definition,
    definition.enabled,
  ]);
  return [rowsAre("triggers_of", name, triggers, `${name}: triggers`)];
}

export function viewAssertions(view: ObjectOf<"view">): readonly Assertion[] {
  const name = qualified(...view.id.path);
  const options = [...view.definition.options].sort().join(", ");
  return [textIs("options_of", name, options || undefined, `${name}: options`)];
}

function filledBy(column: ObjectOf<"column">["definition"]): string | undefined {
  return column.identity === undefined ? (column.default ?? column.generated) : `identity ${column.identity}`;
}

/** As `pg_get_indexdef` prints it. */
function indexDefinition({ definition: { definition, parameters = [], where } }: ObjectOf<"index">): string {
  const options = parameters.map((parameter) => {
    const [, name = "", value = ""] = /^([^=]*)=(.*)$/s.exec(parameter) ?? [];
    return `${name}=${/^[a-z_]+$/.test(value) ? value : `'${value.replaceAll("'", "''")}'`}`;
  });
  return [
    definition,
    ...(options.length === 0 ? [] : [`WITH (${options.join(", ")})`]),
    ...(where === undefined ? [] : [`WHERE ${where}`]),
  ].join(" ");
}
