import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** Loads a reader of GitHub-flavoured Markdown: the one that mermaid brings. */
export async function loadMarkdown(): Promise<(markdown: string) => string> {
  const cli = createRequire(import.meta.url).resolve("@mermaid-js/mermaid-cli");
  const mermaid = createRequire(cli).resolve("mermaid/package.json");
  const { marked } = (await import(pathToFileURL(createRequire(mermaid).resolve("marked")).href)) as {
    readonly marked: { parse(markdown: string, options: object): string };
  };
  return (markdown) => marked.parse(markdown, { gfm: true, async: false });
}
