import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Option } from "commander";
import { conceptFiles, conceptFolder, isMermaidPicture, mermaidPictureOf } from "../concept/concept-files.ts";
import { MermaidRenderer, type PictureFormat, pictureFormats } from "../concept/mermaid-cli.ts";
import { type ExitCode, exitCode } from "../model/app-error.ts";
import type { Project } from "../model/model.ts";
import { compareFolder, listFiles, syncFolder, type Written } from "./files.ts";
import type { Io } from "./io.ts";
import type { DefineCommand } from "./program.ts";
import { loadProject } from "./project.ts";

interface ConceptOptions {
  readonly dir?: string;
  readonly format?: PictureFormat;
  readonly dryRun?: true;
  readonly json?: true;
}

type Contents = ReadonlyMap<string, string | Uint8Array>;

export const define: DefineCommand = (command, { io, run }) => {
  command
    .option("--dir <folder>", "the project's folder")
    .addOption(
      new Option(
        "--format <format>",
        "also draw the mermaid text, with mermaid-cli and a browser of yours",
      ).choices(pictureFormats),
    )
    .option("--dry-run", "say what would change, write nothing")
    .option("--no-input", "never ask")
    .option("--json", "print the result as JSON")
    .action(run((options: ConceptOptions) => concept(options, io)));
};

async function concept(options: ConceptOptions, io: Io): Promise<ExitCode> {
  const project = await loadProject(io, options.dir);
  const folder = join(project.root, conceptFolder);
  const documents = await conceptFiles(project);
  const files = new Map([
    ...documents,
    ...(await picturesToKeep(folder, documents)),
    ...(options.format === undefined ? [] : await draw(project, documents, options.format, io)),
  ]);
  const written = options.dryRun ? await compareFolder(folder, files) : await syncFolder(folder, files);
  const next = nextCommand(project);
  if (options.json) {
    const result = { version: 1, ok: true, dryRun: options.dryRun === true, folder: conceptFolder };
    io.out(JSON.stringify({ ...result, ...written, next }, null, 2));
  } else {
    io.out(report(written, files.size, options.dryRun === true));
    io.note(`Next: ${next}`);
  }
  return exitCode.ok;
}

/** Pictures that an earlier `--format` drew from a text that has not changed since. */
async function picturesToKeep(folder: string, documents: Contents): Promise<Contents> {
  const kept = new Map<string, Uint8Array>();
  for (const path of (await listFiles(folder)).filter(isMermaidPicture)) {
    const text = path.replace(/\.mermaid\.\w+$/, ".mmd");
    const before = await readFile(join(folder, text), "utf8").catch(() => undefined);
    if (before !== undefined && before === documents.get(text))
      kept.set(path, await readFile(join(folder, path)));
  }
  return kept;
}

async function draw(project: Project, documents: Contents, format: PictureFormat, io: Io): Promise<Contents> {
  const importers = [join(project.root, "package.json"), import.meta.url];
  await using renderer = await MermaidRenderer.open(importers, io.env);
  const pictures = new Map<string, Uint8Array>();
  for (const [path, text] of documents) {
    const picture = mermaidPictureOf(path, format);
    if (picture === undefined || typeof text !== "string") continue;
    io.note(`Drawing ${picture}`);
    pictures.set(picture, await renderer.render(path, text, format));
  }
  return pictures;
}

function report({ created, changed, removed }: Written, total: number, dryRun: boolean): string {
  const lines = [
    ...created.map((path) => `  + ${conceptFolder}/${path}`),
    ...changed.map((path) => `  ~ ${conceptFolder}/${path}`),
    ...removed.map((path) => `  - ${conceptFolder}/${path}`),
  ];
  if (lines.length === 0) return `${conceptFolder} is up to date (${total} files).`;
  const counts = `${created.length} new, ${changed.length} changed, ${removed.length} removed`;
  return [`${conceptFolder}${dryRun ? " would change" : ""}: ${counts}`, ...lines].join("\n");
}

/** The first module that has no prototype yet gets one; after that the next iteration follows. */
function nextCommand({ root, modules }: Project): string {
  const names = modules.map(({ name }) => name).sort();
  const fresh = names.find((name) => !existsSync(join(root, "modules", name, "iterations")));
  if (fresh !== undefined) return `schema prototype ${fresh} --name first`;
  return `schema prototype ${names[0] ?? "<module>"} --name <what-changed>`;
}
