import { type Document, isScalar, type Node, visit, type YAMLError } from "yaml";
import type { Finding, Source, Span } from "./finding.ts";

/** Everything that keeps a document from being read, in plain words. */
export function yamlFindings(source: Source, document: Document.Parsed): readonly Finding[] {
  return [
    ...syntaxFindings(source, document),
    ...duplicateKeys(source, document),
    ...unknownAnchors(source, document),
  ];
}

/** The place of a node; at least one character wide. */
export function spanOf(source: Source, node: Node): Span {
  const [start, end] = node.range ?? [0, 1];
  return { source, start, end: Math.max(end, start + 1) };
}

/** More findings of one document than this mostly follow from the first. */
const mostFindings = 5;

/** The parser's own complaints: the first of each line. */
function syntaxFindings(source: Source, document: Document.Parsed): Finding[] {
  const shown = new Map<number, Finding>();
  for (const problem of [...document.errors, ...document.warnings]) {
    const [start, end] = problem.pos;
    const at: Span = { source, start, end: Math.max(end, start + 1) };
    const line = source.text.lastIndexOf("\n", start - 1);
    if (!shown.has(line)) shown.set(line, { severity: "error", at, ...wordsFor(problem) });
    if (shown.size === mostFindings) break;
  }
  return [...shown.values()];
}

function wordsFor(problem: YAMLError): Pick<Finding, "code" | "message" | "help"> {
  switch (problem.code) {
    case "TAB_AS_INDENT":
      return {
        code: "yaml/tab",
        message: "A tab stands where YAML wants spaces.",
        help: "Indent with spaces.",
      };
    case "NON_STRING_KEY":
      return {
        code: "yaml/key",
        message: "A list or map stands where a key is expected.",
        help: "Keys are names; quote one that begins with [ or {.",
      };
    case "BLOCK_AS_IMPLICIT_KEY":
      return {
        code: "yaml/syntax",
        message: "A map begins where only a text can stand.",
        help: 'Quote a text that holds ": ", or check how the lines are indented.',
      };
    default:
      return {
        code: "yaml/syntax",
        message: `This is not YAML: ${problem.message.replace(/\.$/, "")}.`,
        help: `Check quotes, brackets and indentation; a text that begins with one of {}[]&*!|>'"%@\` needs quotes.`,
      };
  }
}

function duplicateKeys(source: Source, document: Document.Parsed): Finding[] {
  const findings: Finding[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          findings.push({
            code: "yaml/duplicate-key",
            severity: "error",
            message: `"${key.value}" stands twice here.`,
            at: spanOf(source, key),
            help: "Keep one of them.",
          });
        }
        seen.add(key.value);
      }
    },
  });
  return findings;
}

function unknownAnchors(source: Source, document: Document.Parsed): Finding[] {
  const anchors = new Set<string>();
  const findings: Finding[] = [];
  visit(document, {
    Node(_, node) {
      if ("anchor" in node && node.anchor !== undefined) anchors.add(node.anchor);
    },
    Alias(_, alias) {
      if (anchors.has(alias.source)) return;
      findings.push({
        code: "yaml/unknown-anchor",
        severity: "error",
        message: `There is no anchor "${alias.source}" before this.`,
        at: spanOf(source, alias),
        help: 'A text that begins with "*" needs quotes.',
      });
    },
  });
  return findings;
}

/** What to say when a document's aliases multiply. */
export function aliasFinding(source: Source, document: Document.Parsed): Finding {
  let at: Span = { source, start: 0, end: 1 };
  visit(document, {
    Alias(_, alias) {
      at = spanOf(source, alias);
      return visit.BREAK;
    },
  });
  return {
    code: "yaml/aliases",
    severity: "error",
    message: "The aliases of this document multiply into more than is read.",
    at,
    help: "Use mixins to repeat fields.",
  };
}
