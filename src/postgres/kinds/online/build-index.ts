import type { ObjectId, ObjectOf } from "../../catalog.ts";
import type { Hazard } from "../../plan.ts";
import { ident, literal, qualified } from "../../quote.ts";
import { chosenName } from "../chosen-name.ts";
import { type Context, hazard, part, type Step, shown } from "../kind.ts";
import { withParameters } from "../storage-parameters.ts";
import { concurrently } from "./concurrently.ts";

type Index = Pick<ObjectOf<"index">, "id"> & { readonly definition: IndexDefinition };
type IndexDefinition = Pick<ObjectOf<"index">["definition"], "table" | "definition" | "parameters" | "where">;

/** CREATE INDEX on a table that is in use. */
export function buildConcurrently(index: Index): readonly Step[] {
  const table = shown(index.definition.table);
  const unique = index.definition.definition.startsWith("CREATE UNIQUE");
  const hazards: readonly Hazard[] = [
    hazard("scans-table", `Every row of ${table} is read.`),
    ...(unique ? [hazard("may-fail", `Equal rows in ${table} stop it.`)] : []),
  ];
  const sql = indexSql(index, { concurrently: true });
  return [concurrently(sql, index.definition.table, { hazards, scans: true }), assertValid(index.id)];
}

/** DROP INDEX on a table that is in use. */
export function dropConcurrently({ id, definition }: Index): Step {
  const sql = `DROP INDEX CONCURRENTLY ${qualified(...id.path)}`;
  return concurrently(sql, definition.table, { scans: false });
}

/** The new index serves before the old one goes. */
export function replaceConcurrently(from: Index, to: Index, context: Context): readonly Step[] {
  const [schema, name] = [part(to.id, 0), part(to.id, 1)];
  const aside: ObjectId = { kind: "index", path: [schema, asideName(schema, name, context)] };
  return [
    ...buildConcurrently({ id: aside, definition: to.definition }),
    dropConcurrently(from),
    { sql: `ALTER INDEX ${qualified(...aside.path)} RENAME TO ${ident(name)}` },
  ];
}

/** The name of an index until the one that it replaces is gone. */
export function asideName(schema: string, name: string, context: Context): string {
  return context.freeName(schema, chosenName(name, [], "_new"));
}

const name = String.raw`(?:"(?:[^"]|"")*"|[^\s".]+)`;
const printedIndex = new RegExp(`^CREATE (UNIQUE )?INDEX ${name} ON ${name}\\.${name} (.*)$`, "s");

/** CREATE INDEX, under the name of `id`. */
export function indexSql(
  { id, definition: { table, definition, parameters, where } }: Index,
  how: { readonly concurrently?: true; readonly only?: true | undefined } = {},
): string {
  const [unique, rest] = partsOf(definition);
  const build = `CREATE ${unique}INDEX ${how.concurrently ? "CONCURRENTLY " : ""}${ident(part(id, 1))}`;
  const condition = where === undefined ? "" : ` WHERE ${where}`;
  const target = `${how.only ? "ONLY " : ""}${qualified(...table)}`;
  return `${build} ON ${target} ${rest}${withParameters(parameters)}${condition}`;
}

/** What it is apart from its name and its table. */
export function indexBody(definition: string): string {
  return partsOf(definition).join("");
}

function partsOf(definition: string): readonly [unique: string, rest: string] {
  const [, unique = "", rest] = printedIndex.exec(definition) ?? [];
  if (rest === undefined) throw new Error(`Not an index: ${definition}`);
  return [unique, rest];
}

/** A build that failed leaves an index that costs and serves nothing. */
function assertValid({ path }: ObjectId): Step {
  const name = qualified(...path);
  const message = `Index ${name} is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.`;
  let tag = "$do$";
  while (name.includes(tag)) tag = tag.replace(/\$$/, "o$");
  const sql = [
    `DO ${tag}`,
    "BEGIN",
    `  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = ${literal(name)}::regclass) THEN`,
    `    RAISE EXCEPTION USING MESSAGE = ${literal(message)};`,
    "  END IF;",
    `END ${tag}`,
  ].join("\n");
  return { sql };
}
