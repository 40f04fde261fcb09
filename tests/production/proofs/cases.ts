import { readFile } from "node:fs/promises";
import { join } from "node:path";

export const caseFolder = join(import.meta.dirname, "cases");

/** The definitions of a case. */
export async function proofCase(name: string): Promise<string> {
  return await readFile(join(caseFolder, name), "utf8");
}

/** Cases on which each promise is broken, too. */
export const brokenCases: readonly string[] = [
  "composite-keys-and-enum-types.yaml",
  "unique-indexes-and-deletes-that-go-on.yaml",
  "state-machines.yaml",
  "codes.yaml",
  "retention.yaml",
  "audit-trails.yaml",
  "chained-audit.yaml",
  "audit-by-months.yaml",
  "chained-audit-by-months.yaml",
  "reads-that-are-recorded.yaml",
  "types-of-extensions.yaml",
  "masked-rows.yaml",
  "encrypted-fields.yaml",
  "access-through-relations-and-memberships.yaml",
  "tenants.yaml",
  "derived.yaml",
  "append-only.yaml",
  "documents-with-shapes.yaml",
  "session-timeouts.yaml",
  "capability-links.yaml",
  "owners-that-change-hands.yaml",
  "deletions-across-relations.yaml",
  "trees-of-rows.yaml",
];
