import { type Failure, measures, notReached, type Verdict } from "./judge.ts";

/** Of a hundred ways that load, one may fail in each measure; rows may not be lost at all. */
const allowedShare = 0.01;
/** Lines of a statement or of differing dumps that the report shows. */
const shownLines = 6;

/** What the verdicts on one PostgreSQL come to. */
interface Summary {
  readonly cluster: string;
  readonly ways: number;
  readonly loadable: number;
  /** By measure: how many of how many. */
  readonly counts: readonly { readonly met: number; readonly of: number; readonly enough: boolean }[];
}

/** Whether every PostgreSQL that was asked meets every goal. */
export function meetsGoals(verdicts: readonly Verdict[]): boolean {
  const summaries = summariesOf(verdicts);
  const loads = summaries.every(({ loadable }) => loadable > 0);
  return summaries.length > 0 && loads && summaries.every(({ counts }) => counts.every((c) => c.enough));
}

/** The table, then every way that fails or does not load, together with others of the same reason. */
export function renderReport(suite: string, verdicts: readonly Verdict[]): string {
  const heading = ["suite", "PostgreSQL", "loadable", ...measures];
  const rows = summariesOf(verdicts).map(({ cluster, ways, loadable, counts }) => [
    suite,
    cluster,
    `${loadable} of ${ways}`,
    ...counts.map(({ met, of, enough }) => `${met} of ${of}${enough ? "" : " (!)"}`),
  ]);
  const groups = [...grouped(verdicts, ({ cluster }) => cluster)].map(([cluster, own]) =>
    renderGroups(cluster, own),
  );
  return [renderTable([heading, ...rows]), ...groups].join("\n\n");
}

function summariesOf(verdicts: readonly Verdict[]): readonly Summary[] {
  return [...grouped(verdicts, ({ cluster }) => cluster)].map(([cluster, own]) => summarise(cluster, own));
}

function summarise(cluster: string, verdicts: readonly Verdict[]): Summary {
  const loadable = verdicts.filter(({ notLoadable }) => notLoadable === undefined);
  const counts = measures.map((measure) => {
    const asked = measure === "rows kept" ? loadable.filter(({ seeded }) => seeded) : loadable;
    const met = asked.filter(
      ({ failures }) => !failures.some((failure) => failure.measure === measure),
    ).length;
    const allowed = measure === "rows kept" ? 0 : Math.floor(loadable.length * allowedShare);
    return { met, of: asked.length, enough: asked.length - met <= allowed };
  });
  return { cluster, ways: verdicts.length, loadable: loadable.length, counts };
}

/** A markdown table, aligned. */
function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const [heading = [], ...others] = rows;
  return [line(heading), line(widths.map((width) => "-".repeat(width))), ...others.map(line)].join("\n");
}

function renderGroups(cluster: string, verdicts: readonly Verdict[]): string {
  const notLoadable = verdicts.flatMap((verdict) =>
    verdict.notLoadable === undefined ? [] : [{ ...verdict, reason: verdict.notLoadable }],
  );
  const failing = verdicts.flatMap((verdict) =>
    verdict.failures
      .filter(({ reason }) => reason !== notReached)
      .map((failure) => ({ ...verdict, failure, reason: `${failure.measure}: ${failure.reason}` })),
  );
  const named = verdicts.flatMap((verdict) => verdict.findings.map((reason) => ({ ...verdict, reason })));
  return [
    section(`Not loadable on ${cluster}`, notLoadable),
    section(`Failing on ${cluster}`, failing),
    section(`Errors that plans name on ${cluster}`, named),
  ]
    .filter((text) => text !== "")
    .join("\n\n");
}

type Entry = Pick<Verdict, "pair" | "way"> & {
  readonly reason: string;
  readonly failure?: Failure | undefined;
};

function section(title: string, entries: readonly Entry[]): string {
  if (entries.length === 0) return "";
  const groups = [...grouped(entries, ({ reason }) => withoutNames(reason))];
  groups.sort(([, a], [, b]) => b.length - a.length);
  return [`## ${title}: ${entries.length}`, ...groups.map(([reason, own]) => renderGroup(reason, own))].join(
    "\n\n",
  );
}

function renderGroup(reason: string, entries: readonly Entry[]): string {
  const title = entries.length === 1 ? entries[0]?.reason : reason;
  const lines = entries.flatMap((entry) => [
    `- ${entry.pair}, ${entry.way}${entries.length > 1 && entry.reason !== reason ? `: ${entry.reason}` : ""}`,
    ...renderDetail(entry.failure?.detail ?? []),
  ]);
  return [`### ${title}${entries.length > 1 ? ` (${entries.length})` : ""}`, ...lines].join("\n");
}

function renderDetail(detail: readonly string[]): readonly string[] {
  const lines = detail.flatMap((text) => text.split("\n"));
  const more = lines.length - shownLines;
  return [...lines.slice(0, shownLines), ...(more > 0 ? [`… ${more} more lines`] : [])].map(
    (l) => `      ${l}`,
  );
}

/** Two failures with one cause differ in the names of their objects. */
function withoutNames(reason: string): string {
  return reason
    .replace(/"[^"]*"/g, '"…"')
    .replace(/(?<=(function|operator|type|schema) )[\w.]+(\([^)]*\))?/g, "…");
}

function grouped<T>(values: readonly T[], key: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return groups;
}
