import { type Finding, position, type Severity, type Span } from "../../model/finding.ts";
import type { CheckResult } from "../report.ts";

const level: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

/**
 * SARIF 2.1.0, which code scanning services read.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif({ outcomes, version }: CheckResult): string {
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const run = {
    tool: { driver: { name: "schema", semanticVersion: version, rules: codes.map((id) => ({ id })) } },
    columnKind: "utf16CodeUnits",
    results: findings.map((finding) => result(finding, codes)),
  };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [run],
  };
  return JSON.stringify(log, null, 2);
}

function result({ code, severity, message, help, at }: Finding, codes: readonly string[]) {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: level[severity],
    message: { text: help === undefined ? message : `${message}\n${help}` },
    ...(at && { locations: [{ physicalLocation: physicalLocation(at) }] }),
  };
}

function physicalLocation(at: Span) {
  const start = position(at);
  const end = position({ ...at, start: at.end });
  return {
    artifactLocation: { uri: at.source.path.split("/").map(encodeURIComponent).join("/") },
    region: {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
    },
  };
}
