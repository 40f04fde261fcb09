import type { Report, Span } from "./finding.ts";
import { pieceOf, type Text } from "./part.ts";
import type { Misfit } from "./scanner.ts";
import type { Path, YamlDocument } from "./yaml-document.ts";

/** A name of the config that definitions use: something is there only where it is on. */
export interface Switch {
  readonly kind: "flag" | "stage";
  readonly name: Text;
}

/** Where a definition is read from, for whom, and where findings go. */
export interface Reading {
  readonly document: YamlDocument;
  readonly module: string;
  /** The mixin that is read. */
  readonly mixin?: string | undefined;
  readonly report: Report;
  /** Remembers a flag or stage that must be in the config. */
  readonly noteSwitch: (kind: Switch["kind"], name: Text) => void;
}

/** One entry of `fields` or `relations`, in its long form. */
export interface Entry<Form> {
  /** The entity or mixin that it stands in. */
  readonly owner: string;
  readonly name: string;
  readonly path: Path;
  readonly form: Form;
  readonly reading: Reading;
}

/** A text with its place, if there is one. */
export function textAt(document: YamlDocument, path: Path, text: string | undefined): Text | undefined {
  return text === undefined ? undefined : { text, at: document.at(path) };
}

/** The texts of a list, or of the one text that stands for a list. */
export function textsAt(document: YamlDocument, path: Path, list: readonly string[]): readonly Text[] {
  return list.map((text, index) => ({ text, at: document.at([...path, index]) }));
}

/** Where a key of an entry stands; of an entry in short form, its only text. */
export function placeOf({ path, reading }: Entry<unknown>, key: string): Span {
  return reading.document.at([...path, key]);
}

export function reportMisfit(entry: Entry<unknown>, text: Text, misfit: Misfit): void {
  entry.reading.report({
    code: misfit.code,
    severity: "error",
    message: `${entry.owner}.${entry.name}: ${misfit.message}`,
    at: pieceOf(text, misfit.start, misfit.end),
    help: misfit.help,
  });
}
