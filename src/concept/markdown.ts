import { oneLine, visible } from "./text.ts";

/**
 * A name, type or value as code: nothing in it is read as Markdown or HTML, also inside a table cell. Texts with
 * backticks or pipes, for which Markdown has no safe code span, become HTML with each special character as its code.
 */
export function code(text: string): string {
  const shown = visible(text);
  if (!/[`|]/.test(shown)) return /^ | $/.test(shown) ? `\`\u00a0${shown.trim()}\u00a0\`` : `\`${shown}\``;
  return `<code>${shown.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`)}</code>`;
}

/** People's own words on one line: shown as they were written, never read as Markdown or HTML. */
export function prose(text: string): string {
  return oneLine(text)
    .replace(/[\\`*<>|&~$]/g, "\\$&")
    .replaceAll("[", "&#91;") // some readers take the backslash off a bracket before they look for links
    .replaceAll("]", "&#93;")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/^[-+=#]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2");
}

export function link(label: string, href: string): string {
  return `[${label}](${href})`;
}

/** A table without the columns in which every cell is empty; nothing when there are no rows. */
export function table(headers: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const kept = headers.map((_, column) => column).filter((column) => rows.some((row) => row[column] !== ""));
  if (kept.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${kept.map((column) => cells[column] ?? "").join(" | ")} |`;
  return [line(headers), line(headers.map(() => "---")), ...rows.map(line), ""];
}

/** Lines as a text: never two empty ones in a row, one newline at the end. */
export function page(lines: readonly string[]): string {
  const text = lines.join("\n").replace(/\n{3,}/g, "\n\n");
  return `${text.trim()}\n`;
}

/** The way from one page to another; both are paths inside the documents' folder, `to` may carry an anchor. */
export function href(from: string, to: string): string {
  const hash = to.indexOf("#");
  if (hash >= 0 && to.slice(0, hash) === from) return to.slice(hash);
  return "../".repeat(from.split("/").length - 1) + to;
}
