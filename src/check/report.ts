import { github } from "./reports/github.ts";
import { json } from "./reports/json.ts";
import { sarif } from "./reports/sarif.ts";
import { text } from "./reports/text.ts";
import type { CheckOutcome } from "./rule.ts";

/** Everything that a report may say. */
export interface CheckResult {
  readonly outcomes: readonly CheckOutcome[];
  /** Of the tool. */
  readonly version: string;
}

export const reports = { text, json, sarif, github } as const satisfies Record<
  string,
  (result: CheckResult) => string
>;
export type ReportFormat = keyof typeof reports;
export const reportFormats = Object.keys(reports) as readonly ReportFormat[];
