import type { Access, Command, Entity, Relation } from "../../model/model.ts";
import { ident, identList } from "../../postgres/quote.ts";
import { enclosed } from "../expression.ts";
import { tableOf } from "../names.ts";
import type { HardeningContext, HardeningRule } from "../rule.ts";

export const linkAccess: HardeningRule = {
  code: "link-access",
  profile: "standard",
  summary: "Who may read an entity may read its links; who may update it may link and unlink.",
  why: "A link says something of the entity that declares it, so that entity's access lines decide.",
  source: "https://www.postgresql.org/docs/current/ddl-rowsecurity.html",
  complete: (entity, context) => {
    const owner = context.model.entities.find(({ name }) => name === entity.links?.[0]);
    const [end] = entity.relations;
    if (owner === undefined || end === undefined || entity.access.length > 0) return entity;
    return { ...entity, access: owner.access.flatMap((line) => inherited(line, end, owner, context)) };
  },
};

/** What the right to a row means for its links. */
const meaning: Readonly<Record<Command, readonly Command[]>> = {
  select: ["select"],
  insert: [],
  update: ["insert", "delete"],
  delete: [],
};

function inherited(
  line: Access,
  end: Relation,
  owner: Entity,
  { config }: HardeningContext,
): readonly Access[] {
  const allow = line.allow.flatMap((command) => meaning[command]);
  if (allow.length === 0) return [];
  if (line.when === undefined) return [{ ...line, allow }];
  const columns = end.columns.length === 1 ? ident(end.columns[0] ?? "") : `(${identList(end.columns)})`;
  const rows = `SELECT ${identList(end.references)} FROM ${tableOf(owner, config)} WHERE ${enclosed(line.when)}`;
  return [{ ...line, allow, when: `${columns} IN (${rows})` }];
}
