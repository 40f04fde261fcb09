import { AppError } from "../../model/app-error.ts";
import type { Finding } from "../../model/finding.ts";
import type { Config, Module } from "../../model/model.ts";
import { readProjectFromFiles } from "../../model/read-project.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import { catalogDifferences } from "../../postgres/catalog-differences.ts";
import { diff } from "../../postgres/diff.ts";
import { shown } from "../../postgres/kinds/kind.ts";
import { evenInNotNullNames } from "../../postgres/not-null-names.ts";
import { type Draft, Drafting } from "./draft.ts";
import { filesAfter, filesBefore } from "./stages.ts";
import { tableKey } from "./table-objects.ts";
import { yamlText } from "./yaml-text.ts";

type Files = ReadonlyMap<string, string>;

export interface ImportRequest {
  readonly wanted: Catalog;
  readonly module: string;
  /** Schema of the project: its tables become entities. */
  readonly schema: string;
  /** Lowest major version that has to understand the SQL files. */
  readonly postgres: number;
  /** What the project holds besides, by path: its config, and definitions that stay. */
  readonly project: Files;
  /** What the definitions of a module make as a prototype. */
  readonly elaborate: (module: Module, config: Config) => Promise<Catalog>;
}

export interface Imported {
  /** What is to be written, by path in the project. */
  readonly files: Files;
  /** Names of the entities. */
  readonly entities: readonly string[];
  readonly findings: readonly Finding[];
}

/** Writes the definitions of a Catalog: read again by the tool, they make a prototype that is exactly this Catalog. */
export async function importCatalog(request: ImportRequest): Promise<Imported> {
  const { wanted, module, schema } = request;
  const drafting = new Drafting(wanted, schema);
  const folder = `modules/${module}/sql/`;
  for (;;) {
    const draft = drafting.draft();
    const files = new Map([
      [`modules/${module}/module.yaml`, moduleYaml(module, draft)],
      ...[...draft.files].map(([path, { text }]) => [path, text] as const),
      ...filesBefore(folder, schema, draft.said, request),
    ]);
    const read = readAgain(files, draft, request);
    for (const [table, why] of read.refused) drafting.leaveOut(table, why);
    if (read.made === undefined) continue;
    const [tables] = evenInNotNullNames(await read.made(), wanted);
    const replaced = replacedTables(tables, draft, request);
    for (const table of replaced) drafting.leaveOut(table, "has something that definitions cannot say");
    if (replaced.length > 0) continue;
    for (const [path, text] of filesAfter(folder, tables, draft.said, request)) files.set(path, text);
    await verify(files, draft, request);
    return {
      files,
      entities: draft.names,
      findings: [...leftTables(drafting, schema), ...unhandled(wanted)],
    };
  }
}

function moduleYaml(module: string, { names }: Draft): string {
  return yamlText(
    new Map<string, unknown>([
      ["module", module],
      ...(names.length === 0 ? [] : [["uses", new Map(names.map((name) => [name, "all"]))] as const]),
    ]),
  );
}

/** The files as the tool reads them. A definition that it refuses is of a table that has to be told in SQL. */
function readAgain(files: Files, draft: Draft, { project, module, elaborate }: ImportRequest) {
  const { project: found, findings } = readProjectFromFiles("", new Map([...project, ...files]));
  const errors = findings.filter(({ severity }) => severity === "error");
  const refused = errors.flatMap(({ at, message }) => {
    const table = draft.files.get(at?.source.path ?? "")?.table;
    return table === undefined ? [] : [[table, message] as const];
  });
  const clash = errors.some(({ code }) => code === "model/entity-twice" || code === "model/name-taken");
  if (errors.length > 0 && (clash || refused.length === 0)) throw new AppError(errors);
  if (errors.length > 0) return { refused, made: undefined };
  const own = found?.modules.find(({ name }) => name === module);
  if (found === undefined || own === undefined) throw new Error(`The module ${module} cannot be read.`);
  return { refused, made: () => elaborate(own, found.config) };
}

/** Tables that would have to be taken away, in whole or part, to become what is wanted. */
function replacedTables(
  tables: Catalog,
  { said }: Draft,
  { wanted, postgres }: ImportRequest,
): readonly string[] {
  const { drops } = diff(tables, wanted, { mode: "offline", targetVersion: postgres });
  const dropped = [...drops.values()].filter(({ kind }) => kind === "table" || kind === "column");
  const keys = dropped.map(({ id }) => tableKey(id.path));
  return [...new Set(keys)].filter((key) => said.entities.has(key));
}

async function verify(files: Files, draft: Draft, request: ImportRequest): Promise<void> {
  const { made } = readAgain(files, draft, request);
  if (made === undefined) throw new Error("What was read once can be read again.");
  // What no kind handles is named anyway.
  const handled = ({ objects }: Catalog): Catalog => ({ objects, unhandled: [] });
  const differences = catalogDifferences(
    ...evenInNotNullNames(handled(await made()), handled(request.wanted)),
  );
  if (differences.length === 0) return;
  throw new AppError({
    code: "import/differs",
    severity: "error",
    message: `What the definitions make is not what was read: ${differences.slice(0, 10).join("; ")}${differences.length > 10 ? `; and ${differences.length - 10} more` : ""}.`,
    help: "Nothing was written. Leave these objects out with --exclude, and make them by hand in an SQL file of the module.",
  });
}

/** Tables are told as SQL where definitions cannot: that is no loss, but diagrams do not show them. */
function leftTables({ left }: Drafting, schema: string): readonly Finding[] {
  const tables = new Map<string, string[]>();
  for (const { table, why } of left.values()) {
    const name = shown(table.table.id.path).replaceAll(/\p{Cc}/gu, " ");
    tables.set(why, [...(tables.get(why) ?? []), name]);
  }
  return [...tables].map(([why, names]) => ({
    code: "import/table-in-sql",
    severity: "info",
    message: `Not an entity but in SQL files, because it ${why}: ${names.sort().join(", ")}.`,
    help: why.startsWith("stands in the schema")
      ? `The project's schema is ${schema}. With --schemas, another one can have a project of its own.`
      : undefined,
  }));
}

function unhandled({ unhandled }: Catalog): readonly Finding[] {
  return unhandled.map(({ name }) => ({
    code: "import/not-carried",
    severity: "error",
    message: `${name} is not imported: objects of its kind are not handled.`,
    help: "Write it into an SQL file of the module, where it can be kept, and make it by hand elsewhere.",
  }));
}
