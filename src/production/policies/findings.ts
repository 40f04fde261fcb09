import type { Finding } from "../../model/finding.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import type { HardeningContext } from "../rule.ts";
import { endlessPolicies } from "./endless.ts";
import { writtenPolicies } from "./written.ts";

/** What is wrong with the policies of the hardened schema, as PostgreSQL understood them. */
export function policyFindings(target: Catalog, context: HardeningContext): readonly Finding[] {
  return [...writtenPolicies(target, context), ...endlessPolicies(target, context)];
}
