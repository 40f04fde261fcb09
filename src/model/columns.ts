import { formatType } from "./column-type.ts";
import type { Report } from "./finding.ts";
import type { Keys } from "./keys.ts";
import type { Field, Relation } from "./model.ts";
import { suggest } from "./names.ts";
import type { EntityPart, RelationMember } from "./part.ts";
import type { Scope } from "./scope.ts";

/** An entity's columns, and which of them each name stands for. */
export interface Columns {
  readonly fields: readonly Field[];
  readonly relations: readonly Relation[];
  /** Columns by the name of a field, of a relation, or of a column itself. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  /** False where a relation or mixin could not be resolved: there may be columns that nobody knows. */
  readonly complete: boolean;
}

/** Makes columns of an entity's fields and relations, in their order. */
export function columnsOf(part: EntityPart, scope: Scope, keys: Keys, report: Report): Columns {
  const fields: Field[] = [];
  const relations: Relation[] = [];
  const byName = new Map<string, readonly string[]>();
  let complete = !scope.isIncomplete(part.name);
  for (const member of part.members.values()) {
    if (member.kind === "field") {
      fields.push(member.field);
      byName.set(member.name, [member.name]);
      continue;
    }
    if (!leadsSomewhere(part, member, scope, keys, report)) complete = false;
    if (member.many) continue;
    const columns = keys.columnsOf(member);
    const shared = (column: Field): boolean => isShared(column, member, [...ownFields(part), ...fields]);
    fields.push(...columns.filter((column) => !shared(column)));
    relations.push(toRelation(member, columns, keys.of(member.target.text)));
    byName.set(member.name, columns.map(nameOf));
  }
  for (const { name } of fields) if (!byName.has(name)) byName.set(name, [name]);
  return { fields, relations, byName, complete };
}

/** A relation that names its columns may name one that is there anyway, such as the tenant in every key. */
function isShared(column: Field, relation: RelationMember, others: readonly Field[]): boolean {
  const same = (other: Field): boolean =>
    other.name === column.name && formatType(other.type) === formatType(column.type);
  return relation.columns !== undefined && others.some(same);
}

function ownFields(part: EntityPart): readonly Field[] {
  return [...part.members.values()].flatMap((member) => (member.kind === "field" ? [member.field] : []));
}

function nameOf({ name }: Field): string {
  return name;
}

function toRelation(member: RelationMember, columns: readonly Field[], key: readonly Field[]): Relation {
  return {
    name: member.name,
    target: member.target.text,
    columns: columns.map(nameOf),
    references: key.map(nameOf),
    nullable: member.nullable,
    unique: member.unique,
    onDelete: member.onDelete,
    onUpdate: member.onUpdate,
    doc: member.doc,
    mixin: member.mixin,
    origins: member.origins,
  };
}

/** Whether a relation leads to an entity with a key. Reports what is wrong with the relation itself. */
function leadsSomewhere(
  part: EntityPart,
  relation: RelationMember,
  scope: Scope,
  keys: Keys,
  report: Report,
): boolean {
  const { text: target, at } = relation.target;
  const subject = `${part.name}.${relation.name}`;
  if (!scope.parts.has(target)) {
    // Of a link table, the relation that made it is reported.
    if (target === "" || scope.isBroken(target) || part.links !== undefined) return false;
    const meant = suggest(target, scope.parts.keys());
    report({
      code: "model/unknown-entity",
      severity: "error",
      message: `${subject} leads to "${target}", but there is no such entity.`,
      at,
      help: meant && `Did you mean "${meant}"?`,
    });
    return false;
  }
  const key = keys.of(target);
  const given = relation.columns?.length ?? key.length;
  if (!relation.many && key.length > 0 && given !== key.length) {
    report({
      code: "model/relation-columns",
      severity: "error",
      message: `${subject} names ${given} columns, but the key of ${target} has ${key.length}: ${key.map(nameOf).join(", ")}.`,
      at: relation.columns?.[0]?.at ?? at,
    });
  }
  return key.length > 0;
}
