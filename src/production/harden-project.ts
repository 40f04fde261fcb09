import { conflictFinding, type MergeResult } from "../merger/conflict.ts";
import { mergeModules } from "../merger/merge.ts";
import type { Finding } from "../model/finding.ts";
import type { Project } from "../model/model.ts";
import { type Hardened, harden } from "./harden.ts";

/** All modules merged and hardened. With errors among the findings it is not fit for anything. */
export interface HardenedProject {
  readonly project: Project;
  readonly merged: MergeResult;
  readonly hardened: Hardened;
  readonly findings: readonly Finding[];
}

export function hardenProject(project: Project): HardenedProject {
  const merged = mergeModules(project.business, project.modules, project.decisions);
  const hardened = harden(merged.model, project.config);
  const findings = [...merged.conflicts.map(conflictFinding), ...merged.findings, ...hardened.findings];
  return { project, merged, hardened, findings };
}
