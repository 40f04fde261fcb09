import {
  type Catalog,
  type CatalogObject,
  emptyCatalog,
  keyOf,
  makeCatalog,
  type ObjectOf,
} from "../../postgres/catalog.ts";
import { planMigration } from "../../postgres/migrate.ts";
import type { Statement } from "../../postgres/plan.ts";
import { ident, qualified } from "../../postgres/quote.ts";
import { renderSql } from "../../postgres/render.ts";
import { sqlFiles } from "./sql-files.ts";
import { type Tables, tableKey, tablesOf } from "./table-objects.ts";

/** What the definitions of a Catalog's tables say, by keys of its objects. */
export interface Said {
  readonly entities: Tables;
  /** Constraints, indexes and comments. */
  readonly objects: ReadonlySet<string>;
  /** Columns whose default is said. */
  readonly defaults: ReadonlySet<string>;
  /** What has to be there before the tables. */
  readonly needed: ReadonlySet<string>;
  /** Types and extensions that reading the definitions makes. */
  readonly made: ReadonlySet<string>;
}

export interface Target {
  readonly wanted: Catalog;
  /** Lowest major version that has to understand the files. */
  readonly postgres: number;
}

type Files = ReadonlyMap<string, string>;

/** `before/`: what the tables of the definitions need. */
export function filesBefore(folder: string, schema: string, said: Said, { wanted, postgres }: Target): Files {
  const options = { targetVersion: postgres };
  const pick = (keys: Iterable<string>) => [...keys].flatMap((key) => wanted.objects.get(key) ?? []);
  const schemas = pick([keyOf({ kind: "schema", path: [schema] })]);
  const start = makeCatalog([...emptyCatalog.objects.values(), ...schemas, ...pick(said.made)]);
  const before = makeCatalog([...start.objects.values(), ...pick(said.needed)]);
  return sqlFiles(
    `${folder}before/`,
    planMigration(start, before, options).statements,
    "What the tables need.",
  );
}

/**
 * The rest: `prototype/` holds what the definitions say and a prototype leaves open, exactly as it is wanted; what they do not say
 * stands beside it. `tables` is what the definitions make as a prototype.
 */
export function filesAfter(folder: string, tables: Catalog, said: Said, { wanted, postgres }: Target): Files {
  const options = { targetVersion: postgres };
  const named = withNames(tables, wanted, said.entities);
  const complete = completed(named.catalog, wanted, said);
  const completing = [...named.statements, ...planMigration(named.catalog, complete, options).statements];
  const note =
    "What the definitions say and a prototype leaves open. Production makes it of the definitions and does not read this file.";
  return new Map([
    ...(completing.length === 0
      ? []
      : [[`${folder}prototype/complete.sql`, `-- ${note}\n\n${renderSql(completing)}`] as const]),
    ...sqlFiles(
      folder,
      planMigration(complete, wanted, options).statements,
      "What the definitions do not say.",
    ),
  ]);
}

/** Constraints that are as wanted but for their name get it. */
function withNames(tables: Catalog, wanted: Catalog, entities: Tables) {
  const made = tablesOf(tables);
  const renamed = new Map<string, ObjectOf<"constraint">>();
  const statements: Statement[] = [];
  for (const [key, { constraints }] of entities) {
    const own = made.get(key)?.constraints ?? [];
    const missing = constraints.filter(({ id }) => !tables.objects.has(keyOf(id)));
    for (const constraint of own.filter(({ id }) => !wanted.objects.has(keyOf(id)))) {
      const { definition } = constraint.definition;
      const target = missing.find(
        (one) => one.definition.definition === definition && ![...renamed.values()].includes(one),
      );
      if (target === undefined || isTaken(target, tables)) continue;
      renamed.set(keyOf(constraint.id), target);
      statements.push(rename(constraint, target));
    }
  }
  const objects = [...tables.objects].map(([key, object]) => renamed.get(key) ?? object);
  const key = (one: string) => keyOf(renamed.get(one)?.id ?? { kind: "constraint", path: [] });
  const kept = objects.map((object) => ({
    ...object,
    dependsOn: object.dependsOn.map((one) => (renamed.has(one) ? key(one) : one)),
  }));
  return { catalog: makeCatalog(kept), statements };
}

/** The name of a key is that of its index too. */
function isTaken({ id }: ObjectOf<"constraint">, { objects }: Catalog): boolean {
  const [schema, , name] = id.path;
  return [...objects.values()].some(
    (other) =>
      other.id.path[0] === schema &&
      (other.kind === "constraint"
        ? other.id.path[2] === name
        : other.id.path[1] === name && other.id.path.length === 2),
  );
}

function rename(from: ObjectOf<"constraint">, to: ObjectOf<"constraint">): Statement {
  const [schema = "", table = "", name = ""] = to.id.path;
  return {
    sql: `ALTER TABLE ${qualified(schema, table)} RENAME CONSTRAINT ${ident(from.id.path[2] ?? "")} TO ${ident(name)}`,
    change: `alter constraint ${to.id.path.join(".")}`,
    phase: "expand",
    transactional: true,
    hazards: [],
  };
}

/** The tables with NOT NULL, and what else their definitions say. */
function completed(tables: Catalog, wanted: Catalog, said: Said): Catalog {
  const objects = [...tables.objects].map(([key, object]): CatalogObject => {
    const target = wanted.objects.get(key);
    if (object.kind !== "column" || target?.kind !== "column") return object;
    if (!said.entities.has(tableKey(object.id.path))) return object;
    const { notNull, notNullConstraint, default: fallback } = target.definition;
    const definition = {
      ...object.definition,
      notNull,
      notNullConstraint,
      ...(said.defaults.has(key) && { default: fallback }),
    };
    return { ...object, definition, dependsOn: [...new Set([...object.dependsOn, ...target.dependsOn])] };
  });
  const added = [...said.objects].flatMap((key) => wanted.objects.get(key) ?? []);
  return makeCatalog([...objects, ...added]);
}
