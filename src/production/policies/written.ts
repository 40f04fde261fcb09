import type { Finding, Span } from "../../model/finding.ts";
import { type SqlToken, tokenize } from "../../model/sql-words.ts";
import type { Catalog, ObjectOf } from "../../postgres/catalog.ts";
import { policyPlace } from "../own-functions.ts";
import { platformOf } from "../platform.ts";
import type { HardeningContext } from "../rule.ts";

type Policy = ObjectOf<"policy">;

/**
 * What policies of SQL files should not do; those that rules make do none of it. A file whose first lines say what it
 * `opens` may let everybody write, and speak to every role.
 */
export function writtenPolicies(target: Catalog, context: HardeningContext): readonly Finding[] {
  return [...target.objects.values()].flatMap((object) => {
    if (object.kind !== "policy") return [];
    const place = policyPlace(object.id.path, context.model, context.config);
    if (place === undefined) return [];
    const { at, opens } = place;
    return [
      ...asksUsers(object, at),
      ...(opens === undefined ? [...isForEverybody(object, at), ...lets(object, at)] : []),
      ...callsForEachRow(object, at, target, context),
    ];
  });
}

/** @see https://supabase.com/docs/guides/database/database-advisors?lint=0015_rls_references_user_metadata */
function asksUsers(policy: Policy, at: Span): readonly Finding[] {
  if (!conditionsOf(policy).some((condition) => /user_meta_?data/i.test(condition))) return [];
  return [
    {
      code: "production/user-metadata",
      severity: "error",
      message: `The policy ${named(policy)} asks user_metadata, which users change themselves.`,
      at,
      help: "Use app_metadata, has_role(), or a table that users cannot write.",
    },
  ];
}

function isForEverybody(policy: Policy, at: Span): readonly Finding[] {
  if (!policy.definition.roles.includes("PUBLIC")) return [];
  return [
    {
      code: "production/policy-for-public",
      severity: "warning",
      message: `The policy ${named(policy)} names no role, so it is for every role and is checked for each of them.`,
      at,
      help: "Say for whom it is: TO authenticated. Where everyone is meant, say so at the top of the file: `-- opens: …`.",
    },
  ];
}

/** A restrictive policy that is always true lets nobody do anything. */
function lets(policy: Policy, at: Span): readonly Finding[] {
  const { command, permissive, roles } = policy.definition;
  const always = conditionsOf(policy).some((condition) => /^\(*true\)*$/i.test(condition));
  if (!permissive || command === "select" || !always) return [];
  return [
    {
      code: "production/policy-always-true",
      severity: "warning",
      message: `The policy ${named(policy)} lets ${roles.join(", ")} ${command === "all" ? "write" : command} every row: its condition is always true.`,
      at,
      help: "Say which rows. Where all are meant, write an access line, or say why at the top of the file: `-- opens: …`.",
    },
  ];
}

/** PostgreSQL runs a call once for each row, a subquery that does not depend on the row once for a statement. */
function callsForEachRow(
  policy: Policy,
  at: Span,
  target: Catalog,
  context: HardeningContext,
): readonly Finding[] {
  const calls = new Set(conditionsOf(policy).flatMap((condition) => callsIn(condition, target, context)));
  return [...calls].map((call) => ({
    code: "production/policy-call-per-row",
    severity: "warning",
    message: `The policy ${named(policy)} calls ${call}() for each row, although the row plays no part in it.`,
    at,
    help: `Wrap the call: (SELECT ${call}(…)). It is then run once for a statement.`,
  }));
}

/** Functions of the project and the platform, and settings, that are called outside subqueries with no column. */
function callsIn(condition: string, target: Catalog, { config }: HardeningContext): readonly string[] {
  const tokens = tokenize(condition).filter(({ kind }) => kind !== "space");
  const inSubquery: boolean[] = [];
  return tokens.flatMap((token, i) => {
    if (token.text === "(") inSubquery.push(inSubquery.at(-1) === true || tokens[i + 1]?.name === "select");
    if (token.text === ")") inSubquery.pop();
    if (token.name === undefined || tokens[i + 1]?.text !== "(" || inSubquery.at(-1) === true) return [];
    const schema = tokens[i - 1]?.text === "." ? tokens[i - 2]?.name : undefined;
    const runs =
      token.name === "current_setting" ||
      (schema !== undefined && platformOf(config).ownSchemas.includes(schema)) ||
      isChanging(token.name, schema, target);
    if (!runs || takesColumns(tokens, i + 1)) return [];
    return [schema === undefined ? token.text : `${schema}.${token.text}`];
  });
}

/** Whether a function of the schema is called whose result is not known in advance. */
function isChanging(name: string, schema: string | undefined, target: Catalog): boolean {
  return [...target.objects.values()].some(
    ({ kind, id, definition }) =>
      kind === "function" &&
      id.path[1] === name &&
      (schema === undefined || id.path[0] === schema) &&
      !/\bIMMUTABLE\b/.test(JSON.stringify(definition)),
  );
}

/** Whether there is a name between these parentheses that is no function, type or constant. */
function takesColumns(tokens: readonly SqlToken[], open: number): boolean {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const [before, token, after] = [tokens[i - 1], tokens[i], tokens[i + 1]];
    if (token?.text === "(") depth++;
    if (token?.text === ")" && --depth === 0) return false;
    if (token?.text === "." && after?.text === "*") return true;
    const isName = token?.name !== undefined && !/^(true|false|null)$/i.test(token.text);
    if (isName && after?.text !== "(" && before?.text !== "::" && after?.text !== ".") return true;
  }
  return false;
}

function conditionsOf({ definition: { using, check } }: Policy): readonly string[] {
  return [using, check].filter((condition) => condition !== undefined && condition !== null);
}

function named({ id: { path } }: Policy): string {
  return `${path[2]} of ${path[1]}`;
}
