import { checkLine } from "./access-problems.ts";
import { formatType } from "./column-type.ts";
import type { Columns } from "./columns.ts";
import type { Report } from "./finding.ts";
import type { Access, Check, Entity, Field, Index, Query } from "./model.ts";
import { suggest } from "./names.ts";
import { type EntityPart, type NamedText, pieceOf, type Text } from "./part.ts";
import type { Scope } from "./scope.ts";
import { columnNames, columnSql, replaceNames } from "./sql-words.ts";

type Rules = Pick<Entity, "checks" | "indexes" | "queries" | "access" | "retention" | "masked">;

/** Checks, indexes, queries, access and retention with the names of relations replaced by their columns. */
export function resolveRules(part: EntityPart, columns: Columns, scope: Scope, report: Report): Rules {
  const names = nameReader(part, columns, report);
  return {
    checks: [...part.checks.values()].map((check) => resolveCheck(check, names)),
    indexes: part.indexes.map(
      (index): Index => ({
        ...index,
        on: index.on.flatMap((item) =>
          names.ordered(item, true).map(({ field, descending }) => (descending ? `${field} desc` : field)),
        ),
        include: index.include.flatMap(names.columns),
        where: index.where && names.expression(index.where),
      }),
    ),
    queries: [...part.queries.values()].map(
      (query): Query => ({
        ...query,
        where: query.where.flatMap(names.columns),
        order: query.order.flatMap((item) => names.ordered(item, false)),
        match: query.match.flatMap(names.columns),
        contains: query.contains?.flatMap(names.columns),
      }),
    ),
    access: part.access.map((line): Access => {
      checkLine(line, part, scope, report);
      return {
        ...line,
        when: line.when && names.expression(line.when),
        through: line.through?.text,
        members: line.members?.text,
        fields: line.fields?.flatMap(names.columns),
      };
    }),
    masked: part.masked && { ...part.masked, when: part.masked.when && names.expression(part.masked.when) },
    retention: part.retention && resolveRetention(part.retention, columns, names, report),
  };
}

function resolveRetention(
  { by, ...retention }: NonNullable<EntityPart["retention"]>,
  { fields }: Columns,
  names: NameReader,
  report: Report,
): NonNullable<Entity["retention"]> {
  const [column = by.text] = names.columns(by);
  const type = fields.find((field) => field.name === column)?.type;
  if (type !== undefined && !/^(date|timestamp|timestamptz)$/.test(type.name)) {
    report({
      code: "model/retention",
      severity: "error",
      message: `The age of a row cannot be told by "${column}": its type is ${formatType(type)}.`,
      at: by.at,
      help: "Name a field with a date or timestamp.",
    });
  }
  return { ...retention, by: column };
}

function resolveCheck(check: NamedText, names: NameReader): Check {
  return { name: check.name, expression: names.expression(check), origins: check.origins };
}

interface NameReader {
  /** The columns that a name stands for. */
  readonly columns: (name: Text) => readonly string[];
  /** `owner desc` → its columns, each with the direction; with `expressions`, `(lower(name))` is taken as it is. */
  readonly ordered: (
    item: Text,
    expressions: boolean,
  ) => readonly { readonly field: string; readonly descending: boolean }[];
  /** An SQL expression in which names of relations have become columns. */
  readonly expression: (text: Text) => string;
}

function nameReader(part: EntityPart, { byName, complete }: Columns, report: Report): NameReader {
  function unknown(text: Text, name: string, start: number): void {
    if (!complete) return;
    const meant = suggest(name, byName.keys());
    report({
      code: "model/unknown-field",
      severity: "error",
      message: `${part.name} has no field or relation "${name}".`,
      at: pieceOf(text, start, start + name.length),
      help: meant === undefined ? `Fields: ${[...byName.keys()].join(", ")}.` : `Did you mean "${meant}"?`,
    });
  }

  function columns(name: Text): readonly string[] {
    const found = byName.get(name.text);
    if (found === undefined) unknown(name, name.text, 0);
    return found ?? [];
  }

  function expression(text: Text): string {
    return replaceNames(text.text, ({ name, text: written, keyword, start }) => {
      const found = byName.get(name) ?? byName.get(written);
      if (found === undefined && !keyword) unknown(text, written, start);
      if (found === undefined) return undefined;
      return found.length === 1 ? columnSql(found[0] ?? name) : `(${found.map(columnSql).join(", ")})`;
    });
  }

  function ordered(item: Text, expressions: boolean) {
    const direction = byName.has(item.text) ? undefined : /\s(asc|desc)$/i.exec(item.text);
    const name = item.text.slice(0, direction?.index).trimEnd();
    const descending = direction?.[1]?.toLowerCase() === "desc";
    const fields =
      expressions && name.startsWith("(")
        ? [expression({ text: name, at: item.at })]
        : columns({ text: name, at: item.at });
    return fields.map((field) => ({ field, descending }));
  }

  return { columns, ordered, expression };
}

/** Fields with the names in their own expressions resolved. */
export function resolveFields(part: EntityPart, columns: Columns, report: Report): readonly Field[] {
  const names = nameReader(part, columns, report);
  return columns.fields.map((field) => {
    const member = part.members.get(field.name);
    if (member?.kind !== "field" || (member.check ?? member.generated) === undefined) return field;
    const { check, generated } = member;
    return {
      ...field,
      check: check && names.expression(check),
      generated: generated && names.expression(generated),
    };
  });
}

/** Whether an expression speaks of a field for which `test` holds. */
export function mentions(sql: string, test: (field: string) => boolean): boolean {
  return columnNames(sql).some(({ name }) => test(name));
}
