import type { Catalog } from "../postgres/catalog.ts";
import type { Iteration } from "../prototype/iterations.ts";
import type { HardenedProject } from "./harden-project.ts";
import { type ProofRecord, proofRecordToJson } from "./proof-record.ts";
import { place, report } from "./report.ts";
import { rules } from "./rules/index.ts";
import { schemaFile } from "./schema-file.ts";
import { supabaseMigrations } from "./supabase-migrations.ts";
import { promisesFile } from "./tap/promises.ts";

const schemaSql = "schema.sql";
const reportFile = "report.md";
const promisesSql = "tests/promises.sql";
export const proofsFile = "proofs.json";

export interface ProductionState {
  /** What the schema makes. */
  readonly target: Catalog;
  readonly migrations: readonly Iteration[];
  readonly record: ProofRecord | undefined;
}

/**
 * The files of the folder `production` but for its migrations; the path of what stands beside that folder starts with
 * `../`. `shownRoot` is what the paths of sources start with when they are shown: `` or `examples/crm/`.
 */
export function productionFiles(
  { project, merged, hardened }: HardenedProject,
  { target, migrations, record }: ProductionState,
  shownRoot: string,
): ReadonlyMap<string, string> {
  const files = new Map([
    [schemaSql, schemaFile(hardened.sections, project.config)],
    [promisesSql, promisesFile(target, project.config)],
    [reportFile, report({ hardened, merged, rules, record, place: place(shownRoot) })],
    ...(project.config.layout === "supabase" ? supabaseMigrations(migrations) : []),
  ]);
  return record === undefined ? files : files.set(proofsFile, proofRecordToJson(record));
}
