import { Document, isMap, isSeq, parseDocument, YAMLMap, YAMLSeq } from "yaml";
import type { Decision } from "../model/model.ts";

/** A decision without a place yet. */
export type Answer = Omit<Decision, "at">;

/**
 * The text of `decisions.yaml` with these answers: an answer to a conflict that stands there takes the old one's place,
 * others follow at the end. Comments, order and spelling of the rest stay.
 */
export function recordDecisions(text: string, answers: readonly Answer[]): string {
  const document = parseDocument(text);
  const list = decisionsOf(document);
  for (const answer of answers) record(document, list, answer);
  if (list.items.length > 0) list.flow = false;
  return document.toString({ lineWidth: 0, indentSeq: !/^- /m.test(text) });
}

/** An answer as it stands in `decisions.yaml`. */
export function decisionYaml(answer: Answer): string {
  return new Document([entryOf(answer)]).toString({ lineWidth: 0 }).trimEnd();
}

function entryOf({ conflict, choose, why, by }: Answer): Record<string, string> {
  return { conflict, choose, why, ...(by !== undefined && { by }) };
}

function decisionsOf(document: Document): YAMLSeq {
  if (!isMap(document.contents)) document.contents = new YAMLMap();
  const list = document.get("decisions");
  if (isSeq(list)) return list;
  const fresh = new YAMLSeq();
  document.set("decisions", fresh);
  return fresh;
}

function record(document: Document, list: YAMLSeq, answer: Answer): void {
  const existing = list.items.find(
    (item): item is YAMLMap => isMap(item) && item.get("conflict") === answer.conflict,
  );
  if (existing === undefined) {
    list.add(document.createNode(entryOf(answer)));
    return;
  }
  for (const [key, value] of Object.entries(entryOf(answer))) existing.set(key, value);
  if (answer.by === undefined) existing.delete("by");
}
