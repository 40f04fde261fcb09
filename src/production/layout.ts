import type { Config, Entity, SqlFile } from "../model/model.ts";
import { ident, identList } from "../postgres/quote.ts";
import { enumTypes, inDependencyOrder } from "../prototype/tables.ts";
import { createIndex } from "./indexes.ts";
import { platformOf } from "./platform.ts";
import { type Addition, type HardeningContext, type StatementKind, statementKinds } from "./rule.ts";
import { hardenedTable, lateForeignKeys } from "./tables.ts";

/** Statements that belong together, with what is said above them. */
export interface Section {
  readonly title: string;
  readonly notes: readonly string[];
  readonly parts: readonly SectionPart[];
}

/** One statement without its semicolon, and the rule it comes from. */
export interface SectionPart {
  readonly sql: string;
  readonly rule?: string | undefined;
  readonly why?: string | undefined;
}

/**
 * Everything in the order in which it can be run: what serves the whole database, tables with their indexes, the SQL
 * files beside the definitions (some before the tables), and then what may look at any table: triggers, policies, views, grants.
 */
export function layOut(
  { config, model }: HardeningContext,
  additions: readonly Addition[],
): readonly Section[] {
  const tables = inDependencyOrder(model.entities).map((entity, position, ordered) => ({
    entity,
    additions: additions.filter((addition) => addition.entity === entity.name),
    later: new Set(ordered.slice(position + 1).map(({ name }) => name)),
  }));
  const sections: readonly Section[] = [
    section("Roles, settings and functions", [...searchPath(config), ...forDatabase(config, additions)]),
    section(
      "Types",
      enumTypes(model.entities, config.schema).map((sql) => ({ sql })),
    ),
    ...sqlSections(model.sql, "before tables"),
    ...tables.map((table) => tableSection(table, config)),
    section(
      "References between tables that refer to each other",
      tables.flatMap((table) => lateKeys(table, config)),
    ),
    ...sqlSections(model.sql, undefined),
    ...tables.map(accessSection),
  ];
  return sections.filter(({ parts }) => parts.length > 0);
}

interface Table {
  readonly entity: Entity;
  readonly additions: readonly Addition[];
  /** Names of the entities whose tables are made after this one. */
  readonly later: ReadonlySet<string>;
}

function section(title: string, parts: readonly SectionPart[], notes: readonly string[] = []): Section {
  return { title, notes, parts };
}

/** Not those that stand in a prototype for what the rules make. */
function sqlSections(files: readonly SqlFile[], when: SqlFile["when"]): readonly Section[] {
  return files
    .filter((file) => file.when === when)
    .map(({ path, text }) => section(path, [{ sql: text.trim().replace(/;$/, "") }]));
}

/** Expressions in definitions name tables and functions without their schema. */
function searchPath(config: Config): readonly SectionPart[] {
  if (config.schema === "public") return [];
  const schemas = new Set([config.schema, "public", platformOf(config).extensions]);
  return [{ sql: `SET search_path = ${identList([...schemas])}` }];
}

function forDatabase({ schema }: Config, additions: readonly Addition[]): readonly SectionPart[] {
  const own = schema === "public" ? [] : [{ kind: "schema" as const, sql: `CREATE SCHEMA ${ident(schema)}` }];
  return inRunningOrder([
    ...own,
    ...additions.filter(isStatement).filter(({ entity }) => entity === undefined),
  ]);
}

function tableSection({ entity, additions, later }: Table, config: Config): Section {
  const title = entity.doc === undefined ? entity.table : `${entity.table}: ${entity.doc}`;
  const indexes = additions.flatMap((addition): readonly SectionPart[] =>
    addition.kind === "index"
      ? [{ ...addition, sql: createIndex(addition.name, addition.index, entity, config) }]
      : [],
  );
  const comments = additions.filter(isStatement).filter(({ kind }) => kind === "comment");
  const table = { sql: hardenedTable(entity, additions, config, later) };
  return section(title, [table, ...indexes, ...comments], rulesAtWork(additions));
}

/** `not-null: name, type`: which rule made which part of CREATE TABLE. */
function rulesAtWork(additions: readonly Addition[]): readonly string[] {
  const parts = new Map<string, string[]>();
  for (const addition of additions) {
    if (addition.kind === "not null" || addition.kind === "default" || addition.kind === "constraint") {
      const name = addition.kind === "constraint" ? addition.name : addition.column;
      parts.set(addition.rule, [...(parts.get(addition.rule) ?? []), name]);
    }
  }
  return [...parts].map(([rule, names]) => `${rule}: ${names.join(", ")}`);
}

function lateKeys({ entity, additions, later }: Table, config: Config): readonly SectionPart[] {
  return lateForeignKeys(entity, additions, config, later).map((sql) => ({ sql, rule: "foreign-keys" }));
}

function accessSection({ entity, additions }: Table): Section {
  const rest = additions.filter(isStatement).filter(({ kind }) => kind !== "comment");
  return section(`${entity.table}: triggers, access`, inRunningOrder(rest));
}

function isStatement(addition: Addition): addition is Extract<Addition, { sql: string }> {
  return "sql" in addition;
}

function inRunningOrder<Part extends { readonly kind: StatementKind }>(
  parts: readonly Part[],
): readonly Part[] {
  return parts.toSorted((a, b) => statementKinds.indexOf(a.kind) - statementKinds.indexOf(b.kind));
}
