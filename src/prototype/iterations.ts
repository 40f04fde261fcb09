import { createHash } from "node:crypto";
import type { Finding, Source, Span } from "../model/finding.ts";

/**
 * One recorded step of a module's prototype: a folder `NNNN_name` with `up.sql` and `down.sql`. Its hash covers the hash
 * of the iteration before it, so an iteration that was edited, removed or moved is found.
 */
export interface Iteration {
  readonly number: number;
  readonly name: string;
  /** Hash of the iteration before, or `none`. */
  readonly parent: string;
  readonly hash: string;
  /** SQL, without the header. */
  readonly up: string;
  readonly down: string;
}

/** The iterations of a module in order, and what is wrong with them. They may be used only when nothing is. */
export interface Chain {
  readonly iterations: readonly Iteration[];
  readonly findings: readonly Finding[];
}

const noParent = "none";

/** `0003_add-phone` */
export function folderName({ number, name }: Pick<Iteration, "number" | "name">): string {
  return `${String(number).padStart(4, "0")}_${name}`;
}

/** The iteration that follows the chain. */
export function nextIteration(
  chain: readonly Iteration[],
  content: { readonly name: string; readonly up: string; readonly down: string },
): Iteration {
  const last = chain.at(-1);
  const unhashed = {
    number: (last?.number ?? 0) + 1,
    name: content.name,
    parent: last?.hash ?? noParent,
    up: content.up.trim(),
    down: content.down.trim(),
  };
  return { ...unhashed, hash: hashOf(folderName(unhashed), unhashed) };
}

/** The files of an iteration's folder. */
export function iterationFiles(iteration: Iteration): ReadonlyMap<string, string> {
  const header = `-- iteration: ${folderName(iteration)}\n-- parent: ${iteration.parent}\n-- hash: ${iteration.hash}\n`;
  return new Map([
    ["up.sql", `${header}\n${iteration.up}\n`],
    ["down.sql", `${header}\n${iteration.down}\n`],
  ]);
}

/**
 * Reads the iterations out of the files under `modules/<module>/iterations` (path relative to it → text). `shownAs` is
 * that folder as the user knows it. Folders that start with a dot are unfinished writing and left out.
 */
export function readChain(files: ReadonlyMap<string, string>, module: string, shownAs: string): Chain {
  const recorded = [...groupByFolder(files)].map(([folder, texts]) => readIteration(folder, texts, shownAs));
  const readable = recorded
    .flatMap((result) => ("iteration" in result ? [result] : []))
    .sort(
      (a, b) => a.iteration.number - b.iteration.number || (a.iteration.name < b.iteration.name ? -1 : 1),
    );
  return {
    iterations: readable.map(({ iteration }) => iteration),
    findings: [...recorded.flatMap(({ findings }) => findings), ...checkOrder(readable, module)],
  };
}

function hashOf(folder: string, { parent, up, down }: Pick<Iteration, "parent" | "up" | "down">): string {
  return createHash("sha256")
    .update(JSON.stringify([parent, folder, up, down]))
    .digest("hex");
}

function groupByFolder(files: ReadonlyMap<string, string>): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const folders = new Map<string, Map<string, string>>();
  for (const [path, text] of files) {
    const [folder = "", ...rest] = path.split("/");
    if (folder.startsWith(".")) continue;
    const texts = folders.get(folder) ?? new Map<string, string>();
    folders.set(folder, texts.set(rest.join("/"), text));
  }
  return folders;
}

interface Recorded {
  readonly iteration: Iteration;
  readonly at: Span;
  readonly findings: readonly Finding[];
}

function readIteration(
  folder: string,
  texts: ReadonlyMap<string, string>,
  shownAs: string,
): Recorded | { readonly findings: readonly Finding[] } {
  const place = `${shownAs}/${folder}`;
  const [, digits, name] = /^(\d{4,})_(.+)$/.exec(folder) ?? [];
  if (digits === undefined || name === undefined) return { findings: [notAnIteration(place)] };
  const missing = ["up.sql", "down.sql"].filter((file) => !texts.has(file));
  if (missing.length > 0) return { findings: missing.map((file) => incomplete(place, file)) };

  const source: Source = { path: `${place}/up.sql`, text: texts.get("up.sql") ?? "" };
  const at: Span = { source, start: 0, end: Math.max(1, source.text.indexOf("\n")) };
  const up = parseFile(source.text);
  const down = parseFile(texts.get("down.sql") ?? "");
  const iteration: Iteration = {
    number: Number(digits),
    name,
    parent: up?.parent ?? "",
    hash: up?.hash ?? "",
    up: up?.sql ?? "",
    down: down?.sql ?? "",
  };
  const intact = up?.header === down?.header && up?.hash === hashOf(up?.folder ?? "", iteration);
  if (!intact) return { iteration, at, findings: [edited(folder, place, at)] };
  return { iteration, at, findings: up?.folder === folder ? [] : [moved(folder, up?.folder ?? "", at)] };
}

interface ParsedFile {
  readonly header: string;
  readonly folder: string;
  readonly parent: string;
  readonly hash: string;
  readonly sql: string;
}

function parseFile(text: string): ParsedFile | undefined {
  const unix = text.replaceAll("\r\n", "\n"); // git may have changed the line ends
  const match = /^-- iteration: (.*)\n-- parent: (\w+)\n-- hash: (\w+)\n/.exec(unix);
  if (match === null) return undefined;
  const [header, folder = "", parent = "", hash = ""] = match;
  return { header, folder, parent, hash, sql: unix.slice(header.length).trim() };
}

/**
 * Numbers go 1, 2, 3, … and each iteration was recorded on top of the one before. What is wrong with an iteration itself
 * says enough about its place.
 */
function checkOrder(recorded: readonly Recorded[], module: string): readonly Finding[] {
  return recorded.flatMap(({ iteration, at, findings }, position) => {
    const previous = recorded[position - 1];
    const before = previous?.iteration;
    const expected = (before?.number ?? 0) + 1;
    if (iteration.number === before?.number) return [sameNumber(before, iteration, module, at)];
    if (iteration.number > expected) return [missingNumber(expected, before, iteration, at)];
    if (findings.length + (previous?.findings.length ?? 0) > 0) return [];
    if (possibleParents(recorded, before).includes(iteration.parent)) return [];
    return [misplaced(iteration, before, at)];
  });
}

function possibleParents(recorded: readonly Recorded[], before: Iteration | undefined): readonly string[] {
  if (before === undefined) return [noParent];
  const sameNumber = recorded.filter(({ iteration }) => iteration.number === before.number);
  return sameNumber.map(({ iteration }) => iteration.hash);
}

function notAnIteration(place: string): Finding {
  return {
    code: "iterations/name",
    severity: "error",
    message: `${place} is not the folder of an iteration.`,
    help: "Iterations are folders named like 0003_add-phone. Move it elsewhere.",
  };
}

function incomplete(place: string, file: string): Finding {
  return {
    code: "iterations/incomplete",
    severity: "error",
    message: `${place} has no ${file}.`,
    help: `Restore it: git checkout -- ${place}`,
  };
}

function edited(folder: string, place: string, at: Span): Finding {
  return {
    code: "iterations/edited",
    severity: "error",
    message: `Iteration ${folder} was edited after it was recorded.`,
    at,
    help: `Restore it with \`git checkout -- ${place}\`, then change the definitions and make a new iteration.`,
  };
}

function sameNumber(first: Iteration, second: Iteration, module: string, at: Span): Finding {
  const [one, two] = [folderName(first), folderName(second)];
  return {
    code: "iterations/same-number",
    severity: "error",
    message: `Iterations ${one} and ${two} have the same number: they were made at the same time.`,
    at,
    help:
      `Keep the one that others already have. Remove the folder of the other, say ${two}; its definitions stay. Then ` +
      `\`schema prototype ${module} --name ${second.name}\` makes it again on top. A database that already has it needs \`schema prototype ${module} reset\`.`,
  };
}

function missingNumber(expected: number, before: Iteration | undefined, after: Iteration, at: Span): Finding {
  const number = String(expected).padStart(4, "0");
  const previous = before === undefined ? "the first is" : `${folderName(before)} is followed by`;
  return {
    code: "iterations/missing",
    severity: "error",
    message: `Iteration ${number} is missing: ${previous} ${folderName(after)}.`,
    at,
    help: "Restore its folder from version control. A recorded iteration is never removed or renumbered.",
  };
}

function moved(folder: string, recordedAs: string, at: Span): Finding {
  return {
    code: "iterations/reordered",
    severity: "error",
    message: `Folder ${folder} holds the iteration that was recorded as ${recordedAs}.`,
    at,
    help: `Rename the folder back to ${recordedAs}. A recorded iteration is never removed or renumbered.`,
  };
}

function misplaced(iteration: Iteration, before: Iteration | undefined, at: Span): Finding {
  const standsAfter = before === undefined ? "is the first here" : `stands after ${folderName(before)}`;
  return {
    code: "iterations/reordered",
    severity: "error",
    message: `Iteration ${folderName(iteration)} ${standsAfter}, but was recorded on top of another one.`,
    at,
    help: "The iteration before it was replaced. Restore that one from version control.",
  };
}
