import { type Access, type Check, commands, type Index, type Origin, type Query } from "../model/model.ts";
import { normalize } from "./expressions.ts";
import type { Ledger } from "./ledger.ts";
import { unionOrigins } from "./origins.ts";
import { firstOf } from "./rule.ts";
import { check } from "./rules/check.ts";
import { describeIndex, indexDefinition } from "./rules/index-definition.ts";
import { budget, query } from "./rules/query.ts";

/** Checks of all: one for each name, and one for each condition. */
export function mergeChecks(ledger: Ledger, entity: string, sayings: readonly Check[]): readonly Check[] {
  const named = groupBy(sayings, ({ name }) => name).map((group) => mergeCheck(ledger, entity, group));
  return groupBy(named, ({ expression }) => normalize(expression)).map(withAllOrigins);
}

function mergeCheck(ledger: Ledger, entity: string, group: readonly Check[]): Check {
  const { name, origins } = withAllOrigins(group);
  const subject = { entity, name: `${entity}.${name}` };
  const said = group.map((one) => ({ value: one.expression, origins: one.origins }));
  return { name, expression: ledger.settle(check, subject, said), origins };
}

/** Indexes of all: one for each definition, and one for each name. */
export function mergeIndexes(ledger: Ledger, entity: string, sayings: readonly Index[]): readonly Index[] {
  const distinct = groupBy(sayings, describeIndex).map(mergeEqualIndexes);
  const named = groupBy(distinct, (index) => index.name ?? describeIndex(index));
  return named.map((group) => mergeNamedIndex(ledger, entity, group)).filter(notCovered);
}

function mergeEqualIndexes(group: readonly Index[]): Index {
  const name = group.find((index) => index.name !== undefined)?.name;
  return { ...withAllOrigins(group), ...(name !== undefined && { name }) };
}

function mergeNamedIndex(ledger: Ledger, entity: string, group: readonly Index[]): Index {
  const merged = withAllOrigins(group);
  const subject = { entity, name: `${entity}.${merged.name ?? describeIndex(merged)}` };
  const said = group.map(({ name, origins, ...value }) => ({ value, origins }));
  return { ...merged, ...ledger.settle(indexDefinition, subject, said) };
}

/** A unique index also serves those who asked for a plain one. */
function notCovered(index: Index, _: number, all: readonly Index[]): boolean {
  const unique = describeIndex({ ...index, unique: true });
  return index.unique || index.name !== undefined || !all.some((other) => describeIndex(other) === unique);
}

export function mergeQueries(ledger: Ledger, entity: string, sayings: readonly Query[]): readonly Query[] {
  return groupBy(sayings, ({ name }) => name).map((group) => mergeQuery(ledger, entity, group));
}

function mergeQuery(ledger: Ledger, entity: string, group: readonly Query[]): Query {
  if (new Set(group).size === 1) return firstOf(group);
  const { name, origins } = withAllOrigins(group);
  const subject = { entity, name: `${entity}.${name}` };
  const { where, order, match, using } = ledger.settle(
    query,
    subject,
    group.map((value) => ({ value, origins: value.origins })),
  );
  const milliseconds = ledger.settle(
    budget,
    subject,
    group.map((one) => ({ value: one.budget, origins: one.origins })),
  );
  return {
    name,
    where,
    order,
    match,
    ...(using !== undefined && { using }),
    ...(milliseconds !== undefined && { budget: milliseconds }),
    origins,
  };
}

/** Lines of row level security add up: one line for each condition and roles, with the commands of all. */
export function mergeAccess(sayings: readonly Access[]): readonly Access[] {
  return groupBy(sayings, ({ to, when }) => JSON.stringify([[...to].sort(), normalize(when ?? "true")])).map(
    (group) => {
      const allowed = new Set(group.flatMap(({ allow }) => allow));
      return { ...withAllOrigins(group), allow: commands.filter((command) => allowed.has(command)) };
    },
  );
}

function withAllOrigins<T extends { readonly origins: readonly Origin[] }>(group: readonly T[]): T {
  const first = firstOf(group);
  return new Set(group).size === 1
    ? first
    : { ...first, origins: unionOrigins(group.map(({ origins }) => origins)) };
}

/** Groups in the order of their first members. */
export function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
