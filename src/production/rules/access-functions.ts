import type { Finding } from "../../model/finding.ts";
import type { Config, Entity, FieldName } from "../../model/model.ts";
import { suggest } from "../../model/names.ts";
import { claimsIn, configuredField, hasClaims } from "../claims.ts";
import { platformOf } from "../platform.ts";
import { type HardeningContext, type HardeningRule, madeFunction } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { actorType } from "../system-fields.ts";

export const accessFunctions: HardeningRule = {
  code: "access-functions",
  makes: () => ["me", "has_role", "claim"].map(madeFunction),
  profile: "standard",
  summary:
    "me() is the current user's id, has_role('admin') asks for one of their roles, claim('link') is what else the config says that sessions bring.",
  why: "Policies say who, and one place knows how the platform tells it. All are stable, so a statement asks once.",
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
    if (!hasClaims(config)) return;
    yield {
      kind: "function",
      name: "claim",
      sql: sqlFromTemplate("claim", { expression: traits.claim }),
      why: `What else a session brings, from ${traits.told.claims}.`,
    };
  },
  *check(entity, context) {
    yield* unknownClaims(entity, context);
    // Said once.
    if (entity === context.model.entities[0]) yield* configured(context);
  },
};

/** What policies call, as the role that asks. */
export function accessFunctionNames(config: Config): readonly string[] {
  return ["public.me()", "public.has_role(text)", ...(hasClaims(config) ? ["public.claim(text)"] : [])];
}

function* unknownClaims({ name, access }: Entity, { config }: HardeningContext): Iterable<Finding> {
  const known = Object.keys(config.claims);
  for (const { when = "", origins } of access) {
    for (const claim of claimsIn([when]).filter((one) => !known.includes(one))) {
      const meant = suggest(claim, known);
      yield {
        code: "production/unknown-claim",
        severity: "error",
        message: `An access line of ${name} asks for the claim "${claim}", which is not in the config.`,
        at: origins[0]?.at,
        help:
          meant === undefined
            ? `Add it to schema.config.yaml, with a field that holds its values: claims: { ${claim}: ${name}.<field> }.`
            : `Did you mean "${meant}"?`,
      };
    }
  }
}

/** What the config names is tried with the values of a field, which must be there. */
function* configured({ config, model }: HardeningContext): Iterable<Finding> {
  const named: readonly (readonly [string, FieldName])[] = [
    ...(config.me === undefined ? [] : [["me", config.me] as const]),
    ...Object.entries(config.claims).map(([name, field]) => [`claim ${name}`, field] as const),
  ];
  for (const [what, field] of named) {
    if (configuredField(field, model) !== undefined) continue;
    yield {
      code: "production/unknown-field",
      severity: "error",
      message: `The config says that ${what} is one of ${field.name}, but there is no such field.`,
      at: field.at,
      help: "Name an entity and its field: account.owner_id.",
    };
  }
}
