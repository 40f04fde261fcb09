import type { ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type Context, hazard, type Kind, part, type Step, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

type Collation = ObjectOf<"collation">;

/** ALTER COLLATION changes nothing of what it says. @see https://www.postgresql.org/docs/current/sql-createcollation.html */
export const collation: Kind<"collation"> = {
  madeIn: "pg_collation",
  query: (version) => `
    SELECT ${objectRow({
      catalog: "pg_collation",
      oid: "c.oid",
      path: ["n.nspname", "c.collname"],
      definition: { options: options(version) },
    })}
    FROM pg_collation AS c JOIN pg_namespace AS n ON n.oid = c.collnamespace
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_collation", "c.oid")}`,
  address: (id) => `COLLATION ${qualified(...id.path)}`,
  create: ({ id, definition }) => [
    { sql: `CREATE COLLATION ${qualified(...id.path)} (${definition.options.join(", ")})` },
  ],
  alter: rebuild,
  drop: ({ id }) => [
    {
      sql: `DROP COLLATION ${qualified(...id.path)}`,
      hazards: [hazard("breaks-clients", `Collation ${shown(id.path)} is gone.`)],
    },
  ],
  displaces: (_from, _to, dependent) => dependent.kind !== "column",
};

/** The name of the locale has moved twice. */
function options(version: number): string {
  const locale =
    version >= 170_000 ? "c.colllocale" : version >= 150_000 ? "c.colliculocale" : "c.collcollate";
  const rules = version >= 160_000 ? ["'RULES = ' || quote_literal(c.collicurules)"] : [];
  const libc = (name: string, column: string) =>
    `CASE WHEN c.collprovider = 'c' THEN '${name} = ' || quote_literal(${column}) END`;
  return `array_remove(ARRAY[
    'PROVIDER = ' || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END,
    CASE WHEN c.collprovider <> 'c' THEN 'LOCALE = ' || quote_literal(${locale}) END,
    ${[libc("LC_COLLATE", "c.collcollate"), libc("LC_CTYPE", "c.collctype"), ...rules].join(", ")},
    CASE WHEN NOT c.collisdeterministic THEN 'DETERMINISTIC = false' END], NULL)`;
}

/** The old one moves aside until its columns have the new one. */
function rebuild(_from: Collation, to: Collation, context: Context): readonly Step[] {
  const name = qualified(...to.id.path);
  const aside = `${part(to.id, 1).slice(0, 50)}__old`;
  const steps: readonly Step[] = [
    { sql: `ALTER COLLATION ${name} RENAME TO ${ident(aside)}` },
    ...collation.create(to, context),
    ...context.dependents(to.id).flatMap(({ from }) => (from.kind === "column" ? collate(from, name) : [])),
    { sql: `DROP COLLATION ${qualified(part(to.id, 0), aside)}` },
  ];
  return steps.map((step) => ({ ...step, phase: "contract" }));
}

function collate({ id, definition }: ObjectOf<"column">, name: string): readonly Step[] {
  const table = qualified(part(id, 0), part(id, 1));
  return [
    {
      sql: `ALTER TABLE ${table} ALTER COLUMN ${ident(part(id, 2))} TYPE ${definition.type} COLLATE ${name}`,
      hazards: [hazard("blocks-reads", `Nobody can use ${shown(id.path.slice(0, 2))} meanwhile.`)],
    },
  ];
}
