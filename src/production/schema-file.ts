import type { Config } from "../model/model.ts";
import type { Section, SectionPart } from "./layout.ts";

/** `production/schema.sql`: every statement, and above it the rule that asks for it. */
export function schemaFile(sections: readonly Section[], config: Config): string {
  return `${[header(config), ...sections.map(renderSection)].join("\n\n")}\n`;
}

/** SQL that ends where the statement ends, also when its last line ends in a comment. */
export function ended(sql: string): string {
  return `${sql}${/--[^\n]*$/.test(sql) ? "\n;" : ";"}`;
}

/** Text as lines of an SQL comment. */
export function commentLine(text: string): string {
  return `-- ${text.replaceAll(/\s+/g, " ").trim()}`;
}

function header({ name, postgres }: Config): string {
  return [
    `The production schema of ${name}, for PostgreSQL ${postgres} and later. Made by \`schema harden\`: change the definitions, not this file.`,
    "Load it into an empty database, as the role that is to own it:",
    "  psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql",
  ]
    .map((line) => `-- ${line.replaceAll(/[\r\n]+/g, " ")}`)
    .join("\n");
}

function renderSection({ title, notes, parts }: Section): string {
  const rule = `-- ${"=".repeat(77)}`;
  const above = [rule, commentLine(title), ...notes.map(commentLine), rule].join("\n");
  return [above, ...parts.map((part, i) => renderPart(part, parts[i - 1]))].join("\n\n");
}

/** The reason of several statements in a row is said once. */
function renderPart(part: SectionPart, before: SectionPart | undefined): string {
  const reason = reasonOf(part);
  const said = reason === undefined || (before !== undefined && reasonOf(before) === reason);
  return [...(said ? [] : [commentLine(reason)]), ended(part.sql)].join("\n");
}

function reasonOf({ rule, why }: SectionPart): string | undefined {
  return rule === undefined || why === undefined ? rule : `${rule}: ${why}`;
}
