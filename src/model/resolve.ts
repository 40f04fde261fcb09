import { checkName } from "./check-name.ts";
import type { Report } from "./finding.ts";
import type { Entity, Field, Relation } from "./model.ts";
import { pluralize, suggest } from "./names.ts";
import type { EntityPart, RelationMember, Text } from "./part.ts";
import { resolveFields, resolveRules } from "./resolve-rules.ts";
import type { Scope } from "./scope.ts";

/** An entity's columns, and which of them each member stands for. */
export interface Columns {
  readonly fields: readonly Field[];
  readonly relations: readonly Relation[];
  /** Columns by the name of a field, of a relation, or of a column itself. */
  readonly byName: ReadonlyMap<string, readonly string[]>;
  /** False where a relation or mixin could not be resolved. */
  readonly complete: boolean;
}

/** Gives entities by name, with relations made columns; each is worked out once, when it is asked for. */
export type Resolver = (name: string) => Entity | undefined;

export function resolver(scope: Scope, report: Report): Resolver {
  const keys = new Map<string, readonly Field[] | "in work">();
  const entities = new Map<string, Entity>();

  /** The fields of an entity's primary key; none when they cannot be told. */
  function keyOf(name: string): readonly Field[] {
    const known = keys.get(name);
    if (known === "in work") return [];
    if (known !== undefined) return known;
    keys.set(name, "in work");
    const part = scope.parts.get(name);
    const key = part === undefined ? [] : keyFields(part).flatMap((member) => columnsNamed(part, member));
    keys.set(name, key);
    return key;
  }

  /** The columns that one name in `key` stands for. */
  function columnsNamed(part: EntityPart, name: string): readonly Field[] {
    const member = part.members.get(name);
    if (member?.kind === "field") return [member.field];
    if (member !== undefined) return relationColumns(member);
    const relations = [...part.members.values()].filter((other) => other.kind === "relation");
    return relations.flatMap((relation) =>
      relationColumns(relation).filter((column) => column.name === name),
    );
  }

  function relationColumns(relation: RelationMember): readonly Field[] {
    if (relation.many) return [];
    return keyOf(relation.target.text).map((key, index) => ({
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
    }));
  }

  function columnsOf(part: EntityPart): Columns {
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
      if (!checkTarget(part, member)) complete = false;
      if (member.many) continue;
      const columns = relationColumns(member);
      if (columns.length === 0) complete = false;
      fields.push(...columns);
      relations.push(toRelation(member, columns, keyOf(member.target.text)));
      byName.set(
        member.name,
        columns.map((column) => column.name),
      );
    }
    for (const field of fields) if (!byName.has(field.name)) byName.set(field.name, [field.name]);
    return { fields, relations, byName, complete };
  }

  /** Whether a relation leads to an entity with a key; reports the one that does not. */
  function checkTarget(part: EntityPart, relation: RelationMember): boolean {
    const { text, at } = relation.target;
    const target = scope.parts.get(text);
    if (target === undefined) {
      if (text !== "" && !scope.isBroken(text)) {
        const meant = suggest(text, scope.parts.keys());
        report({
          code: "model/unknown-entity",
          severity: "error",
          message: `${part.name}.${relation.name} leads to "${text}", but there is no such entity.`,
          at,
          help: meant && `Did you mean "${meant}"?`,
        });
      }
      return false;
    }
    const key = keyOf(text);
    const given = relation.columns?.length ?? key.length;
    if (!relation.many && key.length > 0 && given !== key.length) {
      report({
        code: "model/relation-columns",
        severity: "error",
        message: `${part.name}.${relation.name} names ${given} columns, but the key of ${text} has ${key.length}: ${key.map((field) => field.name).join(", ")}.`,
        at: relation.columns?.[0]?.at ?? at,
      });
    }
    return key.length > 0;
  }

  function resolve(part: EntityPart): Entity {
    const columns = columnsOf(part);
    checkColumns(part, columns, report);
    const key = keyOf(part.name).map((field) => field.name);
    checkKey(part, columns, key, report);
    const fields = resolveFields(part, columns, report);
    const first = key.flatMap((name) => fields.find((field) => field.name === name) ?? []);
    const table = part.table?.text ?? pluralize(part.name);
    if (part.table === undefined && part.origins[0]) checkName("table", table, part.origins[0].at, report);
    return {
      name: part.name,
      table,
      doc: part.doc,
      area: part.area,
      fields: [...first, ...fields.filter((field) => !first.includes(field))],
      key,
      relations: columns.relations,
      ...resolveRules(part, columns, report),
      audit: part.audit,
      harden: part.harden,
      deprecated: part.deprecated,
      flag: part.flag?.text,
      was: part.was,
      links: part.links,
      origins: part.origins,
    };
  }

  return (name) => {
    const part = scope.parts.get(name);
    let entity = entities.get(name);
    if (entity === undefined && part !== undefined) {
      entity = resolve(part);
      entities.set(name, entity);
    }
    return entity;
  };
}

/** Names of the members that make the primary key, as written. */
function keyFields(part: EntityPart): readonly string[] {
  if (part.key !== undefined) return part.key.map((name) => name.text);
  return [...part.members.values()].flatMap((member) =>
    member.kind === "field" && member.primaryKey ? [member.name] : [],
  );
}

function toRelation(member: RelationMember, columns: readonly Field[], key: readonly Field[]): Relation {
  return {
    name: member.name,
    target: member.target.text,
    columns: columns.map((column) => column.name),
    references: key.map((field) => field.name),
    nullable: member.nullable,
    unique: member.unique,
    onDelete: member.onDelete,
    onUpdate: member.onUpdate,
    doc: member.doc,
    mixin: member.mixin,
    origins: member.origins,
  };
}

/** PostgreSQL's own limit. @see https://www.postgresql.org/docs/current/limits.html */
const mostColumns = 1600;

function checkColumns(part: EntityPart, { fields }: Columns, report: Report): void {
  const seen = new Map<string, Field>();
  for (const field of fields) {
    const other = seen.get(field.name);
    const at = field.origins.at(-1)?.at;
    if (other !== undefined) {
      report({
        code: "model/column-twice",
        severity: "error",
        message: `${part.name} gets the column "${field.name}" twice: from ${sourceOf(other)} and from ${sourceOf(field)}.`,
        at,
        help: "Rename one of them, or give the relation `columns` of its own.",
      });
    }
    seen.set(field.name, field);
    if (field.relation !== undefined && at) checkName("column", field.name, at, report);
  }
  const at = part.origins[0]?.at;
  if (fields.length > mostColumns) {
    report({
      code: "model/too-many-columns",
      severity: "error",
      message: `${part.name} has ${fields.length} columns; a table holds ${mostColumns} at most.`,
      at,
    });
  }
}

function sourceOf(field: Field): string {
  const kind = field.relation === undefined ? "the field" : `the relation "${field.relation}"`;
  return field.mixin === undefined ? kind : `${kind} of the mixin "${field.mixin}"`;
}

function checkKey(part: EntityPart, columns: Columns, key: readonly string[], report: Report): void {
  const at = part.key?.[0]?.at ?? part.origins[0]?.at;
  const problem = (message: string, help: string | undefined, where = at): void =>
    report({ code: "model/key", severity: "error", message, at: where, help });
  for (const name of part.key ?? []) checkKeyName(part, name, columns, problem);
  if (key.length === 0 && columns.complete && part.key === undefined) {
    problem(
      `${part.name} has no primary key.`,
      "Add a field such as `id: uuid primary key = gen_random_uuid()`, or `key: [field, …]`.",
    );
  }
  const marked = [...part.members.values()].filter((member) => member.kind === "field" && member.primaryKey);
  if (marked.length > 1 || (marked.length > 0 && part.key !== undefined)) {
    const names = marked.map((member) => member.name).join(", ");
    problem(
      `${part.name} states its primary key more than once (${names}).`,
      `Write \`key: [${names}]\` and no "primary key" on fields.`,
      marked.at(-1)?.origins[0]?.at,
    );
  }
  for (const field of columns.fields.filter((field) => key.includes(field.name))) {
    if (field.nullable)
      problem(
        `"${part.name}.${field.name}" is part of the primary key and may not be null.`,
        'Remove the "?".',
        field.origins[0]?.at,
      );
    if (field.flag !== undefined)
      problem(
        `"${part.name}.${field.name}" is part of the primary key and cannot come and go with a flag.`,
        undefined,
        field.origins[0]?.at,
      );
  }
}

function checkKeyName(
  part: EntityPart,
  name: Text,
  columns: Columns,
  problem: (message: string, help: string | undefined, where: Text["at"]) => void,
): void {
  if (columns.byName.has(name.text) || !columns.complete) return;
  const meant = suggest(name.text, columns.byName.keys());
  problem(
    `The key of ${part.name} names "${name.text}", which is not a field or relation of it.`,
    meant && `Did you mean "${meant}"?`,
    name.at,
  );
}
