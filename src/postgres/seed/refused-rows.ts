import type { Finding } from "../../model/finding.ts";
import { isDatabaseError } from "../database-error.ts";

/** What PostgreSQL refused when the rows were written, with the table and the constraint. */
export function refusedRows(error: unknown): Finding | undefined {
  if (!isDatabaseError(error)) return undefined;
  const named = (key: "schema" | "table" | "constraint") =>
    key in error ? (error as unknown as Record<string, unknown>)[key] : undefined;
  const table = typeof named("table") === "string" ? ` of table ${named("table")}` : "";
  const constraint = typeof named("constraint") === "string" ? ` (constraint ${named("constraint")})` : "";
  const lines = [error.detail, error.hint, error.where].filter((line) => line !== undefined && line !== "");
  return {
    code: "seed/refused",
    severity: "error",
    message: `PostgreSQL refuses the rows${table}${constraint}: ${error.message} (SQLSTATE ${error.code})`,
    help: [
      ...lines,
      "Nothing was written. Fill that table yourself and leave it out with --rows <table>=0.",
    ].join("\n        "),
  };
}
