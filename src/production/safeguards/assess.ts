import type { Entity } from "../../model/model.ts";
import type { Hardened } from "../harden.ts";
import type { ProofRecord } from "../proof-record.ts";
import { proofs } from "../proofs/index.ts";
import type { Measure, Safeguard } from "./safeguard.ts";

/** A measure against the tables that hold protected data. */
export interface MeasureStatus {
  readonly what: string;
  /** Tables for which it is taken, and for which it is not. */
  readonly met: readonly string[];
  readonly missing: readonly string[];
  /** What showed it: `access: 48 of 48 held`; empty where nothing was executed. */
  readonly shownBy: readonly string[];
  /** What to do about what is missing. */
  readonly fix?: string | undefined;
}

export interface SafeguardStatus extends Omit<Safeguard, "measures"> {
  /** `by people` where a schema shows nothing of it; `no data` where no table is concerned. */
  readonly status: "met" | "gap" | "no data" | "by people";
  readonly measures: readonly MeasureStatus[];
}

/** Tables with personal data, and which of their columns hold it. */
export function protectedEntities({ context }: Hardened): readonly Entity[] {
  return context.model.entities.filter(({ fields }) => fields.some(({ pii }) => pii !== undefined));
}

/** Each safeguard against what the schema does. */
export function assess(
  safeguards: readonly Safeguard[],
  hardened: Hardened,
  record: ProofRecord | undefined,
): readonly SafeguardStatus[] {
  const entities = protectedEntities(hardened);
  return safeguards.map(({ measures, ...safeguard }) => {
    const statuses = measures.map((measure) => assessMeasure(measure, entities, hardened, record));
    return { ...safeguard, status: statusOf(statuses), measures: statuses };
  });
}

function statusOf(measures: readonly MeasureStatus[]): SafeguardStatus["status"] {
  if (measures.length === 0) return "by people";
  if (measures.some(({ missing }) => missing.length > 0)) return "gap";
  return measures.some(({ met }) => met.length > 0) ? "met" : "no data";
}

function assessMeasure(
  { what, shownBy, fix, isTaken, concerns = () => true }: Measure,
  entities: readonly Entity[],
  hardened: Hardened,
  record: ProofRecord | undefined,
): MeasureStatus {
  const tables = (taken: boolean) =>
    entities
      .filter((entity) => concerns(entity) && isTaken(entity, hardened) === taken)
      .map(({ table }) => table);
  const met = tables(true);
  const missing = tables(false);
  return {
    what,
    met,
    missing,
    shownBy: record === undefined || met.length === 0 ? [] : evidence(shownBy, met, record),
    fix: missing.length === 0 ? undefined : fix,
  };
}

/** What the proofs of these rules saw on these tables, or on the whole database. */
function evidence(
  rules: readonly string[],
  tables: readonly string[],
  record: ProofRecord,
): readonly string[] {
  return proofs
    .filter((proof) => proof.rules.some((rule) => rules.includes(rule)))
    .flatMap(({ code }) => {
      const seen = record.proofs.filter(({ proof }) => proof === code);
      const ofTables = seen.filter(({ subject }) =>
        tables.some((table) => [":", "."].some((end) => subject.startsWith(table + end))),
      );
      const counted = ofTables.length > 0 ? ofTables : seen;
      if (counted.length === 0) return [];
      return [`${code}: ${counted.filter(({ held }) => held).length} of ${counted.length} held`];
    });
}
