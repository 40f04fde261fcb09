import type { CatalogObject, ObjectId, ObjectOf, TableDefinition } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { type ConstraintSql, createTableSql } from "../table-sql.ts";
import { columnOf, columnSettings } from "./column.ts";
import { type Context, hazard, type Kind, type Step, shown } from "./kind.ts";
import { notOfExtension, objectRow, sortedOptions, userSchema } from "./query.ts";

type Table = ObjectOf<"table">;

/** @see https://www.postgresql.org/docs/current/sql-createtable.html */
export const table: Kind<"table"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "c.oid",
      path: ["n.nspname", "c.relname"],
      definition: {
        persistence: "CASE c.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END",
        partitionBy: "pg_get_partkeydef(c.oid)",
        partitionOf: `CASE WHEN c.relispartition THEN (SELECT json_build_object('parent', json_build_array(pn.nspname, p.relname)) FROM pg_inherits AS i JOIN pg_class AS p ON p.oid = i.inhparent
          JOIN pg_namespace AS pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid) END`,
        rowSecurity: "json_build_object('enabled', c.relrowsecurity, 'forced', c.relforcerowsecurity)",
        options: sortedOptions("c.reloptions"),
      },
    })}
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND c.reloftype = 0 AND ${userSchema("n")}
      AND ${notOfExtension("pg_class", "c.oid")}
      AND (c.relispartition OR NOT EXISTS (SELECT FROM pg_inherits AS i WHERE i.inhrelid = c.oid))`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `TABLE ${qualified(...id.path)}`,
  requires: ({ definition }) =>
    definition.partitionOf === undefined ? [] : [{ kind: "table", path: definition.partitionOf.parent }],
  create: (object, context) => [
    { sql: createTable(object, context.parts(object.id)) },
    ...columnsIn(context.parts(object.id)).flatMap((column) => columnSettings({}, column)),
    ...rowSecurity(object.id, { enabled: false, forced: false }, object.definition.rowSecurity, []),
  ],
  alter: (from, to, context) => {
    if (from.definition.partitionBy !== to.definition.partitionBy) return "replace";
    if (JSON.stringify(from.definition.partitionOf) !== JSON.stringify(to.definition.partitionOf))
      return "replace";
    return alterTable(from, to, context);
  },
  drop: ({ id }) => [
    {
      sql: `DROP TABLE ${qualified(...id.path)}`,
      hazards: [hazard("deletes-data", `All rows of ${shown(id.path)} are lost.`)],
    },
  ],
  rename: (from, to) => ({
    sql: `ALTER TABLE ${qualified(...from.id.path)} RENAME TO ${ident(to.id.path[1] ?? "")}`,
    hazards: [hazard("breaks-clients", `Programs that use the name ${shown(from.id.path)} stop working.`)],
  }),
};

function createTable({ id, definition }: Table, parts: readonly CatalogObject[]): string {
  const [schema = "", name = ""] = id.path;
  const unlogged = definition.persistence === "unlogged";
  const start = createTableSql({
    schema,
    name,
    columns: columnsIn(parts).map(columnOf),
    constraints: constraintsOf(parts),
  });
  const options = definition.options.length === 0 ? [] : [`WITH (${definition.options.join(", ")})`];
  const partitionBy = definition.partitionBy === undefined ? [] : [`PARTITION BY ${definition.partitionBy}`];
  const create = unlogged ? start.replace("CREATE TABLE", "CREATE UNLOGGED TABLE") : start;
  const place = parts.find((object) => object.kind === "partition bound")?.definition;
  if (place === undefined) return [create, ...partitionBy, ...options].join(" ");
  return [
    `CREATE ${unlogged ? "UNLOGGED " : ""}TABLE ${qualified(...id.path)} PARTITION OF ${qualified(...place.parent)} ${place.bound}`,
    ...partitionBy,
    ...options,
  ].join(" ");
}

function columnsIn(parts: readonly CatalogObject[]) {
  const columns = parts.filter((object) => object.kind === "column");
  return columns.sort((a, b) => a.definition.position - b.definition.position);
}

function constraintsOf(parts: readonly CatalogObject[]): ConstraintSql[] {
  const order = ["primary key", "unique", "exclusion", "check", "foreign key"];
  const constraints = parts.filter((object) => object.kind === "constraint");
  return constraints
    .sort((a, b) => order.indexOf(a.definition.type) - order.indexOf(b.definition.type))
    .map(({ id, definition }) => ({ name: id.path[2], definition: definition.definition }));
}

function alterTable(from: Table, to: Table, context: Context): Step[] {
  const name = `ALTER TABLE ${qualified(...to.id.path)}`;
  const access = hazard("changes-access", `Who sees and changes which rows of ${shown(to.id.path)} changes.`);
  const logged = to.definition.persistence === "permanent" ? "LOGGED" : "UNLOGGED";
  return [
    ...(from.definition.persistence === to.definition.persistence
      ? []
      : [{ sql: `${name} SET ${logged}`, hazards: [rewrites(to.id)] }]),
    ...rowSecurity(
      to.id,
      from.definition.rowSecurity,
      to.definition.rowSecurity,
      context.isNew(to.id) ? [] : [access],
    ),
    ...storageOptions(name, from.definition.options, to.definition.options),
  ];
}

function rewrites(id: ObjectId) {
  return hazard("rewrites-table", `Every row of ${shown(id.path)} is written again.`);
}

type RowSecurity = TableDefinition["rowSecurity"];

function rowSecurity(id: ObjectId, from: RowSecurity, to: RowSecurity, hazards: Step["hazards"]): Step[] {
  const name = `ALTER TABLE ${qualified(...id.path)}`;
  return [
    ...(from.enabled === to.enabled
      ? []
      : [{ sql: `${name} ${to.enabled ? "ENABLE" : "DISABLE"} ROW LEVEL SECURITY`, hazards }]),
    ...(from.forced === to.forced
      ? []
      : [{ sql: `${name} ${to.forced ? "FORCE" : "NO FORCE"} ROW LEVEL SECURITY`, hazards }]),
  ];
}

function storageOptions(name: string, from: readonly string[], to: readonly string[]): Step[] {
  const optionName = (option: string) => option.slice(0, option.indexOf("="));
  const added = to.filter((option) => !from.includes(option));
  const removed = from.map(optionName).filter((option) => !to.map(optionName).includes(option));
  return [
    ...(removed.length === 0 ? [] : [{ sql: `${name} RESET (${removed.join(", ")})` }]),
    ...(added.length === 0 ? [] : [{ sql: `${name} SET (${added.join(", ")})` }]),
  ];
}
