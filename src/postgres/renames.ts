import { type Catalog, type CatalogObject, keyOf, mapStrings } from "./catalog.ts";
import { comparable } from "./catalog-differences.ts";
import { kindOf } from "./kinds/index.ts";
import { type Step, shown } from "./kinds/kind.ts";
import type { RenameQuestion } from "./plan.ts";
import { ident } from "./quote.ts";
import { type Rename, renameIn } from "./rename-in-catalog.ts";
import { renameInSql, splitName } from "./rename-in-sql.ts";

export interface Renamed {
  /** The source, as it is after the renames. */
  readonly catalog: Catalog;
  readonly steps: readonly RenameStep[];
  /** The renames that were asked for and applied, the other way round. */
  readonly inverse: readonly RenameQuestion[];
}

export interface RenameStep {
  readonly change: string;
  readonly step: Step;
}

/**
 * Renames what was asked for, then constraints, indexes, triggers, policies and owned sequences that differ in nothing
 * but the name: nothing can be lost there. A rename that was done before, or whose new name is taken, is passed over.
 */
export function applyRenames(from: Catalog, to: Catalog, asked: readonly RenameQuestion[]): Renamed {
  const steps: RenameStep[] = [];
  const inverse: RenameQuestion[] = [];
  let catalog = from;
  const apply = (rename: Rename) => {
    catalog = renameIn(catalog, rename);
    const step = kindOf(rename.from).rename?.(rename.from, rename.to);
    const change = `rename ${rename.from.kind} ${shown(rename.from.id.path)} to ${rename.to.id.path.at(-1)}`;
    if (step !== undefined) steps.push({ change, step });
  };
  const tablesFirst = [...asked].sort((a, b) => Number(a.kind === "column") - Number(b.kind === "column"));
  for (const question of tablesFirst) {
    const rename = findRename(catalog, to, question, inverse);
    if (rename === undefined) continue;
    apply(rename);
    inverse.push({ kind: question.kind, from: written(rename.to), to: written(rename.from) });
  }
  for (const rename of onlyRenamed(catalog, to)) apply(rename);
  return { catalog, steps, inverse };
}

/** As in `--rename`: `accounts.tel`. */
export function written(object: CatalogObject): string {
  const [schema = "", ...names] = object.id.path;
  return (schema === "public" ? names : [schema, ...names]).map(ident).join(".");
}

function findRename(
  catalog: Catalog,
  to: Catalog,
  question: RenameQuestion,
  done: readonly RenameQuestion[],
): Rename | undefined {
  const [oldPath, newPath] =
    question.kind === "table" ? tablePaths(catalog, question) : columnPaths(catalog, question, done);
  if (oldPath === undefined || newPath === undefined) return undefined;
  const [oldKey, newKey] = [oldPath, newPath].map((path) => keyOf({ kind: question.kind, path }));
  const object = catalog.objects.get(oldKey ?? "");
  const target = to.objects.get(newKey ?? "");
  if (object === undefined || target === undefined) return undefined;
  return catalog.objects.has(newKey ?? "") || to.objects.has(oldKey ?? "")
    ? undefined
    : { from: object, to: target };
}

/** Whether the table or column has its new name already, and nothing has the old one: the rename was done before. */
export function wasRenamed(
  catalog: Catalog,
  question: RenameQuestion,
  asked: readonly RenameQuestion[],
): boolean {
  const isThere = (path: readonly string[] | undefined) =>
    path !== undefined && catalog.objects.has(keyOf({ kind: question.kind, path }));
  if (question.kind === "table")
    return (
      !isThere(tableNamed(catalog, splitName(question.from))) &&
      isThere(tableNamed(catalog, renamedPath(question)))
    );
  const backwards = asked.map((rename) => ({
    kind: rename.kind,
    from: renamedPath(rename).map(ident).join("."),
    to: rename.from,
  }));
  const [before, now] = columnPaths(catalog, question, backwards);
  return !isThere(before) && isThere(now);
}

/** What was renamed stays where it stood. */
function renamedPath({ from, to }: RenameQuestion): readonly string[] {
  return [...splitName(from).slice(0, -1), ...splitName(to).slice(-1)];
}

type Paths = readonly [from: readonly string[] | undefined, to: readonly string[] | undefined];

function tablePaths(catalog: Catalog, question: RenameQuestion): Paths {
  const from = tableNamed(catalog, splitName(question.from));
  const to = splitName(question.to);
  return [from, to.length > 1 ? to : [from?.[0] ?? "", ...to]];
}

/** The table may go by its old name or by the one it got just before. */
function columnPaths(catalog: Catalog, question: RenameQuestion, done: readonly RenameQuestion[]): Paths {
  const from = splitName(question.from);
  const tableName = from.slice(0, -1);
  const renamed = done.find(({ kind, to }) => kind === "table" && splitName(to).at(-1) === tableName.at(-1));
  const table = tableNamed(catalog, tableName) ?? (renamed && tableNamed(catalog, splitName(renamed.from)));
  const [oldName, newName] = [from.at(-1), splitName(question.to).at(-1)];
  if (table === undefined || oldName === undefined || newName === undefined) return [undefined, undefined];
  return [
    [...table, oldName],
    [...table, newName],
  ];
}

/** Without a schema: in `public`, else in the only schema that has such a table. */
export function tableNamed(
  catalog: Pick<Catalog, "objects">,
  name: readonly string[],
): readonly string[] | undefined {
  const path = name.length > 1 ? name : ["public", ...name];
  if (catalog.objects.has(keyOf({ kind: "table", path }))) return path;
  if (name.length > 1) return undefined;
  const found = [...catalog.objects.values()].filter(
    (object) => object.kind === "table" && object.id.path[1] === name[0],
  );
  return found.length === 1 ? found[0]?.id.path : undefined;
}

/** Objects that the source and the target have under two names and that are otherwise the same. */
function onlyRenamed(from: Catalog, to: Catalog): Rename[] {
  const candidates = (catalog: Catalog, other: Catalog) =>
    [...catalog.objects].filter(
      ([key, object]) =>
        kindOf(object).rename !== undefined &&
        object.kind !== "table" &&
        object.kind !== "column" &&
        !other.objects.has(key),
    );
  const [lost, made] = [candidates(from, to), candidates(to, from)];
  if (lost.length === 0 || made.length === 0) return [];
  const waiting = new Map<string, CatalogObject[]>();
  for (const [, object] of lost) {
    const signature = signatureOf(object, from);
    if (signature !== undefined) waiting.set(signature, [...(waiting.get(signature) ?? []), object]);
  }
  return made.flatMap(([, object]) => {
    const before = waiting.get(signatureOf(object, to) ?? "")?.shift();
    return before === undefined ? [] : [{ from: before, to: object }];
  });
}

/** The definition without the object's own name; a sequence is told by the column that it belongs to. */
function signatureOf(object: CatalogObject, catalog: Catalog): string | undefined {
  const { kind } = object;
  const name = ident(object.id.path.at(-1) ?? "");
  if (kind === "sequence") {
    const owner = catalog.objects.get(keyOf({ kind: "sequence owner", path: object.id.path }));
    return owner && `${kind} ${comparable(owner)}`;
  }
  const place = kindOf(object).parents?.(object) ?? [];
  const own = { ...object.definition, inheritedFrom: undefined };
  const texts = mapStrings(own, (text) => renameInSql(text, name, "?"));
  return `${kind} ${JSON.stringify(place)} ${JSON.stringify(texts)}`;
}
