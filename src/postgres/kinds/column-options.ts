import type { ObjectId } from "../catalog.ts";
import type { ForeignOption } from "../definitions.ts";
import { ident, qualified } from "../quote.ts";
import { foreignOptions, optionsChange } from "./foreign-options.ts";
import { type Kind, part, type Step } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

/**
 * What the foreign data wrapper is told about a column of a foreign table; path of the column. A kind of its own: also
 * columns that come from a parent have some.
 * @see https://www.postgresql.org/docs/current/sql-alterforeigntable.html
 */
export const columnOptions: Kind<"column options"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      // Not the place of the column itself.
      sub: "-1000 - a.attnum",
      path: ["n.nspname", "c.relname", "a.attname"],
      definition: { options: foreignOptions("a.attfdwoptions") },
    })}
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'f' AND a.attfdwoptions IS NOT NULL AND NOT a.attisdropped AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  parents: ({ id }) => [{ kind: "column", path: id.path }],
  create: ({ id, definition }) => change(id, [], definition.options),
  alter: (from, to) => change(to.id, from.definition.options, to.definition.options),
  drop: ({ id, definition }) => change(id, definition.options, []),
};

function change(id: ObjectId, from: readonly ForeignOption[], to: readonly ForeignOption[]): Step[] {
  const table = qualified(part(id, 0), part(id, 1));
  return optionsChange(from, to).map((options) => ({
    sql: `ALTER FOREIGN TABLE ${table} ALTER COLUMN ${ident(part(id, 2))} ${options}`,
  }));
}
