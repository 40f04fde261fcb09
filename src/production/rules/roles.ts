import { ident, literal } from "../../postgres/quote.ts";
import { namesService } from "../access.ts";
import { platformOf } from "../platform.ts";
import type { HardeningContext, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";

/** Reads the audit log. */
export const auditorRole = "auditor";

export const roles: HardeningRule = {
  code: "roles",
  makes: (context) =>
    rolesMade(context).map((name) => ({
      name,
      call: `\\bTO\\b[^;()]*\\b${name}\\b`,
      made: `\\bcreate\\s+role\\s+"?${name}\\b`,
    })),
  profile: "minimal",
  summary:
    "The roles that policies and grants speak of are there; none can log in, own a table or bypass row level security.",
  why: "An application that works as one of them can do no more than the access lines say.",
  source: "https://www.postgresql.org/docs/current/role-attributes.html",
  *database(_, context) {
    for (const role of rolesMade(context)) {
      yield {
        kind: "role",
        name: role,
        sql: sqlFromTemplate("create-role", { name: literal(role), role: ident(role) }),
        why: "Made where it is missing: roles belong to the whole server.",
      };
    }
  },
};

/** The roles that the rule makes. */
export function rolesMade(context: HardeningContext): readonly string[] {
  const { roles, service, hasRoles } = platformOf(context.config);
  const audited = context.model.entities.some((entity) => context.isOn("audit", entity));
  return [
    ...(hasRoles ? [] : [...Object.values(roles), ...(namesService(context.model) ? [service.role] : [])]),
    ...(audited ? [auditorRole] : []),
  ];
}
