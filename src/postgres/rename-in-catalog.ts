import {
  type Catalog,
  type CatalogObject,
  keyOf,
  makeCatalog,
  mapStrings,
  type ObjectId,
  type ObjectOf,
} from "./catalog.ts";
import type { KindName } from "./definitions.ts";
import { kindOf } from "./kinds/index.ts";
import { hasIndex, sharedIndex } from "./kinds/index-share.ts";
import { attributeOf } from "./kinds/typed-table.ts";
import { ident, qualified } from "./quote.ts";
import { renameInSql } from "./rename-in-sql.ts";

/** An object of the source that the target has under another name. */
export interface Rename {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
}

/** Objects whose path begins with that of their table. */
const partsOfTable: readonly KindName[] = [
  "partition bound",
  "inheritance",
  "typed table",
  "column",
  "column options",
  "constraint",
  "replica identity",
  "clustering",
  "rule",
  "trigger",
  "trigger state",
  "policy",
  "publication table",
];

/**
 * A Catalog as PostgreSQL has it after a rename: in paths, in dependencies, and in the texts that PostgreSQL prints from
 * what it stored. Queries (of views, and inside policies) are left alone: there an old name lives on as an alias, so they
 * come out as changed and are written anew. Columns and checks of children go along with those of their parents.
 */
export function renameIn(catalog: Catalog, rename: Rename): Catalog {
  const heirs = [...catalog.objects.values()].filter((object) => isHeir(object, rename));
  const newName = rename.to.id.path.at(-1) ?? "";
  return heirs.reduce(
    (renamed, heir) => {
      const id = { ...heir.id, path: [...heir.id.path.slice(0, -1), newName] };
      return renameIn(renamed, { from: heir, to: { ...heir, id } });
    },
    renameOne(catalog, rename),
  );
}

function isHeir(object: CatalogObject, { from, to }: Rename): boolean {
  const { kind, id } = from;
  const [schema, table, name] = id.path;
  const isParent = (parent: readonly [string, string]) => parent[0] === schema && parent[1] === table;
  if (object.id.path.at(-1) !== name) return false;
  if (object.kind === "column" && kind === "column")
    return object.definition.inheritedFrom?.some(isParent) === true || isSameAttribute(object, { from, to });
  if (object.kind !== "constraint" || kind !== "constraint" || object.definition.type !== "check")
    return false;
  return object.definition.inheritedFrom?.some((parent) => isParent(parent.table)) === true;
}

/** In another table of one type. */
function isSameAttribute(column: ObjectOf<"column">, rename: Rename): boolean {
  const attribute = attributeIn(rename);
  const own = attributeOf(column, column);
  return (
    attribute !== undefined &&
    own !== undefined &&
    keyOf(attribute) === keyOf({ kind: "column", path: [...own.type, own.name] }) &&
    keyOf(column.id) !== keyOf(rename.from.id)
  );
}

/** Where the column of a typed table is renamed: the attribute, as what stands on it names it. */
function attributeIn({ from, to }: Rename): ObjectId | undefined {
  const attribute = from.kind === "column" && to.kind === "column" ? attributeOf(from, to) : undefined;
  return attribute && { kind: "column", path: [...attribute.type, attribute.name] };
}

function renameOne(catalog: Catalog, rename: Rename): Catalog {
  const renamed = new Map<string, ObjectId>();
  for (const [key, object] of catalog.objects) {
    const id = renameId(object.id, rename);
    if (id !== object.id) renamed.set(key, id);
  }
  const objects = [...catalog.objects].map(([key, object]) => {
    const affected =
      renamed.has(key) ||
      object.dependsOn.some((needed) => renamed.has(needed)) ||
      isTableOf(object, rename.from) ||
      isTypeOf(object, rename);
    if (!affected) return object;
    const newKey = (needed: string) => {
      const id = renamed.get(needed);
      return id === undefined ? needed : keyOf(id);
    };
    const definition = renameDefinition(object, rename);
    const dependsOn = object.dependsOn.map(newKey).sort();
    return { ...object, id: renamed.get(key) ?? object.id, definition, dependsOn } as CatalogObject;
  });
  const unhandled = catalog.unhandled.map((object) => {
    const id = renamed.get(object.on ?? "");
    return id === undefined ? object : { ...object, on: keyOf(id), name: labelName(object.name, rename) };
  });
  return makeCatalog(objects, unhandled);
}

/** A security label is named by what it is on, as PostgreSQL prints that: `public.accounts.tel`. */
function labelName(name: string, { from, to }: Rename): string {
  const [before, after] = [from, to].map(({ id: { path } }) =>
    [...path.slice(0, 2).map(ident), ...path.slice(2)].join("."),
  );
  return name.replace(` ${before}`, () => ` ${after}`);
}

/** A table has the columns of its partition key in its definition. */
function isTableOf({ kind, id }: CatalogObject, { kind: part, id: partId }: CatalogObject): boolean {
  return kind === "table" && part === "column" && id.path.every((name, i) => name === partId.path[i]);
}

/** A composite type has its attributes in its definition. */
function isTypeOf({ kind, id }: CatalogObject, rename: Rename): boolean {
  const attribute = attributeIn(rename);
  return (
    kind === "composite type" &&
    attribute !== undefined &&
    id.path.every((name, i) => name === attribute.path[i])
  );
}

function renameId(id: ObjectId, rename: Rename): ObjectId {
  const attribute = attributeIn(rename);
  if (attribute !== undefined && keyOf(id) === keyOf(attribute))
    return { kind: id.kind, path: [...id.path.slice(0, 2), ...rename.to.id.path.slice(2)] };
  if (kindOf(id).standsOn) {
    const [kind, ...path] = id.path;
    const inner: ObjectId = { kind: kind as KindName, path };
    const changed = isIndexOf(inner, rename.from)
      ? { kind: inner.kind, path: [...path.slice(0, 1), ...rename.to.id.path.slice(-1)] }
      : renameId(inner, rename);
    return changed === inner ? id : { kind: id.kind, path: [changed.kind, ...changed.path] };
  }
  const { from, to } = rename;
  const isParent = from.kind === "table" && from.id.path.every((name, i) => name === id.path[i + 2]);
  if (id.kind === "inheritance" && isParent)
    return { kind: id.kind, path: [...id.path.slice(0, 2), ...to.id.path] };
  const concerned =
    id.kind === from.kind ||
    (from.kind === "table" && partsOfTable.includes(id.kind)) ||
    (from.kind === "column" && id.kind === "column options") ||
    (from.kind === "index" && id.kind === "column settings") ||
    (from.kind === "sequence" && id.kind === "sequence owner");
  if (!concerned || !from.id.path.every((name, i) => name === id.path[i])) return id;
  return { kind: id.kind, path: [...to.id.path, ...id.path.slice(from.id.path.length)] };
}

/** The index of a constraint has its name. */
function isIndexOf({ kind, path }: ObjectId, from: CatalogObject): boolean {
  return kind === "index" && from.kind === "constraint" && kindOf(from).claims?.(from) === qualified(...path);
}

function renameDefinition(object: CatalogObject, rename: Rename): CatalogObject["definition"] {
  const { from } = rename;
  if (object.kind === "comment") {
    const { partOf } = object.definition;
    const path = partOf && renameId({ kind: "comment", path: partOf }, rename).path;
    return { ...object.definition, partOf: path };
  }
  if (from.kind === "column") return renameColumn(object, rename);
  const byIndex = definitionByIndex(object, rename);
  if (byIndex !== undefined) return byIndex;
  const moved = from.kind === "table" ? renamePaths(object.definition, rename) : object.definition;
  const named = from.kind === "index" || from.kind === "constraint" ? renameShared(object, rename) : moved;
  return mapStrings(named, (text) => (isQuery(object, text) ? text : renameText(text, object, rename)));
}

/** A share in an index or key of the parent tells its name. */
function renameShared(object: CatalogObject, { from, to }: Rename): CatalogObject["definition"] {
  const shared = hasIndex(object) ? sharedIndex(object) : undefined;
  if (shared === undefined || keyOf(shared) !== keyOf(from.id)) return object.definition;
  const name = to.id.path.at(-1) ?? "";
  if (object.kind === "index" && object.definition.inheritedFrom !== undefined) {
    const { index, ...parent } = object.definition.inheritedFrom;
    return { ...object.definition, inheritedFrom: { ...parent, index: [index[0], name] } };
  }
  if (object.kind !== "constraint") return object.definition;
  const inheritedFrom = object.definition.inheritedFrom?.map((parent) => ({ ...parent, name }));
  return { ...object.definition, inheritedFrom };
}

/** What names an index (or the constraint that it belongs to) by its mere name. */
function definitionByIndex(
  object: CatalogObject,
  { from, to }: Rename,
): CatalogObject["definition"] | undefined {
  const isIndex = from.kind === "index" || from.kind === "constraint";
  if (!isIndex || !object.dependsOn.includes(keyOf(from.id))) return undefined;
  const index = to.id.path.at(-1) ?? "";
  if (object.kind === "clustering") return { index };
  return object.kind === "replica identity" ? { sends: { index } } : undefined;
}

/** `[schema, table]` wherever a definition names a table so. */
function renamePaths<T>(value: T, { from, to }: Rename): T {
  const [schema, name] = from.id.path;
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) {
      const isTable = part.length === 2 && part[0] === schema && part[1] === name;
      return isTable ? to.id.path : part.map(walk);
    }
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, entry]) => [key, walk(entry)]));
  };
  // Arrays of two names stay arrays of two names.
  return walk(value) as T;
}

function renameColumn(object: CatalogObject, { from, to }: Rename): CatalogObject["definition"] {
  const [schema, table, oldName = ""] = from.id.path;
  const newName = to.id.path[2] ?? "";
  const isTable = (path: readonly (string | undefined)[] | undefined) =>
    path?.[0] === schema && path?.[1] === table;
  const inList = (names: readonly string[]) => names.map((name) => (name === oldName ? newName : name));
  const inText = (text: string) =>
    isQuery(object, text) ? text : renameInSql(text, ident(oldName), ident(newName));
  if (object.kind === "table") {
    const { partitionBy } = object.definition;
    return { ...object.definition, partitionBy: partitionBy && inText(partitionBy) };
  }
  if (object.kind === "composite type") {
    const attributes = object.definition.attributes.map((one) =>
      one.name === oldName && isTypeOf(object, { from, to }) ? { ...one, name: newName } : one,
    );
    return { ...object.definition, attributes };
  }
  const definition = mapStrings(object.definition, inText);
  if (object.kind === "sequence owner") return { ...object.definition, column: newName };
  if (object.kind !== "constraint") return definition;
  const { columns, references } = object.definition;
  // Both tables of a foreign key may have a column of this name.
  const [own = "", ...referring] = object.definition.definition.split(/(?= REFERENCES )/);
  const sides = [isTable(object.id.path) ? inText(own) : own];
  sides.push(isTable(references?.table) ? inText(referring.join("")) : referring.join(""));
  return {
    ...object.definition,
    definition: sides.join(""),
    columns: isTable(object.id.path) ? inList(columns) : columns,
    references:
      isTable(references?.table) && references
        ? { ...references, columns: inList(references.columns) }
        : references,
  };
}

function renameText(text: string, object: CatalogObject, { from, to }: Rename): string {
  const [oldName, newName] = [from.id.path.at(-1) ?? "", to.id.path.at(-1) ?? ""];
  if (from.kind === "table") return renameInSql(text, qualified(...from.id.path), qualified(...to.id.path));
  // Only `nextval('public.accounts_id_seq'::regclass)` names a sequence.
  if (from.kind === "sequence")
    return text.replaceAll(`'${qualified(...from.id.path)}'`, `'${qualified(...to.id.path)}'`);
  // Other names (of a constraint, an index) stand in nothing but the object itself.
  return keyOf(object.id) === keyOf(from.id) ? renameInSql(text, ident(oldName), ident(newName)) : text;
}

function isQuery(object: CatalogObject, text: string): boolean {
  if (["view", "materialized view", "function", "rule"].includes(object.kind)) return true;
  return object.kind === "policy" && /\bSELECT\b/.test(text);
}
