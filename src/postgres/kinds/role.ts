import type { ObjectOf } from "../catalog.ts";
import type { RoleDefinition } from "../definitions.ts";
import { ident, literal } from "../quote.ts";
import { standIn } from "../stand-in.ts";
import { hazard, type Kind, part, type Step } from "./kind.ts";
import { objectRow, sortedOptions } from "./query.ts";

type Role = ObjectOf<"role">;

/**
 * Roles belong to the whole cluster, so a role that is already there is no error: its CREATE is guarded.
 * @see https://www.postgresql.org/docs/current/sql-createrole.html
 */
export const role: Kind<"role"> = {
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_authid",
      oid: "r.oid",
      path: ["r.rolname"],
      definition: {
        attributes: `array_to_json(array_remove(ARRAY[
          CASE WHEN r.rolsuper THEN 'SUPERUSER' END, CASE WHEN r.rolcanlogin THEN 'LOGIN' END, CASE WHEN NOT r.rolinherit THEN 'NOINHERIT' END,
          CASE WHEN r.rolcreaterole THEN 'CREATEROLE' END, CASE WHEN r.rolcreatedb THEN 'CREATEDB' END,
          CASE WHEN r.rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN r.rolreplication THEN 'REPLICATION' END,
          'CONNECTION LIMIT ' || nullif(r.rolconnlimit, -1),
          'VALID UNTIL ' || quote_literal(to_char(nullif(r.rolvaliduntil, 'infinity') AT TIME ZONE 'UTC',
            'YYYY-MM-DD HH24:MI:SS+00'))], NULL))`,
        settings: sortedOptions(
          "(SELECT s.setconfig FROM pg_db_role_setting AS s WHERE s.setrole = r.oid AND s.setdatabase = 0)",
        ),
      },
    })}
    FROM pg_roles AS r WHERE r.oid >= 16384 AND r.rolname <> ${literal(standIn)}`,
  address: (id) => `ROLE ${ident(part(id, 0))}`,
  create: (object) => [{ sql: guardedCreate(object) }, ...settings(object, [], object.definition.settings)],
  alter: (from, to) => [
    ...attributes(from.definition, to),
    ...settings(to, from.definition.settings, to.definition.settings),
  ],
  // Since PostgreSQL 16 a membership keeps what it got of this.
  displaces: (from, to, dependent) =>
    dependent.kind === "membership" &&
    dependent.id.path[1] === part(to.id, 0) &&
    isInheriting(from) !== isInheriting(to),
  drop: ({ id }) => [
    {
      sql: `DROP ROLE ${ident(part(id, 0))}`,
      hazards: [hazard("changes-access", `Role ${part(id, 0)} is gone from the whole server.`)],
    },
  ],
};

export function guardedCreate({ id, definition }: Role): string {
  const name = part(id, 0);
  const create = [`CREATE ROLE ${ident(name)}`, ...definition.attributes].join(" ");
  return `DO $do$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ${literal(name)}) THEN
    EXECUTE ${literal(create)};
  END IF;
END
$do$`.replaceAll("$do$", dollarTag(create));
}

/** A dollar quote that the text does not close. */
function dollarTag(text: string): string {
  let tag = "do";
  while (text.includes(`$${tag}$`)) tag += "_";
  return `$${tag}$`;
}

function attributes(from: RoleDefinition, { id, definition }: Role): Step[] {
  const { added, removed } = difference(from.attributes, definition.attributes);
  const off = removed.filter((attribute) => !added.some((other) => nameOf(other) === nameOf(attribute)));
  const changes = [...added, ...off.map(opposite)];
  if (changes.length === 0) return [];
  return [accessStep(id.path, `ALTER ROLE ${ident(part(id, 0))} ${changes.join(" ")}`)];
}

/** Attributes with a value, and the one that stands for none. */
const unlimited: Readonly<Record<string, string>> = { "CONNECTION LIMIT": "-1", "VALID UNTIL": "'infinity'" };

function nameOf(attribute: string): string {
  return Object.keys(unlimited).find((name) => attribute.startsWith(`${name} `)) ?? attribute;
}

/** `NOLOGIN` of `LOGIN`, `INHERIT` of `NOINHERIT`. */
function opposite(attribute: string): string {
  const name = nameOf(attribute);
  if (name in unlimited) return `${name} ${unlimited[name]}`;
  return name.startsWith("NO") ? name.slice(2) : `NO${name}`;
}

function isInheriting({ definition }: Role): boolean {
  return !definition.attributes.includes("NOINHERIT");
}

function settings({ id }: Role, from: readonly string[], to: readonly string[]): Step[] {
  const { added, removed } = difference(from, to);
  const alter = `ALTER ROLE ${ident(part(id, 0))}`;
  const names = new Set(added.map((entry) => splitSetting(entry)[0]));
  return [
    ...removed
      .map((entry) => splitSetting(entry)[0])
      .filter((name) => !names.has(name))
      .map((name) => ({ sql: `${alter} RESET ${setting(name)}` })),
    ...added
      .map(splitSetting)
      .map(([name, value]) => ({ sql: `${alter} SET ${setting(name)} TO ${settingValue(name, value)}` })),
  ];
}

function splitSetting(entry: string): [name: string, value: string] {
  const at = entry.indexOf("=");
  return [entry.slice(0, at), entry.slice(at + 1)];
}

/** `app.user` stays two names. */
function setting(name: string): string {
  return name.split(".").map(ident).join(".");
}

/** A list of names (search_path) must not become one quoted name. */
function settingValue(name: string, value: string): string {
  return name.toLowerCase() === "search_path" && value !== "" ? value : literal(value);
}

function difference(from: readonly string[], to: readonly string[]) {
  return { added: to.filter((one) => !from.includes(one)), removed: from.filter((one) => !to.includes(one)) };
}

function accessStep(path: readonly string[], sql: string): Step {
  return { sql, hazards: [hazard("changes-access", `What role ${path[0]} may do changes.`)] };
}
