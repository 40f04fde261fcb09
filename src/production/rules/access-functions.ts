import { platformOf } from "../platform.ts";
import type { HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { actorType } from "../system-fields.ts";

export const accessFunctions: HardeningRule = {
  code: "access-functions",
  profile: "standard",
  summary: "me() is the current user's id, has_role('admin') asks for one of their roles.",
  why: "Policies say who, and one place knows how the platform tells it. Both are stable, so a statement asks once.",
  source: "https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-SET",
  *database(_, { config, model }) {
    const traits = platformOf(config);
    const type = actorType(model, config);
    const me = sqlFromTemplate("current-user", { type, expression: `(${traits.userId})::${type}` });
    yield { kind: "function", name: "me", sql: me, why: `The current user's id, from ${traits.told.user}.` };
    const hasRole = sqlFromTemplate("has-role", { expression: traits.hasRole });
    yield {
      kind: "function",
      name: "has_role",
      sql: hasRole,
      why: `Their roles, from ${traits.told.roles}.`,
    };
  },
};

/** What policies call, as the role that asks. */
export const accessFunctionNames: readonly string[] = ["public.me()", "public.has_role(text)"];
