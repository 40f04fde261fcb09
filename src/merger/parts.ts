import {
  type Access,
  type Check,
  type Command,
  commands,
  type Index,
  type Origin,
  type Query,
} from "../model/model.ts";
import { normalize } from "./expressions.ts";
import type { Ledger } from "./ledger.ts";
import { firstOf, groupBy, leastBy } from "./lists.ts";
import { asOne, usesBusiness } from "./origins.ts";
import { access } from "./rules/access.ts";
import { namedCheck } from "./rules/check.ts";
import { describeIndex, indexDefinition, indexKey } from "./rules/index-definition.ts";
import { budget, query } from "./rules/query.ts";

/** What is put together for one entity. */
export interface Gathering {
  readonly ledger: Ledger;
  readonly entity: string;
  /** More than one module, or a module and the business model, have the entity. */
  readonly shared: boolean;
}

/** Checks of all: one for each name, and one for each condition. */
export function mergeChecks(gathering: Gathering, sayings: readonly Check[]): readonly Check[] {
  const named = groupBy(sayings, ({ name }) => name).map((group) => mergeCheck(gathering, group));
  const checks = groupBy(named, ({ expression }) => normalize(expression)).map((group) =>
    asOneOf(group, ({ name, expression }) => `${name} ${expression}`),
  );
  for (const { name, expression, origins } of checks) {
    reportAddition(gathering, { code: "named-check", name, value: expression, origins });
  }
  return checks;
}

function mergeCheck({ ledger, entity }: Gathering, group: readonly Check[]): Check {
  const { name, origins } = asOne(group);
  const subject = { entity, name: `${entity}.${name}` };
  const said = group.map((one) => ({ value: one.expression, origins: one.origins }));
  return { name, expression: ledger.settle(namedCheck, subject, said), origins };
}

/** Indexes of all: one for each definition, and one for each name. */
export function mergeIndexes(gathering: Gathering, sayings: readonly Index[]): readonly Index[] {
  const distinct = groupBy(sayings, indexKey).map(mergeEqualIndexes);
  const named = groupBy(distinct, nameOf);
  const indexes = named.map((group) => mergeNamedIndex(gathering, group));
  for (const index of indexes.filter(({ unique }) => unique)) {
    const { origins } = index;
    reportAddition(gathering, { code: "index", name: nameOf(index), value: describeIndex(index), origins });
  }
  return withoutCovered(indexes);
}

function nameOf(index: Index): string {
  // Unique among all rows and among live ones do not stand side by side.
  return index.name ?? describeIndex({ ...index, live: undefined });
}

function mergeEqualIndexes(group: readonly Index[]): Index {
  const { name } = asOneOf(group, (index) => index.name ?? last);
  return { ...asOneOf(group, describeIndex), ...(name !== undefined && { name }) };
}

/** Comes after every name. */
const last = "\u{10ffff}";

/** The same thing in several spellings: the business model's, else the first by alphabet. */
function asOneOf<T extends { readonly origins: readonly Origin[] }>(
  group: readonly T[],
  spelling: (thing: T) => string,
): T {
  const one = asOne(group);
  if (group.length === 1) return one;
  const own = group.filter((thing) => !isAddition(thing));
  return { ...leastBy(own.length > 0 ? own : group, spelling), origins: one.origins };
}

function mergeNamedIndex({ ledger, entity }: Gathering, group: readonly Index[]): Index {
  const merged = asOne(group);
  const subject = { entity, name: `${entity}.${nameOf(merged)}` };
  const said = group.map(({ name, origins, ...value }) => ({ value, origins }));
  return { ...merged, ...ledger.settle(indexDefinition, subject, said) };
}

/** A unique index also serves those who asked for a plain one. */
function withoutCovered(indexes: readonly Index[]): readonly Index[] {
  return groupBy(indexes, (index) => indexKey({ ...index, unique: true })).flatMap((group) => {
    const unique = group.filter((index) => index.unique);
    if (unique.length === 0) return group;
    return unique.map((index) => ({ ...index, origins: asOne(group).origins }));
  });
}

export function mergeQueries(gathering: Gathering, sayings: readonly Query[]): readonly Query[] {
  return groupBy(sayings, ({ name }) => name).map((group) => mergeQuery(gathering, group));
}

function mergeQuery({ ledger, entity }: Gathering, group: readonly Query[]): Query {
  if (new Set(group).size === 1) return firstOf(group);
  const { name, origins } = asOne(group);
  const subject = { entity, name: `${entity}.${name}` };
  const { where, order, match, contains, using } = ledger.settle(
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
    ...(contains !== undefined && { contains }),
    ...(using !== undefined && { using }),
    ...(milliseconds !== undefined && { budget: milliseconds }),
    origins,
  };
}

/** One line for each condition and roles, with the commands of all. */
export function mergeAccess(gathering: Gathering, sayings: readonly Access[]): readonly Access[] {
  const lines = groupBy(sayings, ({ to, when, through, members, fields }) =>
    JSON.stringify([to.toSorted(), normalize(when ?? "true"), through, members, fields?.toSorted()]),
  );
  const added = lines.flatMap(addedLine);
  if (gathering.shared && added.length > 0) {
    const { ledger, entity } = gathering;
    const sides = added.map((line) => ({ value: describeLine(line), origins: line.origins }));
    ledger.report(
      access.code,
      { entity, name: entity },
      sides,
      "allowed besides",
      "lines of row level security add up",
    );
  }
  return lines.map((group) => ({ ...asOneOf(group, describeWho), allow: allowedBy(group) }));
}

function allowedBy(lines: readonly Access[]): readonly Command[] {
  return commands.filter((command) => lines.some(({ allow }) => allow.includes(command)));
}

/** What modules allow that the business model does not. */
function addedLine(group: readonly Access[]): readonly Access[] {
  const before = allowedBy(group.filter((line) => !isAddition(line)));
  const added = group.filter(
    (line) => isAddition(line) && line.allow.some((command) => !before.includes(command)),
  );
  return added.length === 0 ? [] : [{ ...asOne(added), allow: allowedBy(added) }];
}

function describeLine(line: Access): string {
  const { allow, fields } = line;
  const what = allow.length === commands.length ? "all" : allow.join(", ");
  return `allow ${what}${fields === undefined ? "" : ` of ${fields.join(", ")}`} ${whoAndWhen(line)}`;
}

/** All but the commands, which add up. */
function describeWho(line: Access): string {
  return `${line.fields?.join() ?? ""} ${whoAndWhen(line)}`;
}

function whoAndWhen({ to, when, through, members }: Access): string {
  return [
    through === undefined ? `to ${to.join(", ")}` : `through ${through}`,
    ...(members === undefined ? [] : [`by members of ${members}`]),
    ...(when === undefined ? [] : [`when ${when}`]),
  ].join(" ");
}

interface Addition {
  readonly code: string;
  readonly name: string;
  readonly value: string;
  readonly origins: readonly Origin[];
}

/** What one module brings and the business model lacks holds for the rows of all: that is worth a line. */
function reportAddition(
  { ledger, entity, shared }: Gathering,
  { code, name, value, origins }: Addition,
): void {
  if (!shared || !isAddition({ origins })) return;
  ledger.report(
    code,
    { entity, name: `${entity}.${name}` },
    [{ value, origins }],
    value,
    "brought by one, holds for the rows of all",
  );
}

function isAddition({ origins }: { readonly origins: readonly Origin[] }): boolean {
  return !usesBusiness(origins);
}
