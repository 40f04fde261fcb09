import type { Finding } from "../model/finding.ts";
import type { Catalog } from "../postgres/catalog.ts";
import { sameCatalog } from "../postgres/catalog-differences.ts";
import { planForward } from "../postgres/migrate.ts";
import { renderSql } from "../postgres/render.ts";

/** A database that is not what its iterations make: someone changed it by hand. What they did is shown as SQL. */
export function findDrift(actual: Catalog, expected: Catalog, module: string): readonly Finding[] {
  if (sameCatalog(actual, expected)) return [];
  const { statements, findings } = planForward(expected, actual);
  const left = findings.map(({ message }) => `-- ${message}\n`).join("");
  return [
    {
      code: "prototype/drift",
      severity: "error",
      message:
        `The development database of ${module} is not what its iterations make. It was changed by hand, as if by\n` +
        indent(`${left}${renderSql(statements)}`),
      help:
        "Write the change into the definitions and make an iteration of it, " +
        `or build the database again without it: \`schema prototype ${module} reset\` (its rows go).`,
    },
  ];
}

function indent(text: string): string {
  return text
    .trim()
    .split("\n")
    .map((line) => (line === "" ? "" : `    ${line}`))
    .join("\n");
}
