import type { Finding } from "../model/finding.ts";
import { type Catalog, type CatalogObject, keyOf } from "./catalog.ts";
import { sameDefinition } from "./catalog-differences.ts";
import { kindOf } from "./kinds/index.ts";
import { shown } from "./kinds/kind.ts";
import { functionsByVersion } from "./version-functions.ts";

/** Something that PostgreSQL can since a version, and what shows that an object needs it. */
interface Feature {
  readonly name: string;
  readonly since: number;
  /** `before`: the same object as it was. */
  isIn(object: CatalogObject, catalog: Catalog, before: CatalogObject | undefined): boolean;
}

/** Newer than the oldest version that the toolkit speaks to. @see https://www.postgresql.org/docs/release/ */
const features: readonly Feature[] = [
  { name: "NULLS NOT DISTINCT", since: 15, isIn: says(["constraint", "index"], / NULLS NOT DISTINCT\b/) },
  {
    name: "a list of columns after ON DELETE SET",
    since: 15,
    isIn: says(["constraint"], / ON DELETE SET (NULL|DEFAULT) \(/),
  },
  {
    name: "security_invoker",
    since: 15,
    isIn: ({ kind, definition }) =>
      kind === "view" && definition.options.some((option) => option.startsWith("security_invoker=")),
  },
  {
    name: "columns or a condition of a published table",
    since: 15,
    isIn: ({ kind, definition }) =>
      kind === "publication table" && (definition.columns !== undefined || definition.where !== undefined),
  },
  { name: "publishing a schema", since: 15, isIn: ({ kind }) => kind === "publication schema" },
  {
    name: "another access method for the rows that are there",
    since: 15,
    isIn: ({ kind, definition }, _catalog, before) =>
      kind === "table" &&
      before?.kind === "table" &&
      definition.partitionBy === undefined &&
      definition.accessMethod !== before.definition.accessMethod,
  },
  {
    name: "unlogged sequences",
    since: 15,
    isIn: ({ kind, definition }) => kind === "sequence" && definition.unlogged === true,
  },
  {
    name: "a negative scale of numeric",
    since: 15,
    isIn: says(["column", "domain", "composite type"], /"numeric\(\d+,-\d+\)/),
  },
  {
    name: "two_phase",
    since: 15,
    isIn: ({ kind, definition }) => kind === "subscription" && definition.twoPhase,
  },
  { name: "disable_on_error", since: 15, isIn: says(["subscription"], /"disable_on_error=/) },
  { name: "MERGE", since: 15, isIn: parsed(/\bMERGE INTO\b/) },
  { name: "IS JSON", since: 16, isIn: parsed(/\bIS (NOT )?JSON\b/) },
  { name: "SQL/JSON constructors", since: 16, isIn: parsed(/\bJSON_(OBJECT|ARRAY|OBJECTAGG|ARRAYAGG)\(/) },
  {
    name: "SQL/JSON queries",
    since: 17,
    isIn: parsed(/\b(JSON(_(TABLE|QUERY|VALUE|EXISTS|SCALAR|SERIALIZE))?|MERGE_ACTION)\(/),
  },
  {
    name: "WHEN NOT MATCHED BY SOURCE, and RETURNING of MERGE",
    since: 17,
    isIn: parsed(/\bWHEN NOT MATCHED BY SOURCE\b|\bMERGE INTO\b[^;]*\bRETURNING\b/),
  },
  { name: "AT LOCAL", since: 17, isIn: parsed(/ AT LOCAL\b/) },
  {
    name: "the options INHERIT and SET, and the grantor, of a membership",
    since: 16,
    isIn: ({ kind, id, definition }) =>
      kind === "membership" &&
      (definition.inherit !== undefined || definition.set === false || id.path[2] !== ""),
  },
  {
    name: "these options of a subscription",
    since: 16,
    isIn: says(["subscription"], /"(origin|password_required|run_as_owner)=|"streaming=parallel"/),
  },
  {
    name: "failover",
    since: 17,
    isIn: ({ kind, definition }) => kind === "subscription" && definition.failover,
  },
  { name: "rules of a collation", since: 16, isIn: says(["collation"], /\bRULES = /) },
  { name: "the provider builtin", since: 17, isIn: says(["collation"], /\bPROVIDER = builtin\b/) },
  { name: "the privilege MAINTAIN", since: 17, isIn: says(["grant", "default privilege"], /"MAINTAIN\b/) },
  {
    name: "the event login",
    since: 17,
    isIn: ({ kind, definition }) => kind === "event trigger" && definition.event === "login",
  },
  {
    name: "exclusion constraints of partitioned tables",
    since: 17,
    isIn: (object, catalog) =>
      object.kind === "constraint" &&
      object.definition.type === "exclusion" &&
      isPartitioned(object.id.path, catalog),
  },
  {
    name: "access methods of partitioned tables",
    since: 17,
    isIn: ({ kind, definition }) =>
      kind === "table" && definition.partitionBy !== undefined && definition.accessMethod !== undefined,
  },
  {
    name: "identity columns of partitioned tables",
    since: 17,
    isIn: (object, catalog) =>
      object.kind === "column" &&
      object.definition.identity !== undefined &&
      isPartitioned(object.id.path, catalog),
  },
  {
    name: "virtual generated columns",
    since: 18,
    isIn: ({ kind, definition }) => kind === "column" && definition.virtual === true,
  },
  {
    name: "NOT NULL that is NOT VALID or NO INHERIT",
    since: 18,
    isIn: ({ kind, definition }) =>
      kind === "column" &&
      (definition.notNullConstraint?.notValid ?? definition.notNullConstraint?.noInherit) === true,
  },
  {
    name: "WITHOUT OVERLAPS and PERIOD",
    since: 18,
    isIn: says(["constraint"], / WITHOUT OVERLAPS\)|[(,] ?PERIOD /),
  },
  { name: "NOT ENFORCED", since: 18, isIn: says(["constraint"], / NOT ENFORCED\b/) },
  {
    name: "NOT VALID foreign keys of partitioned tables",
    since: 18,
    isIn: (object, catalog) =>
      object.kind === "constraint" &&
      object.definition.type === "foreign key" &&
      !object.definition.validated &&
      isPartitioned(object.id.path, catalog),
  },
  {
    name: "publishing generated columns",
    since: 18,
    isIn: ({ kind, definition }) => kind === "publication" && definition.generatedColumns,
  },
  {
    name: "default privileges of large objects",
    since: 18,
    isIn: ({ kind, id }) =>
      kind === "default privilege" && id.path.some((part) => /large objects/i.test(part)),
  },
  {
    name: "autovacuum_vacuum_max_threshold",
    since: 18,
    isIn: says(["table", "materialized view"], /"(toast\.)?autovacuum_vacuum_max_threshold=/),
  },
  ...functionsByVersion.map(({ name, since, call }) => ({
    name: `the function ${name}`,
    since,
    isIn: parsed(call),
  })),
];

/** What the target has, the source does not, and the version that the plan is for does not know. */
export function featureFindings(from: Catalog, to: Catalog, version: number): readonly Finding[] {
  const missing = features.filter(({ since }) => since > version);
  if (missing.length === 0) return [];
  return [...to.objects].flatMap(([key, object]) => {
    const before = from.objects.get(key);
    if (before !== undefined && sameDefinition(before, object)) return [];
    return missing
      .filter((feature) => feature.isIn(object, to, before))
      .map((feature) => needsNewer(object, feature, version));
  });
}

function needsNewer({ kind, id }: CatalogObject, { name, since }: Feature, version: number): Finding {
  return {
    code: "engine/needs-newer-version",
    severity: "error",
    message: `The ${kind} ${shown(id.path)} needs PostgreSQL ${since} (${name}), and the plan is for PostgreSQL ${version}.`,
    help: `Define it in another way, or plan for PostgreSQL ${since} where that is what runs.`,
  };
}

/** Whether the definition of such an object has such a text. */
function says(kinds: readonly CatalogObject["kind"][], text: RegExp): Feature["isIn"] {
  return ({ kind, definition }) => kinds.includes(kind) && text.test(JSON.stringify(definition));
}

/** In what PostgreSQL prints of what it has parsed; other bodies are only text to it. */
function parsed(text: RegExp): Feature["isIn"] {
  return (object) => {
    const { kind, definition } = object;
    const isParsed = kind === "function" ? definition.body === undefined : kindOf(object).printed === true;
    const printed = JSON.stringify(definition).replaceAll("\\n", " ");
    return isParsed && text.test(printed.replaceAll(/'(?:[^']|'')*'/g, "''"));
  };
}

function isPartitioned([schema = "", name = ""]: readonly string[], { objects }: Catalog): boolean {
  const table = objects.get(keyOf({ kind: "table", path: [schema, name] }));
  return table?.kind === "table" && table.definition.partitionBy !== undefined;
}
