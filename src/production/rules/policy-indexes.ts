import type { Entity } from "../../model/model.ts";
import { type SqlToken, tokenize } from "../../model/sql-words.ts";
import { rightsOf } from "../access.ts";
import { btree, indexExtra, indexKey } from "../indexes.ts";
import type { HardeningContext, HardeningRule } from "../rule.ts";
import { hasField } from "../system-fields.ts";
import { tenantColumn } from "../tenant.ts";

/**
 * Columns compared with who asks: their id, what they belong to, their tenant, a setting. What is compared with a constant
 * tells few rows apart and gets no index for that alone.
 */
export const policyIndexes: HardeningRule = {
  code: "policy-indexes",
  profile: "standard",
  summary: "Every column that a policy compares with who asks is the first of an index.",
  why: "A policy is part of every query; without the index each of them reads the whole table, whatever it asks for.",
  source: "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
  *table(entity, context) {
    if (!context.isOn("row-level-security", entity)) return;
    for (const column of comparedColumns(entity, context)) {
      const why = `Policies compare ${column} with who asks.`;
      yield indexExtra(entity, btree([indexKey(column)]), why);
    }
  },
};

function comparedColumns(entity: Entity, context: HardeningContext): readonly string[] {
  const tenant = tenantColumn(entity, context);
  const said = rightsOf(entity, context).flatMap(({ when }) => comparedWithCalls(when));
  const columns = [...(tenant === undefined ? [] : [tenant]), ...said];
  return [...new Set(columns)].filter((name) => hasField(entity, name));
}

/** `owner_id = (SELECT me())`, `team_id = ANY (…)`, `team_id IN (SELECT …)`, `auth.uid() = owner_id` */
function comparedWithCalls(condition: string): readonly string[] {
  const tokens = tokenize(condition).filter(({ kind }) => kind !== "space");
  return outermost(tokens).flatMap((at) => {
    const [token, before, after] = [tokens[at], tokens[at - 1], tokens[at + 1]];
    const following = after?.text === "=" && isAsked(tokens, at + 2);
    const listed = after?.name === "in" && tokens[at + 2]?.text === "(" && tokens[at + 3]?.name === "select";
    const preceding = before?.text === "=" && tokens[at - 2]?.text === ")";
    return token?.name !== undefined && (following || listed || preceding) ? [token.name] : [];
  });
}

/** A subquery, ANY of one, or a call begins here. */
function isAsked(tokens: readonly SqlToken[], at: number): boolean {
  const [token, next] = [tokens[at], tokens[at + 1]];
  if (token?.text === "(") return next?.name === "select";
  if (token?.name === undefined) return false;
  return next?.text === "(" || (next?.text === "." && tokens[at + 3]?.text === "(");
}

/** The places of names outside subqueries: inside them names belong to other tables. */
function outermost(tokens: readonly SqlToken[]): readonly number[] {
  const open: boolean[] = [];
  return tokens.flatMap((token, at) => {
    if (token.text === "(") open.push(open.at(-1) === true || tokens[at + 1]?.name === "select");
    if (token.text === ")") open.pop();
    return token.kind === "name" && open.at(-1) !== true ? [at] : [];
  });
}
