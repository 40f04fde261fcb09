import type { Connection } from "./connection.ts";

/** Above this many relations a fresh start is faster than dropping them, and their locks fit into no transaction. */
const manyRelations = 1000;

/**
 * Drops everything that users made in an embedded cluster and puts the session back to its start. False when it could
 * not, or when it would take longer than a new cluster.
 */
export async function resetCluster(db: Connection): Promise<boolean> {
  try {
    await db.execute("ROLLBACK");
    await db.execute("DISCARD ALL");
    const relations = await db.query<{ many: boolean }>(
      `SELECT count(*) > ${manyRelations} AS many FROM pg_catalog.pg_class WHERE oid >= 16384`,
    );
    if (relations[0]?.many) return false;
    const drops = await db.query<{ sql: string }>(dropEverything);
    await db.execute([...drops.map(({ sql }) => sql), createPublic].join(";\n"));
    return true;
  } catch {
    return false;
  }
}

/** How many rows every system catalog holds, and who may do what with what is built in: two empty clusters are equal in this. */
export async function fingerprint(db: Connection): Promise<string> {
  const catalogs = await db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_catalog.pg_class
     WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' AND relname !~ '^pg_statistic'
     ORDER BY relname`,
  );
  const counts = catalogs.map(({ name }) => {
    // Those of temporary tables stay with the session that made one.
    const which = name === "pg_namespace" ? "WHERE nspname !~ '^pg_(toast_)?temp_'" : "";
    return `SELECT '${name}' AS catalog, count(*) FROM pg_catalog.${name} ${which}`;
  });
  return JSON.stringify(await db.query([...counts, ...privileges].join(" UNION ALL ")));
}

/** A GRANT or REVOKE on what is built in has no object that could be dropped. */
const privileges = [
  ["pg_class", "oid", "relacl"],
  ["pg_attribute", "attrelid", "attacl"],
  ["pg_proc", "oid", "proacl"],
  ["pg_type", "oid", "typacl"],
  ["pg_language", "oid", "lanacl"],
  ["pg_namespace", "oid", "nspacl"],
].map(privilegesIn);

function privilegesIn([catalog, oid, acl]: readonly string[]): string {
  return `SELECT '${acl}', pg_catalog.hashtext(string_agg(${acl}::text, ' ' ORDER BY ${oid}, ${acl}::text))
    FROM pg_catalog.${catalog} WHERE ${acl} IS NOT NULL AND ${oid} < 16384`;
}

/**
 * Event triggers first, since they would see the other drops; roles late, since they own and may do things; last what the
 * database and the superuser have, who stay: no command takes default privileges back to none.
 */
const dropEverything = `
SELECT sql FROM (
  SELECT 1 AS step, format('DROP EVENT TRIGGER %I', evtname) AS sql FROM pg_catalog.pg_event_trigger
  UNION ALL SELECT 2, format('DROP PUBLICATION %I', pubname) FROM pg_catalog.pg_publication
  UNION ALL SELECT 3, format('DROP EXTENSION %I CASCADE', extname) FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql'
  UNION ALL SELECT 4, format('DROP SCHEMA %I CASCADE', nspname) FROM pg_catalog.pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  UNION ALL SELECT 5, format('DROP FOREIGN DATA WRAPPER %I CASCADE', fdwname) FROM pg_catalog.pg_foreign_data_wrapper
    WHERE oid >= 16384
  UNION ALL SELECT 5, format('DROP LANGUAGE %I CASCADE', lanname) FROM pg_catalog.pg_language
    WHERE lanname NOT IN ('internal', 'c', 'sql', 'plpgsql')
  UNION ALL SELECT 6, format('SELECT pg_catalog.lo_unlink(%s)', oid) FROM pg_catalog.pg_largeobject_metadata
  UNION ALL SELECT 7, format('DROP OWNED BY %I CASCADE', rolname) FROM pg_catalog.pg_roles WHERE oid >= 16384
  UNION ALL SELECT 8, format('DROP ROLE %I', rolname) FROM pg_catalog.pg_roles WHERE oid >= 16384
  UNION ALL SELECT 9, 'DELETE FROM pg_catalog.pg_default_acl' WHERE EXISTS (SELECT FROM pg_catalog.pg_default_acl)
  UNION ALL SELECT 9, format('ALTER DATABASE %I RESET ALL', current_database())
    WHERE EXISTS (SELECT FROM pg_catalog.pg_db_role_setting)
) AS drops ORDER BY step, sql`;

/** As initdb leaves it. */
const createPublic = `CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMENT ON SCHEMA public IS 'standard public schema'`;
