import { type Finding, position, type Severity } from "../../model/finding.ts";
import type { CheckResult } from "../report.ts";

const command: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/**
 * Annotations on the lines of a pull request.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function github({ outcomes }: CheckResult): string {
  return outcomes.flatMap((outcome) => outcome.findings.map(annotation)).join("\n");
}

function annotation({ code, severity, message, help, at }: Finding): string {
  const place = at === undefined ? [] : placeOf(at);
  const properties = [...place, ["title", code]].map(([name, value]) => `${name}=${property(value ?? "")}`);
  return `::${command[severity]} ${properties.join(",")}::${data([message, ...(help ? [help] : [])].join("\n"))}`;
}

function placeOf(at: NonNullable<Finding["at"]>): string[][] {
  const { line, column } = position(at);
  return [
    ["file", at.source.path],
    ["line", String(line)],
    ["col", String(column)],
  ];
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
