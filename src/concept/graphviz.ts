import type { Attributes, Graph } from "@viz-js/viz";
import type { Count } from "./cardinality.ts";
import type { Diagram, DiagramLine, DiagramRow, DiagramTable, LineEnd } from "./diagram.ts";
import { hueShade, palette } from "./palette.ts";
import { clip, oneLine, xml } from "./text.ts";

/** The font that Graphviz measures with: a wide one, so that texts fit in whatever font the reader has. */
export const fontName = "Verdana";

type Edge = NonNullable<Graph["edges"]>[number];

/** Arrow shapes that draw crow's feet, from the table outwards. */
const feet: Readonly<Record<Count, string>> = {
  "exactly one": "teetee",
  "zero or one": "teeodot",
  "zero or more": "crowodot",
};

/**
 * The diagram for Graphviz: tables stand left of those that refer to them, and lines end at the column's row. A line to a
 * neighbour, or from a table to itself, comes from a sign of its own beside the row that refers: short lines instead of long
 * ones across the picture.
 */
export function graphOf(diagram: Diagram): Graph {
  const tables = new Map(diagram.tables.map((table) => [table.id, table]));
  const drawn = diagram.lines.map((line, index) => withSign(line, tables.get(line.parent.table), index));
  const apart = optionalBesideMandatory(drawn.map(({ line }) => line));
  const full = diagram.tables.filter((table) => !table.stub);
  return {
    directed: true,
    graphAttributes: { rankdir: "LR", bgcolor: palette.paper.light, pad: 0.3, nodesep: 0.25, ranksep: 0.5 },
    nodeAttributes: { shape: "plain", fontname: fontName, fontsize: 11, fontcolor: palette.ink.light },
    edgeAttributes: { dir: "both", color: palette.line.light, penwidth: 1.1, arrowsize: 0.75 },
    nodes: [...full, ...drawn.flatMap(({ sign }) => sign ?? [])].map((table) => ({
      name: table.id,
      attributes: { label: { html: tableLabel(table) } },
    })),
    edges: drawn.map(({ line }) => edgeOf(line, apart.has(line))),
  };
}

/** The line as it is drawn, and the sign with the parent's name that it starts at, if any. */
function withSign(
  line: DiagramLine,
  parent: DiagramTable | undefined,
  index: number,
): { readonly line: DiagramLine; readonly sign?: DiagramTable } {
  if (parent === undefined || !(parent.stub || parent.id === line.child.table)) return { line };
  const sign = { ...parent, id: `sign${index}`, stub: true, rows: [], leftOut: 0 };
  return { line: { ...line, parent: { table: sign.id, row: undefined } }, sign };
}

function edgeOf({ parent, child, cardinality: { here, there } }: DiagramLine, apart: boolean): Edge {
  const attributes = {
    ...endAttributes("tail", parent, apart ? "se" : "e", there),
    ...endAttributes("head", child, "w", here),
    // Between two tables there is a column for the signs.
    minlen: parent.row === undefined ? 1 : 2,
  };
  return { tail: parent.table, head: child.table, attributes };
}

function endAttributes(part: "tail" | "head", end: LineEnd, side: string, count: Count): Attributes {
  const cell = part === "tail" ? "e" : "w";
  const port = end.row === undefined ? {} : { [`${part}port`]: `${cell}${end.row}:${side}` };
  return { ...port, [`arrow${part}`]: feet[count] };
}

/** Optional lines that start at a row where mandatory ones start too: their marks would lie on each other. */
function optionalBesideMandatory(lines: readonly DiagramLine[]): ReadonlySet<DiagramLine> {
  const key = ({ parent }: DiagramLine) => `${parent.table} ${parent.row}`;
  const mandatory = new Set(lines.filter(({ cardinality }) => cardinality.there === "exactly one").map(key));
  return new Set(
    lines.filter((line) => line.cardinality.there === "zero or one" && mandatory.has(key(line))),
  );
}

function tableLabel(table: DiagramTable): string {
  const { border, card } = palette;
  const color = table.stub ? palette.rule.light : border.light;
  return [
    `<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="${color}" BGCOLOR="${card.light}">`,
    header(table),
    ...table.rows.map(rowLabel),
    ...(table.leftOut > 0 && table.rows.length > 0 ? [leftOutRow(table.leftOut)] : []),
    "</TABLE>",
  ].join("");
}

function header(table: DiagramTable): string {
  const name = xml(table.name);
  const text = table.stub ? muted(name, 10) : `<B>${name}</B>`;
  return `<TR><TD COLSPAN="3" ALIGN="LEFT" CELLPADDING="6" BGCOLOR="${hueShade(table.hue).light}">${text}</TD></TR>`;
}

function rowLabel(row: DiagramRow, index: number): string {
  return [
    "<TR>",
    cell(`PORT="w${index}"`, muted(row.keys.join(" "), 8)),
    cell("", row.deprecated ? `<S>${xml(row.name)}</S>` : xml(row.name)),
    cell(`PORT="e${index}"`, typeText(row)),
    "</TR>",
  ].join("");
}

function leftOutRow(count: number): string {
  const text = count === 1 ? "1 more field" : `${count} more fields`;
  return `<TR>${cell('COLSPAN="3"', muted(`+ ${text}`, 9))}</TR>`;
}

function cell(attributes: string, content: string): string {
  return `<TD ALIGN="LEFT" BALIGN="LEFT" BORDER="1" SIDES="T" COLOR="${palette.rule.light}" ${attributes}>${content}</TD>`;
}

function typeText(row: DiagramRow): string {
  const type = muted(xml(`${row.type}${row.optional ? "?" : ""}`), 10);
  return [type, ...valueLines(row.values).map((line) => muted(xml(line), 9))].join("<BR/>");
}

/** The listed values of a field on at most three lines; the field lists have them all. */
function valueLines(values: readonly string[]): string[] {
  const lines: string[] = [];
  for (const value of values.map((text) => clip(oneLine(text), 30))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + value.length < 30) lines[lines.length - 1] = `${last} · ${value}`;
    else lines.push(value);
  }
  return lines.length <= 3 ? lines : [...lines.slice(0, 2), `${lines[2]} · …`];
}

function muted(escaped: string, size: number): string {
  if (escaped === "") return "";
  return `<FONT COLOR="${palette.muted.light}" POINT-SIZE="${size}">${escaped}</FONT>`;
}
