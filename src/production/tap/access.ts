import type { Catalog, ObjectOf } from "../../postgres/catalog.ts";
import { ident, qualified } from "../../postgres/quote.ts";
import type { PlatformTraits } from "../platform.ts";
import { type Assertion, refuses, rowsAre, textIs } from "./assertions.ts";
import { objectsOf, partsOf } from "./tables.ts";

/** Row level security and its policies: all of them, and no other. */
export function policyAssertions(table: ObjectOf<"table">, catalog: Catalog): readonly Assertion[] {
  const name = qualified(...table.id.path);
  const { enabled, forced } = table.definition.rowSecurity;
  const policies = partsOf(catalog, "policy", table).map(({ id, definition }) => [
    id.path[2],
    definition.command,
    definition.permissive ? "permissive" : "restrictive",
    definition.roles.toSorted().join(", "),
    definition.using,
    definition.check,
  ]);
  const security = !enabled ? "off" : forced ? "forced" : "on";
  return [
    textIs("row_security_of", name, security, `${name}: row level security is ${security}`),
    rowsAre("policies_of", name, policies, `${name}: policies`),
  ];
}

/** What each role may do on a table or view and its columns; nobody else may do anything. */
export function privilegeAssertions(
  relation: ObjectOf<"table"> | ObjectOf<"view">,
  catalog: Catalog,
  administrators: readonly string[],
): readonly Assertion[] {
  const name = qualified(...relation.id.path);
  const grants = grantsOn(relation, catalog).filter(({ grantee }) => !administrators.includes(grantee));
  const rows = grants.map(({ column, grantee, privileges }) => [column, grantee, privileges.join(", ")]);
  return [rowsAre("privileges_of", name, rows, `${name}: privileges of everyone but the owner`)];
}

/** What a role has no right to is refused, whatever the rows. */
export function refusalAssertions(
  table: ObjectOf<"table">,
  roles: readonly string[],
  catalog: Catalog,
): readonly Assertion[] {
  const name = qualified(...table.id.path);
  const column = partsOf(catalog, "column", table).find(({ definition }) => isWritable(definition))?.id
    .path[2];
  const attempts = new Map([
    ["SELECT", `SELECT FROM ${name}`],
    ["INSERT", `INSERT INTO ${name} DEFAULT VALUES`],
    ...(column === undefined
      ? []
      : [["UPDATE", `UPDATE ${name} SET ${ident(column)} = NULL WHERE FALSE`] as const]),
    ["DELETE", `DELETE FROM ${name} WHERE FALSE`],
    ["TRUNCATE", `TRUNCATE ${name}`],
  ]);
  const grants = grantsOn(table, catalog);
  return roles.flatMap((role) => {
    const mine = grants.filter(({ grantee }) => grantee === role || grantee === "PUBLIC");
    const may = new Set(mine.flatMap(({ privileges }) => privileges.map((each) => each.split(" ")[0])));
    return [...attempts].flatMap(([command, statement]) =>
      may.has(command) || may.has("ALL")
        ? []
        : [refuses(role, statement, `${name}: ${command} by ${role} is refused`)],
    );
  });
}

/** The roles that people and programs act as, whether they have rights or not. */
export function actingRoles(catalog: Catalog, { roles, administrators }: PlatformTraits): readonly string[] {
  const inPolicies = objectsOf(catalog, "policy").flatMap(({ definition }) => definition.roles);
  const acting = new Set([...inPolicies, ...Object.values(roles)]);
  const known = objectsOf(catalog, "role").flatMap(({ id }) => id.path);
  return known.filter((role) => acting.has(role) && !administrators.includes(role));
}

interface Granted {
  readonly column: string | undefined;
  readonly grantee: string;
  readonly privileges: readonly string[];
}

function grantsOn(relation: ObjectOf<"table"> | ObjectOf<"view">, catalog: Catalog): readonly Granted[] {
  const [schema, name] = relation.id.path;
  return objectsOf(catalog, "grant").flatMap(({ id: { path }, definition: { privileges } }) => {
    const [kind, ownSchema, ownName, third = "", fourth] = path;
    if (ownSchema !== schema || ownName !== name) return [];
    const whole = kind === relation.kind;
    if (!whole && kind !== "column") return [];
    const [column, grantee] = whole ? [undefined, third] : [third, fourth ?? ""];
    return grantee === "CURRENT_USER" || privileges.length === 0 ? [] : [{ column, grantee, privileges }];
  });
}

function isWritable({ generated, identity }: ObjectOf<"column">["definition"]): boolean {
  return generated === undefined && identity !== "always";
}
