import { checkName } from "./check-name.ts";
import type { Columns } from "./columns.ts";
import type { Report, Span } from "./finding.ts";
import type { Field } from "./model.ts";
import { suggest } from "./names.ts";
import type { EntityPart } from "./part.ts";

/** PostgreSQL's own limit. @see https://www.postgresql.org/docs/current/limits.html */
const mostColumns = 1600;

/** Reports columns that PostgreSQL would refuse: of one name, of a bad made name, too many. */
export function checkColumns(part: EntityPart, { fields }: Columns, report: Report): void {
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
  if (fields.length > mostColumns) {
    report({
      code: "model/too-many-columns",
      severity: "error",
      message: `${part.name} has ${fields.length} columns; a table holds ${mostColumns} at most.`,
      at: part.origins[0]?.at,
    });
  }
}

function sourceOf(field: Field): string {
  const kind = field.relation === undefined ? "the field" : `the relation "${field.relation}"`;
  return field.mixin === undefined ? kind : `${kind} of the mixin "${field.mixin}"`;
}

/** Reports a primary key that is missing, stated twice, unknown, nullable or not always there. */
export function checkKey(
  part: EntityPart,
  columns: Columns,
  key: readonly string[],
  reportFinding: Report,
): void {
  const report = (message: string, at: Span | undefined, help?: string): void =>
    reportFinding({ code: "model/key", severity: "error", message, at, help });
  checkKeyNames(part, columns, report);
  const marked = [...part.members.values()].filter((member) => member.kind === "field" && member.primaryKey);
  if (marked.length > 1 || (marked.length > 0 && part.key !== undefined)) {
    const names = marked.map((member) => member.name).join(", ");
    const help = 'Keep "primary key" on one field alone, or `key:` with all fields of the key.';
    report(`${part.name} states its primary key twice (${names}).`, marked.at(-1)?.origins[0]?.at, help);
  }
  if (key.length === 0 && columns.complete && part.key === undefined) {
    const help = "Add a field such as `id: uuid primary key = gen_random_uuid()`, or `key: [field, …]`.";
    report(`${part.name} has no primary key.`, part.origins[0]?.at, help);
  }
  for (const { name, nullable, flag, future, origins } of columns.fields.filter(({ name }) =>
    key.includes(name),
  )) {
    const subject = `"${part.name}.${name}" is part of the primary key and`;
    if (nullable) report(`${subject} may not be null.`, origins[0]?.at, 'Remove the "?".');
    if (flag !== undefined) report(`${subject} cannot come and go with a flag.`, origins[0]?.at);
    if (future !== undefined) report(`${subject} cannot come later.`, origins[0]?.at);
  }
}

function checkKeyNames(
  part: EntityPart,
  { byName, complete }: Columns,
  report: (message: string, at: Span, help?: string) => void,
): void {
  for (const { text, at } of part.key ?? []) {
    if (byName.has(text) || !complete) continue;
    const meant = suggest(text, byName.keys());
    const message = `The key of ${part.name} names "${text}", which is not a field or relation of it.`;
    report(message, at, meant && `Did you mean "${meant}"?`);
  }
}
