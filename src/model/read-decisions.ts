import { place, type Report, type Source } from "./finding.ts";
import type { Decision } from "./model.ts";
import { parseDefinition } from "./parse-definition.ts";
import { decisionsSchema } from "./schemas/decisions.ts";
import { parseYaml, type YamlDocument } from "./yaml-document.ts";

/** The decisions on record; none when there is no file. */
export function readDecisions(source: Source | undefined, report: Report): readonly Decision[] {
  if (source === undefined) return [];
  const decisions = parseYaml(source, report).flatMap((document) => decisionsOf(document, report));
  const seen = new Map<string, Decision>();
  for (const decision of decisions) {
    const other = seen.get(decision.conflict);
    if (other !== undefined) {
      report({
        code: "model/decision-twice",
        severity: "error",
        message: `The conflict "${decision.conflict}" is also decided in ${place(other.at)}.`,
        at: decision.at,
        help: "Keep one of them.",
      });
    }
    seen.set(decision.conflict, decision);
  }
  return decisions;
}

function decisionsOf(document: YamlDocument, report: Report): readonly Decision[] {
  const definition = parseDefinition(decisionsSchema, document, report);
  return (definition?.decisions ?? []).map((decision, index) => ({
    ...decision,
    at: document.at(["decisions", index, "conflict"]),
  }));
}
