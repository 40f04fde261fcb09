import type { HardeningRule } from "../rule.ts";
import { accessFunctions } from "./access-functions.ts";
import { actors } from "./actors.ts";
import { allowedValues } from "./allowed-values.ts";
import { appendOnly } from "./append-only.ts";
import { audit } from "./audit.ts";
import { auditChain } from "./audit-chain.ts";
import { auditMonths } from "./audit-months.ts";
import { buckets } from "./buckets.ts";
import { checks } from "./checks.ts";
import { codes } from "./codes.ts";
import { comments } from "./comments.ts";
import { declaredIndexes } from "./declared-indexes.ts";
import { defaults } from "./defaults.ts";
import { derived } from "./derived.ts";
import { encryption } from "./encryption.ts";
import { extensions } from "./extensions.ts";
import { foreignKeyIndexes } from "./foreign-key-indexes.ts";
import { foreignKeys } from "./foreign-keys.ts";
import { grants } from "./grants.ts";
import { inheritedAccess } from "./inherited-access.ts";
import { jsonShape } from "./json-shape.ts";
import { keyDefaults } from "./key-defaults.ts";
import { liveReferences } from "./live-references.ts";
import { masking } from "./masking.ts";
import { membership } from "./membership.ts";
import { noRedundantIndexes } from "./no-redundant-indexes.ts";
import { notNull } from "./not-null.ts";
import { optimisticLock } from "./optimistic-lock.ts";
import { policyIndexes } from "./policy-indexes.ts";
import { queryIndexes } from "./query-indexes.ts";
import { readLog } from "./read-log.ts";
import { retention } from "./retention.ts";
import { roles } from "./roles.ts";
import { rowLevelSecurity } from "./row-level-security.ts";
import { sessionTimeouts } from "./session-timeouts.ts";
import { softDelete } from "./soft-delete.ts";
import { stateMachine } from "./state-machine.ts";
import { tenantWallRule } from "./tenant-wall.ts";
import { timestamps } from "./timestamps.ts";
import { unique } from "./unique.ts";

/** Every hardening rule, in the order in which they complete entities and add to tables. */
export const rules: readonly HardeningRule[] = [
  encryption,
  extensions,
  keyDefaults,
  timestamps,
  actors,
  softDelete,
  optimisticLock,
  notNull,
  defaults,
  allowedValues,
  checks,
  jsonShape,
  stateMachine,
  codes,
  derived,
  unique,
  tenantWallRule,
  foreignKeys,
  declaredIndexes,
  queryIndexes,
  foreignKeyIndexes,
  policyIndexes,
  noRedundantIndexes,
  roles,
  sessionTimeouts,
  accessFunctions,
  membership,
  inheritedAccess,
  liveReferences,
  readLog,
  rowLevelSecurity,
  grants,
  masking,
  audit,
  auditChain,
  auditMonths,
  appendOnly,
  retention,
  buckets,
  comments,
];
