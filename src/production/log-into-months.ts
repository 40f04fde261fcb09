import type { Finding } from "../model/finding.ts";
import { type Catalog, keyOf } from "../postgres/catalog.ts";
import { ident } from "../postgres/quote.ts";
import type { Addition, HardeningContext, StatementKind } from "./rule.ts";
import { auditorRole } from "./rules/roles.ts";
import { sqlFromTemplate } from "./sql-template.ts";

/** What has to be done to a log of another form, and what stands in its way. */
interface FormChange {
  readonly statements: readonly string[];
  readonly findings: readonly Finding[];
}

/**
 * PostgreSQL makes no partitioned table of a plain one. A plain audit log of production becomes the first partition of a new
 * one instead: no entry is copied. Back again there is no such way.
 */
export function logIntoMonths(
  from: Catalog,
  target: Catalog,
  additions: readonly Addition[],
  { config }: HardeningContext,
): FormChange {
  const [before, after] = [logIn(from), logIn(target)];
  const partsOfLog = additions.filter(isPartOfLog);
  const found = (severity: Finding["severity"], code: string, message: string, help: string): Finding[] => [
    { code, severity, message, at: config.audit?.at, help },
  ];
  if (before === undefined || after === undefined) return unchanged;
  if (before.inMonths && after.inMonths) {
    const missing = [...after.indexes].filter((index) => !before.indexes.has(index));
    const statements = withIndexes(missing, partsOfLog);
    if (statements.length === 0) return unchanged;
    return {
      statements,
      findings: found(
        "warning",
        "production/log-index",
        `Production's audit log gets an index (${missing.join(", ")}) on all its partitions at once, and who writes to audited tables waits that long.`,
        "Run this migration when little is written.",
      ),
    };
  }
  if (before.inMonths)
    return {
      statements: [],
      findings: found(
        "error",
        "production/log-in-months",
        "Production's audit log has partitions, and one without them would lose its entries.",
        "Put `audit: { partitions: monthly }` back into the config.",
      ),
    };
  if (!after.inMonths) return unchanged;
  if (before.columns !== after.columns)
    return {
      statements: [],
      findings: found(
        "error",
        "production/log-of-other-columns",
        "Production's audit log is to get partitions and other columns at once.",
        "Leave audit out of the config and harden, which changes the columns. Then put it back and harden again.",
      ),
    };
  const log = partsOfLog
    .toSorted((a, b) => kindsOfLog.indexOf(a.kind) - kindsOfLog.indexOf(b.kind))
    .map(({ sql }) => `${sql};`)
    .join("\n");
  return {
    statements: [sqlFromTemplate("audit-into-months", { auditor: ident(auditorRole), log })],
    findings: found(
      "warning",
      "production/log-into-months",
      "Production's audit log gets partitions: the plain log becomes the first of them, with all its entries. It is read once meanwhile, and who writes to audited tables waits that long.",
      "Run this migration when little is written.",
    ),
  };
}

const unchanged: FormChange = { statements: [], findings: [] };

/** What brings these indexes, with their columns: a plan would build them on the partitions alone that a Catalog holds. */
function withIndexes(names: readonly string[], parts: readonly Part[]): readonly string[] {
  const rules = parts.filter(({ name }) => names.includes(name)).map(({ rule }) => rule);
  return parts
    .filter(
      ({ kind, rule, sql }) => kind === "table" && rules.includes(rule) && !sql.startsWith("CREATE TABLE"),
    )
    .map(({ sql }) => sql);
}

function logIn({ objects }: Catalog) {
  const log = objects.get(keyOf({ kind: "table", path: ["audit", "log"] }));
  if (log?.kind !== "table") return undefined;
  const all = [...objects.values()];
  return {
    inMonths: log.definition.partitionBy !== undefined,
    columns: all
      .flatMap(({ kind, id: { path } }) =>
        kind === "column" && path[0] === "audit" && path[1] === "log" ? [path[2]] : [],
      )
      .sort()
      .join(),
    indexes: new Set(
      all.flatMap((one) =>
        one.kind === "index" && one.definition.table.join(".") === "audit.log" ? [one.id.path.join(".")] : [],
      ),
    ),
  };
}

type Part = Extract<Addition, { sql: string }>;
const kindsOfLog: readonly StatementKind[] = ["sequence", "table", "trigger", "policy", "grant"];

/** What makes the log and its default partition, but for the functions that it needs. */
function isPartOfLog(addition: Addition): addition is Part {
  return (
    "sql" in addition &&
    addition.entity === undefined &&
    kindsOfLog.includes(addition.kind) &&
    / audit\.log(_default|_id_seq)?\b/.test(addition.sql)
  );
}
