import { type Detail, type DiagramSource, detailFor, diagramOf } from "./diagram.ts";
import { mermaidLimit, mermaidText } from "./mermaid.ts";
import { svgOf } from "./svg.ts";

/** Path inside the documents' folder → content. */
export type Files = ReadonlyMap<string, string>;

/** One diagram in every form that needs no browser. */
export interface Drawing {
  readonly mermaid: string;
  readonly svg: string;
  /** Markdown that shows the picture and says what it leaves out. */
  readonly picture: readonly string[];
  /** Markdown that carries the mermaid text. */
  readonly source: readonly string[];
}

/** Draws a diagram whose files are called `name`.mmd and `name`.svg and stand beside its page. */
export async function draw(
  source: DiagramSource,
  name: string,
  detail: Detail = detailFor(source.entities.length),
): Promise<Drawing> {
  const diagram = diagramOf(source, detail);
  const mermaid = mermaidText(diagram);
  const keysOnly = `The picture shows keys only, because there are ${source.entities.length} tables; the lists below have every field.`;
  return {
    mermaid,
    svg: await svgOf(diagram),
    picture: [
      `[![Entities and their relationships](${name}.svg)](${name}.svg)`,
      "",
      ...(diagram.detail === "keys" ? [keysOnly, ""] : []),
    ],
    source: embedded(source, mermaid, name),
  };
}

/** The mermaid text as a page may carry it: with fewer fields where it would be over mermaid's limit. */
function embedded(source: DiagramSource, whole: string, name: string): string[] {
  const heading = ["## The diagram as mermaid text", ""];
  const shorter = (["keys", "names"] as const).map((detail) => () => mermaidText(diagramOf(source, detail)));
  for (const textOf of [() => whole, ...shorter]) {
    const text = textOf();
    if (text.length > mermaidLimit) continue;
    const note =
      text === whole ? [] : [`Shortened to what mermaid draws in a page; [all of it](${name}.mmd).`, ""];
    return [...heading, ...note, "```mermaid", text.trimEnd(), "```", ""];
  }
  return [...heading, `It is too long for mermaid to draw in a page: [${name}.mmd](${name}.mmd).`, ""];
}
