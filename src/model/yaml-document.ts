import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
} from "yaml";
import type { Report, Source, Span } from "./finding.ts";
import { aliasFinding, spanOf, yamlFindings } from "./yaml-findings.ts";

export type Path = readonly PropertyKey[];

/** What YAML says, without opinion: every scalar is a text as written (`no`, `1.10` and `007` stay what they are). */
export type YamlValue = string | null | readonly YamlValue[] | ReadonlyMap<string, YamlValue>;

/** One YAML document: its value, and where each part of it stands. */
export interface YamlDocument {
  readonly source: Source;
  readonly value: YamlValue;
  /** The value at a path, or the nearest thing around it that exists. */
  at(path: Path): Span;
  /** The key that the path ends in, or the nearest thing around it. */
  keyAt(path: Path): Span;
  /** True inside `{ }` and `[ ]`. */
  isFlow(path: Path): boolean;
}

/** More than this in one file is not written by people. */
export const maxFileBytes = 2_000_000;

/** The documents of a file. What is not good YAML is reported and left out. */
export function parseYaml(source: Source, report: Report): readonly YamlDocument[] {
  const documents = read(source, report);
  const full = documents.filter((document) => !isEmpty(document));
  if (full.length === 0 && documents.every((document) => document.errors.length === 0)) {
    report({
      code: "yaml/empty",
      severity: "error",
      message: `${source.path} holds no definition.`,
      at: { source, start: 0, end: 1 },
      help: "Write a definition into it, or remove it.",
    });
  }
  return full.flatMap((document) => toYamlDocument(source, document, report) ?? []);
}

function read(source: Source, report: Report): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(source.text, {
      schema: "failsafe",
      stringKeys: true,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    return "empty" in documents ? [] : documents;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report({
      code: "yaml/too-deep",
      severity: "error",
      message: `${source.path} is nested too deeply to be read.`,
      at: { source, start: 0, end: 1 },
    });
    return [];
  }
}

function isEmpty(document: Document.Parsed): boolean {
  const { contents, errors } = document;
  return (
    errors.length === 0 &&
    (contents === null || (isScalar(contents) && contents.value === "" && contents.source === ""))
  );
}

function toYamlDocument(source: Source, document: Document.Parsed, report: Report): YamlDocument | undefined {
  const findings = yamlFindings(source, document);
  for (const finding of findings) report(finding);
  if (findings.length > 0) return undefined;
  const value = plainValue(source, document, report);
  return value === undefined ? undefined : { source, value, ...locator(source, document) };
}

function plainValue(source: Source, document: Document.Parsed, report: Report): YamlValue | undefined {
  try {
    return document.toJS({ mapAsMap: true, maxAliasCount: 1000 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    report(aliasFinding(source, document));
    return undefined;
  }
}

type Item = Pair<Node, Node | null> | Node | null | undefined;

function locator(source: Source, document: Document.Parsed): Omit<YamlDocument, "source" | "value"> {
  const pairsOf = new WeakMap<YAMLMap, Map<string, Pair<Node, Node | null>>>();

  function pairs(map: YAMLMap): Map<string, Pair<Node, Node | null>> {
    let found = pairsOf.get(map);
    if (found === undefined) {
      found = new Map(
        (map as YAMLMap<Node, Node | null>).items.map((pair) => [
          isScalar(pair.key) ? String(pair.key.value) : "",
          pair,
        ]),
      );
      pairsOf.set(map, found);
    }
    return found;
  }

  function step(from: Item, key: PropertyKey): Item {
    const value = isPair(from) ? from.value : from;
    const node = isAlias(value) ? value.resolve(document) : value;
    if (isMap(node)) return pairs(node).get(String(key));
    return isSeq(node) ? (node.items[Number(key)] as Node | undefined) : undefined;
  }

  /** The items along the path as far as they exist, the document's contents first. */
  function walk(path: Path): Item[] {
    const items: Item[] = [document.contents];
    for (const key of path) {
      const next = step(items.at(-1), key);
      if (next === undefined) break;
      items.push(next);
    }
    return items;
  }

  /** The innermost thing that stands somewhere; a value that is not there is shown by its key. */
  function nearest(path: Path, part: "key" | "value"): Span {
    const item = walk(path).at(-1);
    if (!isPair(item)) return item ? spanOf(source, item) : { source, start: 0, end: 1 };
    const empty =
      item.value === null ||
      (isScalar(item.value) && item.value.source === "" && item.value.range?.[0] === item.value.range?.[1]);
    return spanOf(source, part === "key" || empty ? item.key : (item.value as Node));
  }

  function isFlow(path: Path): boolean {
    return walk(path).some((item) => {
      const node = isPair(item) ? item.value : item;
      return isCollection(node) && node.flow === true;
    });
  }

  return { at: (path) => nearest(path, "value"), keyAt: (path) => nearest(path, "key"), isFlow };
}
