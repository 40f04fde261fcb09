import { crowsFeet } from "./cardinality.ts";
import type { Diagram, DiagramLine, DiagramRow, DiagramTable } from "./diagram.ts";
import { clip, oneLine, visible } from "./text.ts";

/** Mermaid draws an error picture instead of a longer text, unless the page that shows it raises the limit. */
export const mermaidLimit = 50_000;

/** The diagram as mermaid text. @see https://mermaid.js.org/syntax/entityRelationshipDiagram.html */
export function mermaidText(diagram: Diagram): string {
  return [
    "erDiagram",
    "  direction LR",
    ...diagram.tables.flatMap(tableLines),
    ...diagram.lines.map(relationLine),
    "",
  ].join("\n");
}

function tableLines(table: DiagramTable): string[] {
  const head = `  ${table.id}["${quoted(table.name)}"]`;
  if (table.rows.length === 0) return [head];
  return [`${head} {`, ...table.rows.map(attributeLine), "  }"];
}

/** A name that mermaid draws as Markdown, without its underscores. */
const emphasis = /^_.*_$/;

function attributeLine(row: DiagramRow): string {
  const name = attributeName(row.name);
  const comment = [
    ...(name === row.name && !emphasis.test(name) ? [] : [visible(row.name)]),
    ...(row.optional ? ["optional"] : []),
    ...(row.deprecated ? ["deprecated"] : []),
    ...(row.values.length === 0 ? [] : [row.values.map(oneLine).join(" / ")]),
  ].join(", ");
  const keys = row.keys.length === 0 ? "" : ` ${row.keys.join(", ")}`;
  return `    ${attributeType(row.type)} ${name}${keys}${comment === "" ? "" : ` "${quoted(clip(comment, 100))}"`}`;
}

function relationLine(line: DiagramLine): string {
  const feet = crowsFeet(line.cardinality.there, line.cardinality.here);
  return `  ${line.parent.table} ${feet} ${line.child.table} : "${quoted(line.name)}"`;
}

/**
 * Text between quotes. Everything that mermaid could read as its own (quotes, directives, tags, Markdown) is written as a
 * character code. `direction LR` is a statement to mermaid's lexer even inside quotes.
 */
function quoted(text: string): string {
  return visible(text)
    .replace(/[^\p{L}\p{N} _.,()/+=?'-]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, asCode)
    .replace(/(direction) /gi, "$1#32;");
}

function asCode(character: string): string {
  return `#${character.codePointAt(0)};`;
}

/** An attribute's name must be a word, and none of mermaid's key marks. */
function attributeName(name: string): string {
  const word = name.replace(/[^A-Za-z0-9_\u00c0-\uffff]|[^\p{L}\p{N}_]/gu, "_");
  return /^(?:[^A-Za-z_\u00c0-\uffff]|(?:pk|fk|uk)$)/i.test(word) ? `_${word}` : word;
}

function attributeType(type: string): string {
  const word = type.replace(/[^A-Za-z0-9_()[\],.-]/g, "_");
  return /^(?:[^A-Za-z_]|(?:pk|fk|uk)\b)/i.test(word) ? `_${word}` : word;
}
