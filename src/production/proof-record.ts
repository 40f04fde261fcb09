import { createHash } from "node:crypto";
import type { Hardened } from "./harden.ts";
import type { ProofResult } from "./proof.ts";

/** What `production/proofs.json` keeps: what was run, on what, and what was seen. */
export interface ProofRecord {
  /** Name and version of the program that ran them. */
  readonly by: string;
  /** What they were run on: `PostgreSQL 18.3, embedded, with 10 generated rows in each table`. */
  readonly on: string;
  /** Hash of the schema and its definitions, by `proofSubject`. */
  readonly of: string;
  readonly proofs: readonly ProofResult[];
}

/** A hash of all that proofs depend on: the statements and what the definitions promise, wherever they stand. */
export function proofSubject({ statements, context: { model, config } }: Hardened): string {
  const content = JSON.stringify([statements, model.entities, config], (key, value) =>
    key === "origins" || key === "at" ? undefined : value,
  );
  return createHash("sha256").update(content).digest("hex");
}

export function proofRecordToJson(record: ProofRecord): string {
  return `${JSON.stringify({ version: 1, ...record }, null, 2)}\n`;
}

/** The record in the text; undefined where it is none that the program wrote. */
export function readProofRecord(text: string | undefined): ProofRecord | undefined {
  try {
    const { by, on, of, proofs }: Partial<ProofRecord> = JSON.parse(text ?? "{}");
    if (by === undefined || on === undefined || of === undefined || proofs === undefined) return undefined;
    return { by, on, of, proofs };
  } catch {
    return undefined;
  }
}
