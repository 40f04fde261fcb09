import type { Proof } from "../proof.ts";
import { access } from "./access.ts";
import { accessColumns } from "./access-columns.ts";
import { appendOnly } from "./append-only.ts";
import { audit } from "./audit.ts";
import { auditChain } from "./audit-chain.ts";
import { auditLog } from "./audit-log.ts";
import { auditMonths } from "./audit-months.ts";
import { borrowedRights } from "./borrowed-rights.ts";
import { buckets } from "./buckets.ts";
import { budgets } from "./budgets.ts";
import { codes } from "./codes.ts";
import { constraints } from "./constraints.ts";
import { derived } from "./derived.ts";
import { encryption } from "./encryption.ts";
import { jsonShape } from "./json-shape.ts";
import { liveReferences } from "./live-references.ts";
import { masking } from "./masking.ts";
import { optimisticLock } from "./optimistic-lock.ts";
import { queries } from "./queries.ts";
import { readLog } from "./read-log.ts";
import { retention } from "./retention.ts";
import { sessionTimeouts } from "./session-timeouts.ts";
import { sideDoors } from "./side-doors.ts";
import { softDelete } from "./soft-delete.ts";
import { stamps } from "./stamps.ts";
import { stateMachine } from "./state-machine.ts";
import { tableOwner } from "./table-owner.ts";
import { tenantReferences } from "./tenant-references.ts";

/** Every proof, in the order in which they are run and reported. */
export const proofs: readonly Proof[] = [
  access,
  accessColumns,
  tableOwner,
  sideDoors,
  borrowedRights,
  tenantReferences,
  masking,
  encryption,
  audit,
  auditLog,
  auditChain,
  auditMonths,
  readLog,
  appendOnly,
  optimisticLock,
  softDelete,
  liveReferences,
  stamps,
  constraints,
  jsonShape,
  stateMachine,
  codes,
  derived,
  retention,
  buckets,
  sessionTimeouts,
  queries,
  budgets,
];
