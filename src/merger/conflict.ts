import type { Finding } from "../model/finding.ts";
import type { Decision, Model, Origin } from "../model/model.ts";

/** What can be chosen to settle a conflict. */
export interface Choice {
  /** As written after `choose:`. */
  readonly choose: string;
  readonly means: string;
}

/** One value as people read it, and all who say it. */
export interface ShownSide {
  readonly value: string;
  readonly origins: readonly Origin[];
}

/** Modules (or a module and the business model) disagree, and no written rule settles it: a person decides. */
export interface Conflict {
  /** Stable: `<code> <subject>`, as in `type account.zip`. */
  readonly id: string;
  readonly code: string;
  readonly entity: string;
  /** `account.zip`, or `account.phone account.phone_number`. */
  readonly subject: string;
  /** What to decide, and why the tool does not. */
  readonly question: string;
  readonly sides: readonly ShownSide[];
  readonly choices: readonly Choice[];
  /** What may be chosen besides the choices: `any other type`. */
  readonly other?: string | undefined;
}

/** Sayings that differ and that a written rule made one. */
export interface Widening {
  readonly id: string;
  readonly entity: string;
  readonly subject: string;
  readonly sides: readonly ShownSide[];
  readonly to: string;
  /** The rule, in a sentence. */
  readonly rule: string;
}

/** A conflict that a decision settles. */
export interface Resolution {
  readonly conflict: Conflict;
  readonly decision: Decision;
}

export interface MergeResult {
  /** Everything, completed from the business model. Open conflicts stand at the business model's saying, else the first. */
  readonly model: Model;
  /** Open: nobody has decided. */
  readonly conflicts: readonly Conflict[];
  readonly resolved: readonly Resolution[];
  readonly widened: readonly Widening[];
  /** What is wrong with the decisions, and with the merged whole. */
  readonly findings: readonly Finding[];
}

/** An open conflict as a finding, at the place of the side that deviates from the business model. */
export function conflictFinding(conflict: Conflict): Finding {
  const last = conflict.sides.at(-1)?.origins.at(-1);
  const first = conflict.choices[0]?.choose ?? "";
  return {
    code: "merge/open-conflict",
    severity: "error",
    message: `${conflict.id}: ${conflict.question} ${describeSides(conflict)}`,
    at: last?.at,
    help: `Decide with \`schema merge --decide '${conflict.id}=${first}' --why '…'\` (or ${alternatives(conflict)}).`,
  };
}

function describeSides(conflict: Conflict): string {
  return `${conflict.sides.map(({ value, origins }) => `${modulesOf(origins)}: ${value}`).join("; ")}.`;
}

function alternatives(conflict: Conflict): string {
  const rest = conflict.choices.slice(1).map(({ choose }) => `\`${choose}\``);
  return [...rest, ...(conflict.other === undefined ? [] : [conflict.other])].join(", ");
}

/** The names of the modules that say something, each once. */
export function modulesOf(origins: readonly Origin[]): string {
  return [...new Set(origins.map(({ module }) => module))].join(", ");
}
