import type { Finding, Span } from "../../model/finding.ts";

/** What a psql command means here: another file to read, nothing, or a refusal. */
export type MetaCommand =
  | { readonly kind: "include"; readonly path: string; readonly besideFile: boolean }
  | { readonly kind: "connect"; readonly database: string }
  | { readonly kind: "ignored" }
  | { readonly kind: "refused"; readonly finding: Finding };

/** They speak to the person at the terminal, or to psql itself. */
const ignored: ReadonlySet<string> = new Set(
  "echo qecho warn set unset restrict unrestrict pset timing encoding t x a".split(" "),
);

/** Reads one command, backslash included. @see https://www.postgresql.org/docs/current/app-psql.html#APP-PSQL-META-COMMANDS */
export function readMetaCommand(text: string, at: Span): MetaCommand {
  const [, name = "", rest = ""] = /^\\(\S*)\s*([\s\S]*)$/.exec(text) ?? [];
  const [first = "", second] = words(rest);
  switch (name) {
    case "i":
    case "include":
      return include(first, false, at);
    case "ir":
    case "include_relative":
      return include(first, true, at);
    case "c":
    case "connect":
      if (second === undefined && first !== "-") return { kind: "connect", database: first };
      return refused(at, `\\${name} as another user is not followed.`, "Write SET ROLE instead.");
    default:
      if (ignored.has(name)) return { kind: "ignored" };
      return refused(
        at,
        `The psql command \\${name} is not understood.`,
        "Of psql's own commands \\i, \\ir and \\connect are followed, and \\set, \\echo, \\restrict … passed over.",
      );
  }
}

function include(path: string, besideFile: boolean, at: Span): MetaCommand {
  if (path !== "") return { kind: "include", path, besideFile };
  return refused(at, "The name of the file to read is missing.", "Write \\i file.sql.");
}

function refused(at: Span, message: string, help: string): MetaCommand {
  return { kind: "refused", finding: { code: "sql/psql-command", severity: "error", message, at, help } };
}

/** Arguments: bare, 'in quotes' or "in double quotes"; a quote inside is doubled. */
function words(text: string): readonly string[] {
  const found = text.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[^\s'"]+/g) ?? [];
  return found.map((word) => {
    const quote = word.charAt(0);
    const quoted = quote === "'" || quote === '"';
    return quoted ? word.slice(1, -1).replaceAll(quote + quote, quote) : word;
  });
}
