import type { Hardened } from "../harden.ts";
import { code, table, text } from "../markdown.ts";
import type { ProofRecord } from "../proof-record.ts";
import { type MeasureStatus, protectedEntities, type SafeguardStatus } from "./assess.ts";

const words = {
  met: "met",
  gap: "GAP",
  "no data": "no table is concerned",
  "by people": "for people to decide",
} as const;

/** What the schema shows for each safeguard, as Markdown. */
export function renderSafeguards(
  hardened: Hardened,
  statuses: readonly SafeguardStatus[],
  record: ProofRecord | undefined,
): string {
  const { config } = hardened.context;
  const count = (status: SafeguardStatus["status"]) =>
    statuses.filter((safeguard) => safeguard.status === status).length;
  return [
    `# Technical safeguards of HIPAA (45 CFR 164.312) in ${text(config.name)}`,
    `What the production schema shows, profile ${config.harden.profile}: evidence for an assessment, not the statement that anyone complies. ${record === undefined ? "The proofs were not run." : `Proven on ${text(record.on)}.`}`,
    `${count("met")} met, ${count("gap")} with gaps, ${count("by people")} that no schema shows. For each of them people have work to do as well.`,
    ...heldData(hardened),
    "## Overview",
    table(
      ["Paragraph", "Safeguard", "", "Status"],
      statuses.map(({ paragraph, title, implementation, status }) => [
        paragraph,
        title,
        implementation,
        words[status],
      ]),
    ),
    ...statuses.flatMap(details),
  ].join("\n\n");
}

function heldData(hardened: Hardened): readonly string[] {
  const entities = protectedEntities(hardened);
  const unclassified = hardened.context.model.entities.filter((entity) => !entities.includes(entity));
  if (entities.length === 0) {
    return [
      "No field is classified with `pii:`, so nothing can be said of protected data. Classify the fields first.",
    ];
  }
  return [
    "## Where protected data is",
    table(
      ["Table", "Columns"],
      entities.map((entity) => [
        code(entity.table),
        entity.fields
          .flatMap(({ name, pii }) => (pii === undefined ? [] : [`${code(name)} ${pii}`]))
          .join(", "),
      ]),
    ),
    ...(unclassified.length === 0
      ? []
      : [
          `Without a classified column, and not looked at here: ${unclassified.map(({ table }) => code(table)).join(", ")}.`,
        ]),
  ];
}

function details({
  paragraph,
  title,
  implementation,
  measures,
  byPeople,
}: SafeguardStatus): readonly string[] {
  return [
    `## ${paragraph} ${title} (${implementation})`,
    [...measures.flatMap(lines), `- Not decidable from a schema: ${byPeople}`].join("\n"),
    ...(implementation === "addressable" && measures.some(({ missing }) => missing.length > 0)
      ? ["Addressable: close the gap, or write down why not and what stands instead."]
      : []),
  ];
}

function lines({ what, met, missing, shownBy, fix }: MeasureStatus): readonly string[] {
  const tables = (names: readonly string[]) => names.map(code).join(", ");
  const shown = shownBy.length === 0 ? "" : ` (${shownBy.join("; ")})`;
  return [
    ...(met.length === 0 ? [] : [`- Met: ${what} ${tables(met)}${shown}`]),
    ...(missing.length === 0 ? [] : [`- **Gap**: ${what} Not so for ${tables(missing)}. ${fix ?? ""}`]),
  ];
}
