import type { Config, Entity } from "../model/model.ts";
import { ident } from "../postgres/quote.ts";
import { createIndex } from "./indexes.ts";
import { type Addition, type HardeningContext, type StatementKind, statementKinds } from "./rule.ts";
import { enumTypes, hardenedTable, inDependencyOrder, lateForeignKeys } from "./tables.ts";

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
 * files beside the definitions, and then what may look at any table: triggers, policies, views, grants.
 */
export function layOut(context: HardeningContext, additions: readonly Addition[]): readonly Section[] {
  const { config, model } = context;
  const ordered = inDependencyOrder(model);
  const sections: readonly Section[] = [
    {
      title: "Roles, settings and functions",
      notes: [],
      parts: [...searchPath(config), ...forDatabase(config, additions)],
    },
    { title: "Types", notes: [], parts: enumTypes(model, config).map((sql) => ({ sql })) },
    ...ordered.map((entity, position) => {
      const later = new Set(ordered.slice(position + 1).map(({ name }) => name));
      return tableSection(entity, additions, config, later);
    }),
    {
      title: "References between tables that refer to each other",
      notes: [],
      parts: lateKeys(ordered, additions, config),
    },
    ...model.sql.map(({ path, text }) => ({
      title: path,
      notes: [],
      parts: [{ sql: withoutLastSemicolon(text) }],
    })),
    ...ordered.map((entity) => accessSection(entity, additions)),
  ];
  return sections.filter(({ parts }) => parts.length > 0);
}

/** Expressions in definitions name tables and functions without their schema. */
function searchPath({ schema }: Config): readonly SectionPart[] {
  return schema === "public" ? [] : [{ sql: `SET search_path = ${ident(schema)}, public` }];
}

function forDatabase({ schema }: Config, additions: readonly Addition[]): readonly SectionPart[] {
  const own = schema === "public" ? [] : [{ kind: "schema" as const, sql: `CREATE SCHEMA ${ident(schema)}` }];
  return inRunningOrder([
    ...own,
    ...additions.flatMap((a) => (isStatement(a) && a.entity === undefined ? [a] : [])),
  ]);
}

function tableSection(
  entity: Entity,
  additions: readonly Addition[],
  config: Config,
  later: ReadonlySet<string>,
): Section {
  const mine = additions.filter((addition) => addition.entity === entity.name);
  return {
    title: entity.doc === undefined ? entity.table : `${entity.table}: ${entity.doc}`,
    notes: rulesAtWork(mine),
    parts: [
      { sql: hardenedTable(entity, additions, config, later) },
      ...mine.flatMap((addition) =>
        addition.kind === "index"
          ? [
              {
                sql: createIndex(addition.name, addition.index, entity, config),
                rule: addition.rule,
                why: addition.why,
              },
            ]
          : [],
      ),
      ...inRunningOrder(
        mine.flatMap((addition) => (isStatement(addition) && addition.kind === "comment" ? [addition] : [])),
      ),
    ],
  };
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

function accessSection(entity: Entity, additions: readonly Addition[]): Section {
  const mine = additions.flatMap((addition) =>
    isStatement(addition) && addition.entity === entity.name && addition.kind !== "comment" ? [addition] : [],
  );
  return { title: `${entity.table}: triggers, access`, notes: [], parts: inRunningOrder(mine) };
}

function lateKeys(
  ordered: readonly Entity[],
  additions: readonly Addition[],
  config: Config,
): readonly SectionPart[] {
  return ordered.flatMap((entity, position) => {
    const later = new Set(ordered.slice(position + 1).map(({ name }) => name));
    return lateForeignKeys(entity, additions, config, later).map((sql) => ({ sql, rule: "foreign-keys" }));
  });
}

type StatementAddition = Extract<Addition, { sql: string }>;

function isStatement(addition: Addition): addition is StatementAddition {
  return "sql" in addition;
}

function inRunningOrder(
  parts: readonly (SectionPart & { readonly kind: StatementKind })[],
): readonly SectionPart[] {
  const rank = (kind: StatementKind) => statementKinds.indexOf(kind);
  return parts
    .toSorted((a, b) => rank(a.kind) - rank(b.kind))
    .map(({ sql, rule, why }) => ({ sql, rule, why }));
}

function withoutLastSemicolon(text: string): string {
  return text.trim().replace(/;\s*$/, "");
}
