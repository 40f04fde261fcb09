import type { Report } from "./finding.ts";
import type { Field } from "./model.ts";
import type { EntityPart, RelationMember } from "./part.ts";
import type { Scope } from "./scope.ts";

/** Keys of entities, and the columns that relations to them make. */
export interface Keys {
  /** The fields of an entity's primary key, in order; none when they cannot be told. */
  of(entity: string): readonly Field[];
  /** One column for each key field of the target; none when it has no known key. */
  columnsOf(relation: RelationMember): readonly Field[];
}

/** Works keys out as they are asked for: a key may hold relations, which need the keys of other entities. */
export function keysIn(scope: Scope, report: Report): Keys {
  const known = new Map<string, readonly Field[]>();
  const path: string[] = [];

  function keyOf(name: string): readonly Field[] {
    const key = known.get(name);
    if (key !== undefined) return key;
    if (path.includes(name)) {
      reportCycle(name);
      return [];
    }
    const part = scope.parts.get(name);
    if (part === undefined) return [];
    path.push(name);
    const found = keyNames(part).flatMap((member) => fieldsNamed(part, member));
    path.pop();
    known.set(name, found);
    return found;
  }

  /** The fields that one name in `key` stands for: a field, a relation's columns, or one of them. */
  function fieldsNamed(part: EntityPart, name: string): readonly Field[] {
    const member = part.members.get(name);
    if (member?.kind === "field") return [member.field];
    if (member !== undefined) return columnsOf(member);
    const relations = [...part.members.values()].filter((other) => other.kind === "relation");
    return relations.flatMap(columnsOf).filter((column) => column.name === name);
  }

  function columnsOf(relation: RelationMember): readonly Field[] {
    if (relation.many) return [];
    return keyOf(relation.target.text).map((key, index) => relationColumn(relation, key, index));
  }

  function reportCycle(name: string): void {
    const circle = [...path.slice(path.indexOf(name)), name];
    report({
      code: "model/key-cycle",
      severity: "error",
      message: `The key of ${name} is made of itself: ${circle.join(" → ")}.`,
      at: scope.parts.get(name)?.key?.[0]?.at,
      help: "Give one of them a key of its own fields.",
    });
  }

  return { of: keyOf, columnsOf };
}

/** Names of the members that make the primary key, as written. */
function keyNames(part: EntityPart): readonly string[] {
  if (part.key !== undefined) return part.key.map((name) => name.text);
  return [...part.members.values()].flatMap((member) =>
    member.kind === "field" && member.primaryKey ? [member.name] : [],
  );
}

function relationColumn(relation: RelationMember, key: Field, index: number): Field {
  return {
    name: relation.columns?.[index]?.text ?? `${relation.name}_${key.name}`,
    type: key.type,
    enumType: key.enumType,
    collation: key.collation,
    nullable: relation.nullable,
    unique: false,
    doc: relation.doc,
    deprecated: relation.deprecated,
    flag: relation.flag,
    was: relation.was === undefined ? undefined : `${relation.was}_${key.name}`,
    relation: relation.name,
    mixin: relation.mixin,
    origins: relation.origins,
  };
}
