/** A text that findings can point into: path as shown to the user (relative to the project) and content. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A piece of a source: UTF-16 offsets, `end` exclusive. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export type Severity = "error" | "warning" | "info";

/**
 * What a check reports. `code` is stable (`area/what-is-wrong`), `message` says what is wrong in the user's
 * names, `help` what to write or do instead.
 */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at?: Span | undefined;
  readonly help?: string | undefined;
}

/** 1-based line and column of the start of a span. */
export function position(span: Span): { readonly line: number; readonly column: number } {
  const before = span.source.text.slice(0, span.start);
  const line = before.split("\n").length;
  return { line, column: span.start - before.lastIndexOf("\n") };
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}

/** A finding as a terminal shows it: message, place, code frame, help. */
export function renderFinding(finding: Finding): string {
  const head = `${finding.severity}[${finding.code}]: ${finding.message}`;
  const help = finding.help === undefined ? [] : [`  help: ${finding.help}`];
  return [head, ...(finding.at === undefined ? [] : frame(finding.at)), ...help].join("\n");
}

/** A finding as `--json` shows it. */
export function findingToJson(finding: Finding): Record<string, unknown> {
  const { code, severity, message, help, at } = finding;
  return { code, severity, message, help, ...(at && { file: at.source.path, ...position(at) }) };
}

function frame(span: Span): string[] {
  const { line, column } = position(span);
  const text = span.source.text.split("\n")[line - 1] ?? "";
  const shown = text.slice(0, 160).replaceAll("\t", " ");
  const width = Math.max(1, Math.min(span.end - span.start, shown.length - column + 1));
  const gutter = String(line).padStart(6);
  return [
    `  --> ${span.source.path}:${line}:${column}`,
    `${gutter} | ${shown}`,
    ...(column > 160 ? [] : [`${" ".repeat(6)} | ${" ".repeat(column - 1)}${"^".repeat(width)}`]),
  ];
}
