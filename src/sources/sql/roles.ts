import type { Finding } from "../../model/finding.ts";
import type { Connection } from "../../postgres/connection.ts";
import type { DatabaseError } from "../../postgres/database-error.ts";
import { ident } from "../../postgres/quote.ts";
import type { SqlStatement } from "./source.ts";

/** Those that no statement makes, not even in the body of a DO. */
export function rolesToAssume(statements: readonly SqlStatement[]): readonly string[] {
  const made = new Set(statements.flatMap(({ kind, names }) => (kind === "CreateRoleStmt" ? names : [])));
  const blocks = statements.filter(({ kind }) => kind === "DoStmt").map(({ sql }) => sql);
  const used = new Set(
    statements.flatMap(({ roles, settings }) => [
      ...roles,
      ...[...settings.values()].flatMap(({ role }) => role ?? []),
    ]),
  );
  return [...used].filter(
    (role) => !role.startsWith("pg_") && !made.has(role) && !blocks.some((block) => block.includes(role)),
  );
}

/** Whom a refused statement misses. */
export function missingRoles({ message }: DatabaseError): readonly string[] {
  const [, role] = /^role "(.+)" does not exist$/.exec(message) ?? [];
  return role === undefined ? [] : [role];
}

/** Those that come to own what only a superuser can own. */
export function superusersIn(statements: readonly SqlStatement[]): ReadonlySet<string> {
  const ownedBySuperusers = /^ALTER\s+(EVENT\s+TRIGGER|FOREIGN\s+DATA\s+WRAPPER)\s/i;
  const giving = statements.filter(
    ({ kind, sql }) => kind === "AlterOwnerStmt" && ownedBySuperusers.test(sql),
  );
  return new Set(giving.flatMap(({ roles }) => roles));
}

/** Gives those that were made. */
export async function makeMissingRoles(
  db: Connection,
  roles: readonly string[],
  superusers: ReadonlySet<string>,
): Promise<readonly string[]> {
  const made: string[] = [];
  for (const role of roles) {
    const known = await db.query("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", [role]);
    if (known.length > 0) continue;
    await db.execute(`CREATE ROLE ${ident(role)} NOLOGIN${superusers.has(role) ? " SUPERUSER" : ""}`);
    made.push(role);
  }
  return made;
}

export function assumedFindings(roles: readonly string[]): readonly Finding[] {
  if (roles.length === 0) return [];
  return [
    {
      code: "sql/assumed-roles",
      severity: "info",
      message: `These roles are used and not made in the files; they are taken to exist: ${roles.map(ident).join(", ")}.`,
    },
  ];
}
