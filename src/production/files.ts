import { createHash } from "node:crypto";
import type { HardenedProject } from "./harden-project.ts";
import type { ProofResult } from "./proof.ts";
import { place, report } from "./report.ts";
import { rules } from "./rules/index.ts";
import { schemaFile } from "./schema-file.ts";

const schemaSql = "schema.sql";
const reportFile = "report.md";
export const proofsFile = "proofs.json";

/**
 * The files of the folder `production` but for its migrations. `shownRoot` is what the paths of sources start with when
 * they are shown: `` or `examples/crm/`.
 */
export function productionFiles(
  { project, merged, hardened }: HardenedProject,
  proofs: readonly ProofResult[] | undefined,
  shownRoot: string,
): ReadonlyMap<string, string> {
  const schema = schemaFile(hardened.sections, project.config);
  const files = new Map([
    [schemaSql, schema],
    [reportFile, report({ hardened, merged, rules, proofs, place: place(shownRoot) })],
  ]);
  return proofs === undefined ? files : files.set(proofsFile, proofsToJson(proofs, schema));
}

/** With the hash of the schema that they were run on. */
function proofsToJson(proofs: readonly ProofResult[], schema: string): string {
  const hash = createHash("sha256").update(schema).digest("hex");
  return `${JSON.stringify({ version: 1, schema: hash, proofs }, null, 2)}\n`;
}

/** The proofs on record; undefined when there is no such file, or not one that the tool wrote. */
export function recordedProofs(files: ReadonlyMap<string, string>): readonly ProofResult[] | undefined {
  try {
    const { proofs }: { proofs: readonly ProofResult[] } = JSON.parse(files.get(proofsFile) ?? "{}");
    return proofs;
  } catch {
    return undefined;
  }
}
