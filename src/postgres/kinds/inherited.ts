import type { CatalogObject, ObjectId, ObjectOf } from "../catalog.ts";
import type { NotNullConstraint } from "../definitions.ts";
import type { Context } from "./kind.ts";

/** What a table has from its parents: PostgreSQL makes, changes and drops it with theirs, as long as it stays their child. */

export type TableName = readonly [string, string];

/** Whether statements on the parents, or CREATE and DROP of the table itself, bring about what it has from them. */
export function followsParents(
  table: ObjectId,
  parents: readonly TableName[] | undefined,
  context: Context,
): boolean {
  if (parents === undefined) return false;
  if (context.isNew(table)) return !context.isMadeApart(table);
  if (context.after(table) === undefined) return true;
  return parents.some((parent) => staysChild(table, parent, context));
}

/** Whether the table lists for itself what it has from its parents, and stays: theirs merges with its own, and leaves that behind. */
export function isMerged(
  table: ObjectId,
  definition: { readonly declared?: true | undefined },
  context: Context,
): boolean {
  return definition.declared === true && !context.isNew(table) && context.after(table) !== undefined;
}

export function staysChild(table: ObjectId, parent: TableName, context: Context): boolean {
  const { before, after, isReplaced } = context;
  const stays = [before, after].every((find) => isChild(table, parent, find));
  return stays && !isReplaced({ kind: "table", path: parent });
}

function isChild(
  table: ObjectId,
  parent: TableName,
  find: (id: ObjectId) => CatalogObject | undefined,
): boolean {
  const bound = find({ kind: "partition bound", path: table.path });
  if (bound?.kind === "partition bound") return sameTable(bound.definition.parent, parent);
  return find({ kind: "inheritance", path: [...table.path, ...parent] }) !== undefined;
}

export function sameTable(a: TableName, b: TableName): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

type Column = ObjectOf<"column">;

/** What ALTER COLUMN on the parent does to its children too. */
const recursive = [
  "type",
  "collation",
  "default",
  "generated",
  "virtual",
  "notNull",
  "storage",
  "statistics",
] as const;

/** A column of a child as statements on its parents leave it. */
export function asParentsLeaveIt(from: Column, to: Column, context: Context): Column {
  const table: ObjectId = { kind: "table", path: to.id.path.slice(0, 2) };
  const parents = (to.definition.inheritedFrom ?? []).filter((parent) => staysChild(table, parent, context));
  const changed = parents.flatMap((parent) => {
    const id: ObjectId = { kind: "column", path: [...parent, to.id.path[2] ?? ""] };
    const [before, after] = [context.before(id), context.after(id)];
    if (before?.kind !== "column" || after?.kind !== "column") return [];
    const differs = (part: (typeof recursive)[number]) =>
      JSON.stringify(before.definition[part]) !== JSON.stringify(after.definition[part]);
    return [
      ...recursive.filter(differs).map((part) => [part, after.definition[part]] as const),
      ["notNullConstraint", notNullFrom(before, after, from, context)] as const,
    ];
  });
  return { ...from, definition: { ...from.definition, ...Object.fromEntries(changed) } };
}

/** A parent's NOT NULL gives its name to children that have none, and takes along those of its name. */
function notNullFrom(
  before: Column,
  after: Column,
  child: Column,
  context: Context,
): NotNullConstraint | undefined {
  const [old, now, own] = [before, after, child].map(({ definition }) => definition.notNullConstraint);
  if (now === undefined) return old === undefined ? own : undefined;
  if (own === undefined) return { name: now.name, notValid: now.notValid };
  const name = old !== undefined && isSharedName(old.name, after, context) ? now.name : own.name;
  return old?.name === own.name ? { ...own, name, notValid: now.notValid } : own;
}

/** Whether all that inherit the column, which is NOT NULL by this name, had it by the same one. */
export function isSharedName(name: string, { id }: Column, context: Context): boolean {
  return context.dependents(id).every(({ from, to }) => {
    if (from.kind !== "column" || to.kind !== "column" || !isFrom(from, id) || !isFrom(to, id)) return true;
    const { notNullConstraint } = from.definition;
    return notNullConstraint?.name === name && isSharedName(name, to, context);
  });
}

/** A column of a new child, or under a new column of the parent, as it is before the child's own say. */
export function asParentsMakeIt(to: Column, context: Context): Column {
  const [parent] = to.definition.inheritedFrom ?? [];
  const found = parent && context.after({ kind: "column", path: [...parent, to.id.path[2] ?? ""] });
  if (found?.kind !== "column") return to;
  const { identity, identityOptions, identitySequence, statistics, options, ...definition } =
    found.definition;
  return { ...to, definition };
}

/** Columns of children that stay as they are, while their parent's changes. */
export function unchangedHeirs({ id }: Column, context: Context): readonly Column[] {
  return context.dependents(id).flatMap(({ from, to }) => {
    if (from.kind !== "column" || to.kind !== "column") return [];
    const inherits = isFrom(from, id) && isFrom(to, id);
    return inherits && JSON.stringify(from.definition) === JSON.stringify(to.definition) ? [to] : [];
  });
}

/** Columns of children that stay when their parent's goes. */
export function isOutlived({ id }: Column, context: Context): boolean {
  const [schema = "", name = ""] = id.path;
  return context.dependents(id).some(({ from, to }) => {
    if (from.kind !== "column" || to.kind !== "column" || !isFrom(from, id) || isFrom(to, id)) return false;
    return staysChild({ kind: "table", path: to.id.path.slice(0, 2) }, [schema, name], context);
  });
}

function isFrom({ id, definition }: Column, parent: ObjectId): boolean {
  const [schema = "", name = "", column] = parent.path;
  const parents = definition.inheritedFrom ?? [];
  return column === id.path[2] && parents.some((one) => sameTable(one, [schema, name]));
}
