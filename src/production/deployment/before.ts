import {
  type HazardKind,
  hazardKinds,
  type LockMode,
  lockModes,
  type Statement,
} from "../../postgres/plan.ts";
import { timeoutsOf } from "../../postgres/timeouts.ts";
import { code, table, text } from "../markdown.ts";
import type { Deployment } from "./deployment.ts";

/** Whose word is needed before a hazard is taken. */
const agrees: Readonly<Record<HazardKind, string>> = {
  "deletes-data": "The owner of the data agrees that it goes",
  "may-fail": "Somebody looked whether rows are in the way",
  "blocks-reads": "Those who run the programs agree that they wait, also to read",
  "blocks-writes": "Those who run the programs agree that they wait to write",
  "rewrites-table": "There is time and disk space to write the table anew",
  "scans-table": "There is time to read the whole table",
  "changes-access": "Whoever answers for access agrees",
  "breaks-clients": "Programs that use what goes are changed or stopped",
};

export function beforehand({ plan: { statements }, mode }: Deployment): readonly string[] {
  return [
    "## Before",
    [
      "- [ ] There is a backup, and somebody has restored one like it.",
      "- [ ] No other migration runs, and nobody changes the schema by hand.",
      ...hazardKinds.flatMap((kind) => hazardsOf(kind, statements)),
    ].join("\n"),
    ...locks(statements),
    ...limits(statements, mode),
  ];
}

function hazardsOf(wanted: HazardKind, statements: readonly Statement[]): readonly string[] {
  const messages = statements.flatMap(({ hazards }) =>
    hazards.flatMap(({ kind, message }) => (kind === wanted ? [message] : [])),
  );
  if (messages.length === 0) return [];
  return [
    `- [ ] ${agrees[wanted]} (${code(wanted)}):`,
    ...[...new Set(messages)].map((message) => `  - ${text(message)}`),
  ];
}

/** Of tables that were there before: nobody waits for a new one. */
function locks(statements: readonly Statement[]): readonly string[] {
  const effects = statements.flatMap(({ measured, documented }) => {
    const seen = measured ?? documented;
    return seen === undefined ? [] : [seen];
  });
  const strongest = new Map<string, LockMode>();
  for (const [name, mode] of effects.flatMap((effect) => Object.entries(effect.locks))) {
    const before = strongest.get(name);
    if (before === undefined || lockModes.indexOf(mode) > lockModes.indexOf(before))
      strongest.set(name, mode);
  }
  if (strongest.size === 0) return ["No table that is there before is locked."];
  const rewritten = new Set(effects.flatMap(({ rewrites }) => rewrites));
  const scanned = new Set(effects.flatMap(({ scans }) => scans));
  const rows = [...strongest]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, mode]) => [
      code(name),
      mode,
      blockedBy(mode),
      rewritten.has(name) ? "yes" : "no",
      scanned.has(name) ? "yes" : "no",
    ]);
  return [
    "The strongest lock of each table that is there before, as measured, or as documented where that cannot be:",
    table(["Table", "Lock", "Others wait to", "Rewritten", "Read whole"], rows),
  ];
}

/** @see https://www.postgresql.org/docs/current/explicit-locking.html#TABLE-LOCK-COMPATIBILITY */
function blockedBy(mode: LockMode): string {
  if (mode === "AccessExclusiveLock") return "read and write";
  return lockModes.indexOf(mode) >= lockModes.indexOf("ShareLock") ? "write" : "change the schema at most";
}

function limits(statements: readonly Statement[], mode: Deployment["mode"]): readonly string[] {
  if (mode === "offline") {
    return [
      "It is for a database that nobody uses meanwhile: it sets no time limits and is one transaction.",
    ];
  }
  const outside = statements.filter(({ transactional }) => !transactional);
  const timeouts = statements.filter(({ transactional }) => transactional).map(timeoutsOf);
  const unlimited = timeouts.filter(({ statement }) => statement === 0).length;
  const limited = timeouts.find(({ statement }) => statement > 0);
  return [
    ...(timeouts[0] === undefined
      ? []
      : [
          `A statement waits ${seconds(timeouts[0].lock)} for a lock (\`lock_timeout\`); then its transaction fails, and can be run again.`,
        ]),
    ...(limited === undefined
      ? []
      : [
          `It takes ${seconds(limited.statement)} at most (\`statement_timeout\`)${unlimited === 0 ? "." : ", but for those that read or write a whole table, which have no limit."}`,
        ]),
    ...(outside.length === 0
      ? []
      : [
          `Outside transactions, without time limits, because nobody waits for them:\n\n${outside.map(({ sql }) => `- ${code(sql)}`).join("\n")}`,
        ]),
  ];
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
