import type { EntityPart, RelationMember, Text } from "./part.ts";

/** The link tables that an entity's `<>` relations make, as entities of two relations that are their key together. */
export function linksOf(part: EntityPart): readonly EntityPart[] {
  return [...part.members.values()].flatMap((member) =>
    member.kind === "relation" && member.many && member.target.text !== "" ? [linkPart(part, member)] : [],
  );
}

function linkPart(owner: EntityPart, relation: RelationMember): EntityPart {
  const at = relation.origins[0]?.at ?? relation.target.at;
  const text = (name: string): Text => ({ text: name, at });
  const name = linkName(owner.name, relation.name);
  const target = relation.target.text;
  // Two ends of one entity need two names: person_friends has person_id and friends_id.
  const ends = [owner.name, target === owner.name ? relation.name : target] as const;
  const half = (relation.columns?.length ?? 0) / 2;
  const members = [
    end(relation, ends[0], text(owner.name), relation.columns?.slice(0, half)),
    end(relation, ends[1], relation.target, relation.columns?.slice(half)),
  ];
  return {
    name,
    table: text(name),
    doc: relation.doc ?? `Links ${owner.name} to ${target}.`,
    area: owner.area,
    includes: [],
    members: new Map(members.map((member) => [member.name, member])),
    key: ends.map(text),
    checks: new Map(),
    indexes: [],
    queries: new Map(),
    access: [],
    audit: owner.audit,
    deprecated: relation.deprecated ?? owner.deprecated,
    flag: relation.flag ?? owner.flag,
    was: relation.was && linkName(owner.name, relation.was),
    harden: owner.harden,
    links: [owner.name, target],
    origins: relation.origins,
  };
}

/** The name of the link table of a `<>` relation. */
export function linkName(owner: string, relation: string): string {
  return `${owner}_${relation}`;
}

function end(
  relation: RelationMember,
  name: string,
  target: Text,
  columns: readonly Text[] | undefined,
): RelationMember {
  return {
    kind: "relation",
    name,
    target,
    many: false,
    nullable: false,
    unique: false,
    columns,
    onDelete: relation.onDelete ?? "cascade",
    onUpdate: relation.onUpdate,
    mixin: relation.mixin,
    origins: relation.origins,
  };
}
