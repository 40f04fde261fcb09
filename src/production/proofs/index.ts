import type { Proof } from "../proof.ts";
import { access } from "./access.ts";
import { tableOwner } from "./table-owner.ts";

/** Every proof, in the order in which they are run and reported. */
export const proofs: readonly Proof[] = [access, tableOwner];
