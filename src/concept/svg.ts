import type { Viz } from "@viz-js/viz";
import type { Diagram } from "./diagram.ts";
import { fontName, graphOf } from "./graphviz.ts";
import { nightStyle } from "./palette.ts";
import { xml } from "./text.ts";

let loading: Promise<Viz> | undefined;

/** The diagram as SVG, laid out by Graphviz inside this process. The same diagram gives the same bytes. */
export async function svgOf(diagram: Diagram): Promise<string> {
  loading ??= import("@viz-js/viz").then(({ instance }) => instance());
  const drawn = (await loading).renderString(graphOf(diagram), { format: "svg" });
  return finish(drawn, diagram.title);
}

/**
 * What Graphviz wrote, as a picture of our own: one title instead of tooltips with ids, one font for all texts, and colours
 * that follow the reader's light or dark system.
 */
function finish(drawn: string, title: string): string {
  const body = drawn
    .slice(drawn.indexOf("<svg"))
    .replace(/<!--[\s\S]*?-->\n?/g, "")
    .replace(/<title>[\s\S]*?<\/title>\n?/g, "")
    .replaceAll(` font-family="${fontName}"`, "");
  const name = xml(title);
  const style = `text{font-family:system-ui,"Segoe UI",Helvetica,Arial,sans-serif}${nightStyle()}`;
  return body.replace(
    /<svg ([^>]*)>/,
    (_, attributes: string) =>
      `<svg role="img" aria-label="${name}" ${attributes}>\n<title>${name}</title>\n<style>${style}</style>`,
  );
}
