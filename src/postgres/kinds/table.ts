import type { CatalogObject, ObjectId, ObjectOf } from "../catalog.ts";
import type { TableDefinition } from "../definitions.ts";
import { ident, qualified } from "../quote.ts";
import { columnSql, constraintSql, linesSql } from "../table-sql.ts";
import { columnOf, settleInherited, settleNew } from "./column.ts";
import { constraint } from "./constraint.ts";
import { constraintDefinition } from "./constraint-definition.ts";
import { foreignChange, foreignDefinition, serverClause, tableWord } from "./foreign-table.ts";
import { parentOf } from "./inheritance.ts";
import { type Context, hazard, type Kind, type Step, shown } from "./kind.ts";
import { notOfExtension, objectRow, storageOptions, userSchema } from "./query.ts";
import { changeMethod, storageMethod, usingMethod } from "./storage-method.ts";
import { changeParameters } from "./storage-parameters.ts";
import { ofType } from "./typed-table.ts";

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
        partitionBy: "CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END",
        partitionTypes: `CASE WHEN c.relkind = 'p' THEN (SELECT json_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum) FROM pg_partitioned_table AS k
          JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = ANY (k.partattrs) WHERE k.partrelid = c.oid) END`,
        accessMethod: storageMethod,
        foreign: foreignDefinition("c.oid"),
        rowSecurity: "json_build_object('enabled', c.relrowsecurity, 'forced', c.relforcerowsecurity)",
        options: storageOptions("c.reloptions || toast.options"),
      },
    })}
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN LATERAL (SELECT array_agg('toast.' || entry) AS options FROM pg_class AS t, unnest(t.reloptions) AS entry
      WHERE t.oid = c.reltoastrelid) AS toast ON true
    WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND ${userSchema("n")}
      AND ${notOfExtension("pg_class", "c.oid")}`,
  claims: ({ id }) => qualified(...id.path),
  address: (id, object) => `${tableWord(object?.definition.foreign)} ${qualified(...id.path)}`,
  create: (object, context) => [
    { sql: createTable(object, context) },
    ...columnsIn(context.parts(object.id)).flatMap((column) =>
      isOwn(column, context) ? settleNew(column) : settleInherited(column, context),
    ),
    ...constraintsIn(context.parts(object.id)).flatMap((one) =>
      isOwn(one, context) ? [] : constraint.create(one, context),
    ),
    ...rowSecurity(object.id, { enabled: false, forced: false }, object.definition.rowSecurity, []),
  ],
  alter: (from, to, context) => (lasting(from) === lasting(to) ? alterTable(from, to, context) : "replace"),
  drop: ({ id, definition }) => [
    {
      sql: `DROP ${tableWord(definition.foreign)} ${qualified(...id.path)}`,
      hazards: [
        definition.foreign === undefined
          ? hazard("deletes-data", `All rows of ${shown(id.path)} are lost.`)
          : hazard("breaks-clients", `Nothing reaches the rows of ${shown(id.path)} any more.`),
      ],
    },
  ],
  rename: (from, to) => ({
    sql: `ALTER TABLE ${qualified(...from.id.path)} RENAME TO ${ident(to.id.path[1] ?? "")}`,
    hazards: [hazard("breaks-clients", `Programs that use the name ${shown(from.id.path)} stop working.`)],
  }),
};

/** What stays for the life of a table, the types of its key's columns included. */
function lasting({ definition: { partitionBy, partitionTypes, foreign } }: Table): string {
  return JSON.stringify([partitionBy, partitionTypes, foreign?.server]);
}

function createTable({ id, definition }: Table, context: Context): string {
  const parts = context.parts(id);
  const partition = parts.find((object) => object.kind === "partition bound");
  const parents = parts
    .filter((object) => object.kind === "inheritance")
    .sort((a, b) => a.definition.position - b.definition.position);
  const unlogged = definition.persistence === "unlogged" ? "UNLOGGED " : "";
  const typed = parts.find((object) => object.kind === "typed table");
  const own = columnsIn(parts)
    .filter((column) => isOwn(column, context))
    .flatMap((column) => (typed === undefined ? [columnSql(columnOf(column))] : columnOptions(column)));
  const constraints = constraintsIn(parts).filter((one) => isOwn(one, context));
  const lines = [
    ...own,
    ...constraints.map((one) =>
      constraintSql({ name: one.id.path[2], definition: constraintDefinition(one) }),
    ),
  ];
  const inherits = `INHERITS (${parents.map(parentOf).join(", ")})`;
  const { parent, bound } = partition?.definition ?? {};
  return [
    `CREATE ${unlogged}${tableWord(definition.foreign)} ${qualified(...id.path)}`,
    ...(parent === undefined ? [] : [`PARTITION OF ${qualified(...parent)}`]),
    ...(typed === undefined ? [] : [ofType(typed)]),
    ...((parent ?? typed) !== undefined && lines.length === 0 ? [] : [linesSql(lines)]),
    ...(bound === undefined ? [] : [bound]),
    ...(parents.length === 0 ? [] : [inherits]),
    ...(definition.partitionBy === undefined ? [] : [`PARTITION BY ${definition.partitionBy}`]),
    ...usingMethod(definition.accessMethod),
    ...(definition.options.length === 0 ? [] : [`WITH (${definition.options.join(", ")})`]),
    ...serverClause(definition.foreign),
  ].join(" ");
}

/** What a column has on top of what the type says. */
function columnOptions(column: ObjectOf<"column">): readonly string[] {
  const own = { ...columnOf(column), type: "WITH OPTIONS" };
  return own.default === undefined && own.constraints?.length === 0 ? [] : [columnSql(own)];
}

/** What the table itself lists. */
function isOwn({ id, definition }: ObjectOf<"column"> | ObjectOf<"constraint">, context: Context): boolean {
  const isApart = context.isMadeApart({ kind: "table", path: id.path.slice(0, 2) });
  return definition.inheritedFrom === undefined || definition.declared === true || isApart;
}

function columnsIn(parts: readonly CatalogObject[]) {
  const columns = parts.filter((object) => object.kind === "column");
  return columns.sort((a, b) => a.definition.position - b.definition.position);
}

function constraintsIn(parts: readonly CatalogObject[]) {
  const order = ["primary key", "unique", "exclusion", "check", "foreign key"];
  const constraints = parts.filter((object) => object.kind === "constraint");
  return constraints.sort((a, b) => order.indexOf(a.definition.type) - order.indexOf(b.definition.type));
}

function alterTable(from: Table, to: Table, context: Context): Step[] {
  const name = `ALTER TABLE ${qualified(...to.id.path)}`;
  const access = hazard("changes-access", `Who sees and changes which rows of ${shown(to.id.path)} changes.`);
  const logged = to.definition.persistence === "permanent" ? "LOGGED" : "UNLOGGED";
  return [
    ...(from.definition.persistence === to.definition.persistence
      ? []
      : [{ sql: `${name} SET ${logged}`, hazards: [rewrites(to.id)] }]),
    ...changeMethod(name, from, to),
    ...rowSecurity(
      to.id,
      from.definition.rowSecurity,
      to.definition.rowSecurity,
      context.isNew(to.id) ? [] : [access],
    ),
    ...changeParameters(name, from.definition.options, to.definition.options),
    ...foreignChange(from.definition.foreign, to.definition.foreign).map((options) => ({
      sql: `ALTER FOREIGN TABLE ${qualified(...to.id.path)} ${options}`,
    })),
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
