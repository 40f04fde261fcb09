import { hideSecrets } from "./secrets.ts";

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

/** Takes findings as they are met, so that one pass reports all of them. */
export type Report = (finding: Finding) => void;

/** 1-based line and column of the start of a span. */
export function position(span: Span): { readonly line: number; readonly column: number } {
  const starts = lineStarts(span.source);
  const line = lineAt(starts, span.start);
  return { line: line + 1, column: span.start - (starts[line] ?? 0) + 1 };
}

/** `entities/account.yaml:2` */
export function place(span: Span): string {
  return `${span.source.path}:${position(span).line}`;
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

const widestFrame = 160;

/** The place and its line of text, with the piece underlined. Of a long line the part around the piece is shown. */
export function frame(span: Span): string[] {
  const { line, column } = position(span);
  const starts = lineStarts(span.source);
  const text = hideSecrets(span.source.text)
    .slice(starts[line - 1], starts[line])
    .replace(/\r?\n$/, "");
  const from = column > widestFrame / 2 && text.length > widestFrame ? column - widestFrame / 2 : 0;
  const shown = text.slice(from, from + widestFrame).replaceAll("\t", " ");
  const indent = column - 1 - from;
  const width = Math.max(1, Math.min(span.end - span.start, shown.length - indent));
  const gutter = String(line).padStart(6);
  return [
    `  --> ${span.source.path}:${line}:${column}`,
    `${gutter} | ${shown}`,
    `${" ".repeat(6)} | ${" ".repeat(indent)}${"^".repeat(width)}`,
  ];
}

const lineStartsOf = new WeakMap<Source, readonly number[]>();

/** Offsets at which the lines of a source start, worked out once per source. */
function lineStarts(source: Source): readonly number[] {
  const known = lineStartsOf.get(source);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1))
    starts.push(at + 1);
  lineStartsOf.set(source, starts);
  return starts;
}

/** Index of the line that holds an offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
