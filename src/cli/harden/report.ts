import { posix } from "node:path";
import { findingToJson } from "../../model/finding.ts";
import { folderName } from "../../prototype/iterations.ts";
import type { Io } from "../io.ts";
import { count, describeStatements, statementToJson, toJson } from "../prototype/report.ts";
import type { Draft } from "./draft.ts";
import type { Changes } from "./production-folder.ts";

interface HardenResult {
  readonly draft: Draft;
  /** Done unless it was a dry run. */
  readonly changes: Changes;
  /** The folder as the user knows it. */
  readonly folder: string;
  readonly dryRun: boolean;
}

export function draftToJson({ draft, changes, folder, dryRun }: HardenResult): string {
  const { migration, record, findings } = draft;
  return toJson({
    dryRun,
    migration: migration === undefined ? null : folderName(migration.iteration),
    up: migration?.plan.statements.map(statementToJson) ?? [],
    down: migration?.plan.reverse.map(statementToJson) ?? [],
    proofs: record?.proofs ?? null,
    written: changes.written.map((path) => posix.join(folder, path)),
    removed: changes.removed.map((path) => `${folder}/${path}`),
    findings: findings.map(findingToJson),
  });
}

export function renderDraft({ draft, changes, folder, dryRun }: HardenResult, io: Io): void {
  const { migration, record } = draft;
  if (record !== undefined) io.note(`${count(record.proofs.length, "proof")} held on ${record.on}.`);
  if (migration !== undefined && dryRun) io.out(`${describeStatements(migration.plan.statements)}\n`);
  const lines = [
    ...changes.written.map((path) => `${dryRun ? "would write" : "wrote"} ${posix.join(folder, path)}`),
    ...changes.removed.map((path) => `${dryRun ? "would remove" : "removed"} ${folder}/${path}`),
  ];
  if (lines.length === 0) {
    io.out(`${folder}: nothing changed.`);
    return;
  }
  io.out(lines.join("\n"));
  if (!dryRun) io.note(`Next: read ${folder}/report.md, then commit ${folder}.`);
}
