import type { Entity } from "../../model/model.ts";
import type { Hardened } from "../harden.ts";

/** Something that a schema can do for a safeguard, for each table that holds protected data. */
export interface Measure {
  /** `Row level security lets everyone see and change only what access lines allow.` */
  readonly what: string;
  /** The entities with protected data that it is about; all when absent. */
  readonly concerns?: (entity: Entity) => boolean;
  /** Whether the schema does it for this entity. */
  isTaken(entity: Entity, hardened: Hardened): boolean;
  /** Codes of the hardening rules whose proofs show it. */
  readonly shownBy: readonly string[];
  /** What to do where it is not done. */
  readonly fix: string;
}

/** A technical safeguard of the law. */
export interface Safeguard {
  /** Paragraph: `164.312(a)(1)`. */
  readonly paragraph: string;
  readonly title: string;
  /**
   * `required`, or `addressable`: to be implemented, or the reason why not and what stands instead to be written down.
   * A standard without specifications of its own is required.
   */
  readonly implementation: "required" | "addressable";
  readonly measures: readonly Measure[];
  /** What no schema shows and a person must see to. */
  readonly byPeople: string;
}

/** The schema does it where one of these hardening rules added something to the table, or to the database for all. */
export function byRules(codes: readonly string[], what: string, fix: string): Measure {
  return {
    what,
    fix,
    shownBy: codes,
    isTaken: ({ name }, { additions }) =>
      codes.every((code) =>
        additions.some(({ rule, entity }) => rule === code && (entity === undefined || entity === name)),
      ),
  };
}
