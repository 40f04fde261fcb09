import type { Finding } from "../../model/finding.ts";
import type { Access, Command, Entity, Model, Relation } from "../../model/model.ts";
import { ident, identList } from "../../postgres/quote.ts";
import { isPlain } from "../access.ts";
import { enclosed } from "../expression.ts";
import { tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { HardeningContext, HardeningRule } from "../rule.ts";

/**
 * A part belongs to its whole: reading it takes the right to read the whole, and making, changing or removing it is a
 * change of the whole. A link table is a part of the entity that declares it.
 */
export const inheritedAccess: HardeningRule = {
  code: "inherited-access",
  profile: "standard",
  summary:
    "Where an access line leads through a relation, and for link tables: who may read that row may read this one; who may update it may make, change and delete this one.",
  why: "Who may do what is said once, and what belongs to a row follows. The ids of the rows admitted are gathered once for a statement, and an index finds what refers to them.",
  source: "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
  complete: (entity, context) => {
    const lines = entity.access.length === 0 ? linesOfLink(entity) : entity.access;
    if (lines.every(isPlain)) return entity;
    return { ...entity, access: lines.flatMap((line) => writtenOut(line, entity, context, [entity.name])) };
  },
  *check(entity, context) {
    for (const line of entity.access) if (line.through !== undefined) yield nobody(line, entity, context);
  },
};

/** Linking and unlinking: a link itself never changes. */
function linesOfLink({ links, relations, origins }: Entity): readonly Access[] {
  const [owner] = relations;
  if (links === undefined || owner === undefined) return [];
  return [{ allow: ["select", "insert", "delete"], to: [], through: owner.name, origins }];
}

/** The right to the row referred to that a command takes. */
function rightNeeded(command: Command): Command {
  return command === "select" ? "select" : "update";
}

/** A line as lines that say who and which rows; itself where that would be nobody. */
function writtenOut(
  line: Access,
  entity: Entity,
  context: HardeningContext,
  path: readonly string[],
): readonly Access[] {
  const found = parentOf(line, entity, context.model);
  if (found === undefined) return [line];
  const { relation, parent } = found;
  // Policies cannot walk up a tree: what leads back to where it came from inherits nothing.
  const lines = path.includes(parent.name)
    ? []
    : parent.access.flatMap((other) =>
        isPlain(other) ? [other] : writtenOut(other, parent, context, [...path, parent.name]),
      );
  const inherited = lines.filter(isPlain).flatMap((other): readonly Access[] => {
    const allow = line.allow.filter((command) => other.allow.includes(rightNeeded(command)));
    if (allow.length === 0) return [];
    const table = tableOf(parent, context.config);
    const { fields, origins } = line;
    const when = both(rowsOf(relation, table, other.when), line.when);
    const proven = both(rowsOf(relation, table, other.proven ?? other.when), line.when);
    return [{ allow, to: other.to, when, proven, fields, origins }];
  });
  if (inherited.length === 0 && entity.links !== undefined) return [];
  const refused =
    !platformOf(context.config).subqueriesInPolicies && lines.some(({ when }) => when !== undefined);
  return inherited.length === 0 || refused ? [line] : inherited;
}

function parentOf({ through }: Access, { relations }: Entity, { entities }: Model) {
  const relation = relations.find(({ name }) => name === through);
  const parent = entities.find(({ name }) => name === relation?.target);
  return relation && parent && { relation, parent };
}

/** The rows that refer to a row for which a condition holds. Composite keys have no array that an index could use. */
function rowsOf(
  { columns, references, nullable }: Relation,
  table: string,
  condition: string | undefined,
): string | undefined {
  const [column = ""] = columns;
  if (condition === undefined) return nullable ? `${ident(column)} IS NOT NULL` : undefined;
  const rows = `SELECT ${identList(references)} FROM ${table} WHERE ${enclosed(condition)}`;
  return columns.length === 1
    ? `${ident(column)} = ANY (ARRAY(${rows}))`
    : `(${identList(columns)}) IN (${rows})`;
}

function both(first: string | undefined, second: string | undefined): string | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return `${first} AND ${enclosed(second)}`;
}

function nobody({ through, allow, origins }: Access, entity: Entity, { config }: HardeningContext): Finding {
  const at = origins[0]?.at;
  if (!platformOf(config).subqueriesInPolicies) {
    return {
      code: "production/no-subqueries",
      severity: "error",
      message: `${entity.name} inherits access through ${through}, which takes a subquery; policies on ${config.platform} cannot have one.`,
      at,
      help: "Keep what decides in the table itself, and write `when`.",
    };
  }
  const needed = [...new Set(allow.map(rightNeeded))].join(" or ");
  return {
    code: "production/inherits-nothing",
    severity: "error",
    message: `${entity.name} inherits access through ${through}, but no access line there lets anybody ${needed}.`,
    at,
    help: "Say there who may, and not through this entity again; or say here who may, with `to` and `when`.",
  };
}
