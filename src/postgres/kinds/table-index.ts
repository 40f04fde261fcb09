import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { chosenName, isChosen } from "./chosen-name.ts";
import { settingsOn } from "./column-settings.ts";
import { commentsOn } from "./comment.ts";
import {
  attachIndex,
  comesWithIndex,
  followsIndex,
  hasKeysBelow,
  heldByIndex,
  isMadeWhole,
} from "./index-share.ts";
import { type Context, forms, hazard, type Kind, part, relationsNamed, type Step, shown } from "./kind.ts";
import { buildConcurrently, dropConcurrently, indexSql, replaceConcurrently } from "./online/build-index.ts";
import { notOfExtension, objectRow, storageParameters, userSchema } from "./query.ts";
import { changeParameters } from "./storage-parameters.ts";

/** Not the indexes of constraints. @see https://www.postgresql.org/docs/current/sql-createindex.html */
export const index: Kind<"index"> = {
  printed: true,
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_class",
      oid: "x.oid",
      path: ["n.nspname", "x.relname"],
      definition: {
        table: "json_build_array(n.nspname, c.relname)",
        // ONLY stands there for every partitioned table.
        definition: `CASE WHEN plain.columns IS NOT NULL
            THEN format('CREATE INDEX %I ON %I.%I USING btree (%s)', x.relname, n.nspname, c.relname, plain.columns)
          ELSE replace(${definitionOnly}, quote_ident(x.relname) || ' ON ONLY ', quote_ident(x.relname) || ' ON ') END`,
        parameters: storageParameters("x.reloptions"),
        where: "pg_get_expr(i.indpred, i.indrelid)",
        valid: "i.indisvalid OR x.relkind = 'I'",
        only: "CASE WHEN x.relkind = 'I' AND NOT i.indisvalid THEN true END",
        inheritedFrom: `CASE WHEN x.relispartition THEN (SELECT json_build_object('table', json_build_array(pn.nspname, pc.relname),
          'index', json_build_array(pn.nspname, p.relname), 'columns', ${columnNames})
          FROM pg_inherits AS h JOIN pg_class AS p ON p.oid = h.inhparent JOIN pg_index AS pi ON pi.indexrelid = p.oid
          JOIN pg_class AS pc ON pc.oid = pi.indrelid JOIN pg_namespace AS pn ON pn.oid = pc.relnamespace WHERE h.inhrelid = x.oid) END`,
      },
    })}
    FROM pg_index AS i JOIN pg_class AS x ON x.oid = i.indexrelid JOIN pg_class AS c ON c.oid = i.indrelid
    JOIN pg_namespace AS n ON n.oid = x.relnamespace
    LEFT JOIN LATERAL (${plainColumns}) AS plain ON true
    WHERE c.relpersistence <> 't' AND ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}
      AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))`,
  claims: ({ id }) => qualified(...id.path),
  address: (id) => `INDEX ${qualified(...id.path)}`,
  parents: ({ definition }) => relationsNamed(definition.table),
  requires: ({ definition: { inheritedFrom } }) =>
    inheritedFrom === undefined ? [] : [{ kind: "index", path: inheritedFrom.index }],
  heldBy: heldByIndex,
  create: (object, context) => {
    if (!followsIndex(object, context)) return build(object, context);
    if (!comesWithIndex(object, context)) return [...build(object, context), attachIndex(object)];
    const online = isParentAlone(object, context)
      ? [...buildInUse(object, context), attachIndex(object)]
      : undefined;
    return forms(nameAsWanted(object), online);
  },
  alter: (from, to, context) => {
    const own = ({ definition }: Index) =>
      JSON.stringify({ ...definition, only: undefined, inheritedFrom: undefined });
    const shared = ({ definition }: Index) => JSON.stringify(definition.inheritedFrom?.index);
    const loses = followsIndex(from, context) && shared(from) !== shared(to);
    const hides = to.definition.only === true && from.definition.only === undefined;
    if (loses || hides) return "replace";
    if (own(from) !== own(to)) return change(from, to, context);
    const joins = from.definition.inheritedFrom === undefined && followsIndex(to, context);
    return joins ? [attachIndex(to)] : [];
  },
  drop: (object, context) => (followsIndex(object, context) ? [] : drop(object, context)),
  rename: (from, to) => ({
    sql: `ALTER INDEX ${qualified(...from.id.path)} RENAME TO ${ident(part(to.id, 1))}`,
  }),
};

/** What `pg_get_indexdef` prints before WITH and WHERE, which come last. */
const definitionOnly = `CASE WHEN x.reloptions IS NULL AND i.indpred IS NULL THEN pg_get_indexdef(x.oid) ELSE left(pg_get_indexdef(x.oid), -length(concat(
  (SELECT ' WITH (' || string_agg(quote_ident(p.name) || '=' || CASE WHEN quote_ident(p.value) = p.value THEN p.value
      ELSE '''' || replace(p.value, '''', '''''') || '''' END, ', ') || ')'
    FROM unnest(x.reloptions) AS entry,
      LATERAL (SELECT split_part(entry, '=', 1), substr(entry, strpos(entry, '=') + 1)) AS p (name, value)),
  ' WHERE ' || pg_get_expr(i.indpred, i.indrelid)))) END`;

/**
 * The columns of an index that is nothing but a list of columns. Of most it is all there is to say, and `pg_get_indexdef` would take
 * a third of the time of reading a Catalog to look up, one by one, what these joins find. NULL for all others: with expressions, a
 * condition, parameters, another order, and those of an operator class that is not the one of just this type.
 */
const plainColumns = `SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY at) AS columns
  FROM generate_series(0, i.indnatts - 1) AS at, pg_attribute AS a, pg_opclass AS o, pg_am AS m
  WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[at] AND a.attcollation = i.indcollation[at] AND i.indoption[at] = 0
    AND o.oid = i.indclass[at] AND o.oid < 16384 AND o.opcdefault AND o.opcintype = a.atttypid
    AND m.oid = x.relam AND m.amname = 'btree'
    AND i.indnkeyatts = i.indnatts AND NOT i.indisunique AND i.indpred IS NULL AND x.reloptions IS NULL
  HAVING count(*) = i.indnatts`;

/** Columns go by their own names, expressions by that which the index gave them. */
const columnNames = `(SELECT json_agg(coalesce(t.attname, a.attname) ORDER BY a.attnum) FROM pg_attribute AS a
  LEFT JOIN pg_attribute AS t ON t.attrelid = c.oid AND t.attnum = i.indkey[a.attnum - 1] WHERE a.attrelid = x.oid)`;

type Index = ObjectOf<"index">;

function build(object: Index, context: Context): readonly Step[] {
  const isWhole = isMadeWhole(object, context);
  const sql = indexSql(object, { only: isWhole ? undefined : true });
  if (isNew(object, context) || !isWhole) return [{ sql }];
  return forms([{ sql, hazards: buildHazards(object) }], buildInUse(object, context));
}

/** A partitioned table cannot have it built concurrently: it gets it alone, and is done when its partitions have theirs. */
function buildInUse(object: Index, context: Context): readonly Step[] {
  if (isNew(object, context)) return [{ sql: indexSql(object) }];
  return isPartitioned(object, context)
    ? [{ sql: indexSql(object, { only: true }) }]
    : buildConcurrently(object);
}

/** Whether the index of the parent is made now, and online for itself: not where it is away until then. */
function isParentAlone({ definition: { inheritedFrom } }: Index, context: Context): boolean {
  if (inheritedFrom === undefined) return false;
  const index: ObjectId = { kind: "index", path: inheritedFrom.index };
  const isAway = context.isReplaced(index);
  return context.isNew(index) && !isAway && !context.isNew({ kind: "table", path: inheritedFrom.table });
}

function isPartitioned({ definition }: Index, context: Context): boolean {
  const table = context.after({ kind: "table", path: definition.table });
  return table?.kind === "table" && table.definition.partitionBy !== undefined;
}

function drop(object: Index, context: Context): readonly Step[] {
  const online = isPartitioned(object, context) ? undefined : [dropConcurrently(object)];
  const cascade = hasKeysBelow(object, context) ? " CASCADE" : "";
  return forms([{ sql: `DROP INDEX ${qualified(...object.id.path)}${cascade}` }], online);
}

/** Online the new index serves before the old one goes. */
function change(from: Index, to: Index, context: Context): readonly Step[] | "replace" {
  const inPlace = isPartitioned(to, context) ? undefined : changeInPlace(from, to);
  if (inPlace !== undefined) return inPlace;
  const inherits = [from, to].some(({ definition }) => definition.inheritedFrom !== undefined);
  if (inherits || isNew(to, context) || isPartitioned(to, context)) return "replace";
  const parts = [...settingsOn(to.id, context), ...commentsOn(to.id, context)];
  if (indexSql(from) === indexSql(to)) {
    // Nobody wants an index whose build has failed.
    return from.definition.valid ? [] : [...drop(from, context), ...build(to, context), ...parts];
  }
  if (!context.changesAlone(from)) return "replace";
  const offline = [
    { sql: `DROP INDEX ${qualified(...from.id.path)}` },
    { sql: indexSql(to), hazards: buildHazards(to) },
  ];
  // A free name is only looked for where it is needed: that takes all names of both Catalogs.
  const online = context.mode === "online" ? replaceConcurrently(from, to, context) : undefined;
  return [...forms(offline, online), ...parts];
}

/** Parameters that an index heeds at any time; of others (`pages_per_range`) it keeps to what it was built with. */
const changeable = /^(fillfactor|deduplicate_items|fastupdate|gin_pending_list_limit|autosummarize)=/;

function changeInPlace(from: Index, to: Index): readonly Step[] | undefined {
  const rest = ({ definition: { parameters = [], ...others } }: Index) =>
    JSON.stringify([others, parameters.filter((parameter) => !changeable.test(parameter))]);
  return rest(from) === rest(to) ? alterParameters(from.definition.parameters, to) : undefined;
}

function alterParameters(from: readonly string[] | undefined, { id, definition }: Index): readonly Step[] {
  return changeParameters(`ALTER INDEX ${qualified(...id.path)}`, from, definition.parameters);
}

/** PostgreSQL chooses the name of an index that it makes. */
function nameAsWanted({ id, definition: { table, inheritedFrom } }: Index): readonly Step[] {
  const name = part(id, 1);
  const made = chosenName(table[1], inheritedFrom?.columns ?? [], "idx");
  if (isChosen(name, made)) return [];
  return [{ sql: `ALTER INDEX ${qualified(part(id, 0), made)} RENAME TO ${ident(name)}` }];
}

function isNew(object: ObjectOf<"index">, context: Context): boolean {
  return relationsNamed(object.definition.table).some(context.isNew);
}

function buildHazards({ definition }: ObjectOf<"index">) {
  const table = shown(definition.table);
  const unique = definition.definition.startsWith("CREATE UNIQUE");
  return [
    hazard("blocks-writes", `Nobody can write to ${table} while the index is built.`),
    hazard("scans-table", `Every row of ${table} is read.`),
    ...(unique ? [hazard("may-fail", `Equal rows in ${table} stop it.`)] : []),
  ];
}
