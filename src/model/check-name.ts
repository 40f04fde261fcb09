import type { Report, Span } from "./finding.ts";
import { nameProblem } from "./names.ts";

/** Columns that every table has. @see https://www.postgresql.org/docs/current/ddl-system-columns.html */
const systemColumns = new Set(["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"]);

/** Reports a name that PostgreSQL would refuse or cut. */
export function checkName(kind: string, name: string, at: Span, report: Report): void {
  const found = nameProblem(name);
  if (found !== undefined) {
    report({
      code: "model/bad-name",
      severity: "error",
      message: `The name of the ${kind} "${name}" ${found.problem}.`,
      at,
      help: found.help,
    });
  } else if ((kind === "field" || kind === "column") && systemColumns.has(name)) {
    report({
      code: "model/bad-name",
      severity: "error",
      message: `Every table has a system column "${name}" of its own.`,
      at,
      help: "Give the field another name.",
    });
  }
}
