import { checkName } from "./check-name.ts";
import type { Span } from "./finding.ts";
import { commands, type Origin } from "./model.ts";
import type { AccessPart, EntityPart, IndexPart, Member, NamedText, Part, QueryPart } from "./part.ts";
import { readMember } from "./read-member.ts";
import { type Reading, textAt, textsAt } from "./reading.ts";
import type { EntityDefinition, MixinDefinition, SharedDefinition } from "./schemas/entity.ts";

export function readEntity(definition: EntityDefinition, reading: Reading): EntityPart {
  const { document, report } = reading;
  checkName("entity", definition.entity, document.at(["entity"]), report);
  if (definition.table !== undefined) checkName("table", definition.table, document.at(["table"]), report);
  const flag = textAt(document, ["flag"], definition.flag);
  if (flag !== undefined) reading.noteSwitch("flag", flag);
  return {
    ...readShared(definition.entity, definition, reading, document.at(["entity"])),
    table: textAt(document, ["table"], definition.table),
    area: definition.area,
    deprecated: definition.deprecated,
    flag: definition.flag,
    was: definition.was,
    key: definition.key && textsAt(document, ["key"], definition.key),
    appendOnly: definition["append-only"] || undefined,
    masked: definition.masked && readMasked(definition.masked, reading),
    retention: definition.retention && {
      ...definition.retention,
      by: { text: definition.retention.by, at: document.at(["retention", "by"]) },
    },
    harden: Object.fromEntries(definition.harden ?? []),
  };
}

export function readMixin(definition: MixinDefinition, reading: Reading): Part {
  return readShared(
    definition.mixin,
    definition,
    { ...reading, mixin: definition.mixin },
    reading.document.at(["mixin"]),
  );
}

function readShared(name: string, definition: SharedDefinition, reading: Reading, at: Span): Part {
  return {
    name,
    doc: definition.doc,
    includes: textsAt(reading.document, ["with"], definition.with ?? []),
    members: readMembers(name, definition, reading),
    checks: readChecks(definition, reading),
    indexes: readIndexes(definition, reading),
    queries: readQueries(definition, reading),
    access: readAccess(definition, reading),
    audit: definition.audit,
    origins: [{ module: reading.module, at }],
  };
}

function readMembers(
  owner: string,
  definition: SharedDefinition,
  reading: Reading,
): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const section of ["fields", "relations"] as const) {
    for (const [name, form] of definition[section] ?? []) {
      const path = [section, name];
      checkName(
        section === "fields" ? "field" : "relation",
        name,
        reading.document.keyAt(path),
        reading.report,
      );
      if (members.has(name)) {
        reading.report({
          code: "model/name-twice",
          severity: "error",
          message: `"${owner}.${name}" is a field and a relation.`,
          at: reading.document.keyAt(path),
          help: "Keep one of them, or give one another name.",
        });
      }
      members.set(name, readMember({ owner, name, path, form, reading }));
    }
  }
  return members;
}

function readChecks(definition: SharedDefinition, reading: Reading): ReadonlyMap<string, NamedText> {
  const checks = [...(definition.checks ?? [])].map(([name, text]): NamedText => {
    const key = reading.document.keyAt(["checks", name]);
    checkName("check", name, key, reading.report);
    return {
      name,
      text,
      at: reading.document.at(["checks", name]),
      origins: [{ module: reading.module, at: key }],
    };
  });
  return new Map(checks.map((check) => [check.name, check]));
}

function readIndexes(
  definition: SharedDefinition,
  { document, module, report }: Reading,
): readonly IndexPart[] {
  return (definition.indexes ?? []).map((form, position) => {
    const path = ["indexes", position];
    const origins: Origin[] = [{ module, at: document.at(path) }];
    if (Array.isArray(form))
      return { on: textsAt(document, path, form), unique: false, method: "btree", include: [], origins };
    if (form.name !== undefined) checkName("index", form.name, document.at([...path, "name"]), report);
    return {
      name: form.name,
      on: textsAt(document, [...path, "on"], form.on),
      unique: form.unique === "live" || form.unique === true,
      ...(form.unique === "live" && { live: true }),
      method: form.method ?? "btree",
      using: form.using,
      include: textsAt(document, [...path, "include"], form.include ?? []),
      where: textAt(document, [...path, "where"], form.where),
      origins,
    };
  });
}

function readQueries(
  definition: SharedDefinition,
  { document, module }: Reading,
): ReadonlyMap<string, QueryPart> {
  const queries = [...(definition.queries ?? [])].map(([name, form]): QueryPart => {
    const path = ["queries", name];
    const listed = (key: "where" | "order" | "match") => textsAt(document, [...path, key], form[key] ?? []);
    return {
      name,
      where: listed("where"),
      order: listed("order"),
      match: listed("match"),
      contains: form.contains && textsAt(document, [...path, "contains"], form.contains),
      using: form.using,
      budget: form.budget === undefined ? undefined : milliseconds(form.budget),
      origins: [{ module, at: document.keyAt(path) }],
    };
  });
  return new Map(queries.map((query) => [query.name, query]));
}

function readMasked(
  { to, when }: NonNullable<EntityDefinition["masked"]>,
  { document, report }: Reading,
): NonNullable<EntityPart["masked"]> {
  for (const role of textsAt(document, ["masked", "to"], to)) checkName("role", role.text, role.at, report);
  return { to, when: textAt(document, ["masked", "when"], when) };
}

function readAccess(
  definition: SharedDefinition,
  { document, module, report }: Reading,
): readonly AccessPart[] {
  return (definition.access ?? []).map((line, position) => {
    const path = ["access", position];
    const to = line.to ?? [];
    for (const role of textsAt(document, [...path, "to"], to)) checkName("role", role.text, role.at, report);
    const problem = lineProblem(line);
    if (problem !== undefined)
      report({ code: "model/access", severity: "error", at: document.at(path), ...problem });
    return {
      allow: line.allow === "all" ? commands : [line.allow].flat(),
      to,
      when: textAt(document, [...path, "when"], line.when),
      through: textAt(document, [...path, "through"], line.through),
      members: textAt(document, [...path, "members"], line.members),
      fields: line.fields && textsAt(document, [...path, "fields"], line.fields),
      origins: [{ module, at: document.at(path) }],
    };
  });
}

/** One thing says who: `to`, or the lines of the entity that `through` leads to. A row is deleted whole. */
function lineProblem({
  allow,
  to,
  through,
  members,
  fields,
}: NonNullable<SharedDefinition["access"]>[number]) {
  if (to === undefined && through === undefined) {
    return { message: "An access line does not say who.", help: "Add `to: authenticated`, or another role." };
  }
  if (through !== undefined && (to !== undefined || members !== undefined)) {
    return {
      message: "An access line with `through` says who a second time.",
      help: "Leave out `to` and `members`: the access lines of the entity that it leads to say who.",
    };
  }
  if (fields !== undefined && [allow].flat().every((command) => command === "delete")) {
    return {
      message: "An access line allows delete alone and lists fields, but rows are deleted whole.",
      help: "Leave out `fields`.",
    };
  }
  return undefined;
}

/** `5ms`, `1.5s`, `200us` */
function milliseconds(text: string): number {
  const unit = text.endsWith("us") ? 0.001 : text.endsWith("ms") ? 1 : 1000;
  return Number.parseFloat(text) * unit;
}
