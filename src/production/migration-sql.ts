import type { Statement } from "../postgres/plan.ts";
import { commentLine, ended } from "./schema-file.ts";

/** A migration as its file holds it: statements in their order, phase by phase, each below its hazards and locks. */
export function migrationSql(prelude: readonly string[], statements: readonly Statement[]): string {
  return [
    ...(prelude.length === 0
      ? []
      : ["-- Roles, settings and extensions; down.sql leaves them", ...prelude.map(ended)]),
    ...statements.flatMap((statement, position) => [
      ...(statement.phase === statements[position - 1]?.phase ? [] : [`-- phase: ${statement.phase}`]),
      [...remarks(statement).map(commentLine), ended(statement.sql)].join("\n"),
    ]),
  ].join("\n\n");
}

function remarks({ hazards, transactional, measured }: Statement): readonly string[] {
  return [
    ...(transactional ? [] : ["not in a transaction"]),
    ...hazards.map(({ kind, message }) => `${kind}: ${message}`),
    ...Object.entries(measured?.locks ?? {}).map(([table, lock]) => `locks ${table}: ${lock}`),
    ...(measured?.rewrites ?? []).map((table) => `rewrites ${table}`),
    ...(measured?.scans ?? []).map((table) => `scans ${table}`),
  ];
}
