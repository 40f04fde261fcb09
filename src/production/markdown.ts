/** Cells are Markdown; a bar in one does not end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text that Markdown shows as it is, on one line. */
export function text(content: string): string {
  return oneLine(content).replaceAll(/[\\`*[\]<]|(?<!\w)_|_(?!\w)/g, "\\$&");
}

/** SQL or a name, on one line. */
export function code(content: string): string {
  const line = oneLine(content);
  const fence = "`".repeat(1 + Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length)));
  return `${fence}${line.startsWith("`") || line.endsWith("`") ? ` ${line} ` : line}${fence}`;
}

function oneLine(content: string): string {
  return content.replaceAll(/\s+/g, " ").trim();
}
