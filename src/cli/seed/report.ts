import { type ExitCode, exitCode } from "../../model/app-error.ts";
import { findingToJson, hasErrors, renderFinding } from "../../model/finding.ts";
import type { SeededTable } from "../../postgres/seed.ts";
import type { Io } from "../io.ts";
import type { SeedResult } from "./fill.ts";

export function exitOfSeed({ findings }: SeedResult): ExitCode {
  return hasErrors(findings) ? exitCode.findings : exitCode.ok;
}

/** Rows by table, and where there are fewer than wanted, why. */
export function printSeed(result: SeedResult, io: Io): void {
  const { name, tables, findings, dryRun } = result;
  for (const finding of findings) io.note(renderFinding(finding));
  if (findings.length > 0) return;
  const width = Math.max(...tables.map(({ table }) => shown(table).length));
  const numbers = Math.max(...tables.map(({ rows }) => written(rows).length));
  const line = ({ table, rows, limit }: SeededTable) =>
    `  ${shown(table).padEnd(width)}  ${written(rows).padStart(numbers)}${limit === undefined ? "" : `  (${limit})`}`;
  const total = `${written(totalOf(tables))} rows`;
  const where = `${name}, ${tables.length} ${tables.length === 1 ? "table" : "tables"}:`;
  io.out([`${dryRun ? "Would write" : "Wrote"} ${total} to ${where}`, ...tables.map(line)].join("\n"));
}

export function printSeedJson(result: SeedResult, io: Io): void {
  const { name, seed, dryRun, tables, findings } = result;
  const ok = !hasErrors(findings);
  io.out(
    JSON.stringify(
      {
        version: 1,
        ok,
        target: name,
        dryRun,
        seed,
        written: ok && !dryRun,
        rows: totalOf(tables),
        tables: tables.map(({ table, rows, limit }) => ({
          table,
          rows,
          ...(limit !== undefined && { limit }),
        })),
        findings: findings.map(findingToJson),
      },
      null,
      2,
    ),
  );
}

function totalOf(tables: readonly SeededTable[]): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

function shown(table: string): string {
  return table.replace(/^public\./, "");
}

function written(rows: number): string {
  return rows.toLocaleString("en-US");
}
