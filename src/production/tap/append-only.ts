import type { Catalog, ObjectOf } from "../../postgres/catalog.ts";
import { ident, qualified } from "../../postgres/quote.ts";
import { type Assertion, isRefused } from "./assertions.ts";
import { partsOf } from "./tables.ts";

/** A log refuses its owner too, also where it has no row. */
export function appendOnlyAssertions(table: ObjectOf<"table">, catalog: Catalog): readonly Assertion[] {
  const name = qualified(...table.id.path);
  const refused = new Set(
    partsOf(catalog, "trigger", table).flatMap(({ definition }) => refusedBy(definition)),
  );
  const column = partsOf(catalog, "column", table).find(
    ({ definition }) => definition.identity === undefined && definition.generated === undefined,
  )?.id.path[2];
  const attempts: readonly (readonly [string, string])[] = [
    ["UPDATE", `UPDATE ${name} SET ${ident(column ?? "")} = NULL WHERE FALSE`],
    ["DELETE", `DELETE FROM ${name} WHERE FALSE`],
    ["TRUNCATE", `TRUNCATE ${name}`],
  ];
  return attempts
    .filter(([command]) => refused.has(command))
    .map(([command, statement]) => isRefused(statement, `${name}: ${command} is refused to everyone`));
}

/** Commands that a trigger of the audit log refuses once for each statement. */
function refusedBy({ definition }: ObjectOf<"trigger">["definition"]): readonly string[] {
  const [, commands] =
    /^CREATE TRIGGER .+? BEFORE ([A-Z ]+) ON .+ FOR EACH STATEMENT EXECUTE FUNCTION audit\.refuse_change\(\)$/s.exec(
      definition,
    ) ?? [];
  return commands?.split(" OR ") ?? [];
}
