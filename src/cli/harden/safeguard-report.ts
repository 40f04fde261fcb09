import { join } from "node:path";
import { openShadow } from "../../postgres/shadow.ts";
import type { HardenedProject } from "../../production/harden-project.ts";
import { preamble } from "../../production/platform.ts";
import { assess } from "../../production/safeguards/assess.ts";
import { hipaa } from "../../production/safeguards/hipaa.ts";
import { renderSafeguards } from "../../production/safeguards/render.ts";
import type { Io } from "../io.ts";
import { toJson } from "../prototype/report.ts";
import { stateFolder } from "../state-folder.ts";
import { proofRecord } from "./draft.ts";

/** What the schema shows for the safeguards of the law, with the proofs as evidence. */
export async function safeguardReport(
  project: HardenedProject,
  { prove, json }: { readonly prove: boolean; readonly json?: true },
  io: Io,
): Promise<string> {
  const { root, config } = project.project;
  const cacheDir = join(await stateFolder(root), "cache");
  await using shadow = await openShadow({ cacheDir, preamble: preamble(config.platform) });
  const record = await proofRecord(project, { prove }, { shadow, cacheDir }, io);
  const safeguards = assess(hipaa, project.hardened, record);
  if (json) return toJson({ safeguards, on: record?.on ?? null });
  return renderSafeguards(project.hardened, safeguards, record);
}
