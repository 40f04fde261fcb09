import type { Project } from "../model/model.ts";
import { areaFiles, moduleFiles } from "./diagram-page.ts";
import type { Files } from "./drawing.ts";
import { indexFiles } from "./index-page.ts";
import { outlineOf } from "./outline.ts";

/** Folder of the documents inside a project. */
export const conceptFolder = "docs/schema";

/** Every document of the concept stage that needs no browser: path inside `conceptFolder` → content. */
export async function conceptFiles(project: Project): Promise<Files> {
  const outline = outlineOf(project);
  const files = new Map(await indexFiles(outline));
  for (const area of outline.areas) addAll(files, await areaFiles(outline, area));
  for (const module of outline.modules) addAll(files, await moduleFiles(outline, module));
  return files;
}

/** Where the picture goes that mermaid-cli draws from a document, if the document is mermaid text. */
export function mermaidPictureOf(path: string, format: string): string | undefined {
  return path.endsWith(".mmd") ? path.replace(/\.mmd$/, `.mermaid.${format}`) : undefined;
}

/** Whether a file of the documents' folder is a picture by mermaid-cli; those are optional. */
export function isMermaidPicture(path: string): boolean {
  return /\.mermaid\.(svg|png|pdf)$/.test(path);
}

function addAll(files: Map<string, string>, more: Files): void {
  for (const [path, content] of more) files.set(path, content);
}
