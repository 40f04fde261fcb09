import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident, qualified } from "../quote.ts";
import { unwrapped } from "./expression.ts";
import { type Context, hazard, type Kind, part, type Step, shown } from "./kind.ts";
import { notOfExtension, objectRow, userSchema } from "./query.ts";

type Policy = ObjectOf<"policy">;

/** Row level security policy. @see https://www.postgresql.org/docs/current/sql-createpolicy.html */
export const policy: Kind<"policy"> = {
  printed: true,
  madeIn: "pg_policy",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_policy",
      oid: "p.oid",
      path: ["n.nspname", "c.relname", "p.polname"],
      definition: {
        command: `CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete'
          ELSE 'all' END`,
        permissive: "p.polpermissive",
        roles: `(SELECT json_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(role)::text END
          ORDER BY pg_get_userbyid(role)) FROM unnest(p.polroles) AS role)`,
        using: "pg_get_expr(p.polqual, p.polrelid)",
        check: "pg_get_expr(p.polwithcheck, p.polrelid)",
      },
    })}
    FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE ${userSchema("n")} AND ${notOfExtension("pg_class", "c.oid")}`,
  address,
  parents: ({ id }) => [tableOf(id)],
  requires: ({ definition }) =>
    definition.roles.filter((name) => name !== "PUBLIC").map((name) => ({ kind: "role", path: [name] })),
  create: (object, context) => [{ sql: createPolicy(object), hazards: accessHazards(object.id, context) }],
  alter: (from, to, context) =>
    canAlter(from, to) ? [{ sql: alterPolicy(from, to), hazards: accessHazards(to.id, context) }] : "replace",
  drop: ({ id }, context) => [{ sql: `DROP ${address(id)}`, hazards: accessHazards(id, context) }],
  rename: (from, to) => ({
    sql: `ALTER POLICY ${ident(part(from.id, 2))} ON ${qualified(part(to.id, 0), part(to.id, 1))} RENAME TO ${ident(part(to.id, 2))}`,
  }),
};

function address(id: ObjectId): string {
  return `POLICY ${ident(part(id, 2))} ON ${qualified(part(id, 0), part(id, 1))}`;
}

function tableOf(id: ObjectId): ObjectId {
  return { kind: "table", path: id.path.slice(0, 2) };
}

function accessHazards(id: ObjectId, context: Context): Step["hazards"] {
  if (context.isNew(tableOf(id))) return [];
  return [
    hazard("changes-access", `Who sees and changes which rows of ${shown(id.path.slice(0, 2))} changes.`),
  ];
}

/** ALTER POLICY changes neither command nor kind, and cannot take an expression away. */
function canAlter(from: Policy, to: Policy): boolean {
  const [old, wanted] = [from.definition, to.definition];
  const keeps = (expression: "using" | "check") =>
    old[expression] === undefined || wanted[expression] !== undefined;
  return (
    old.command === wanted.command && old.permissive === wanted.permissive && keeps("using") && keeps("check")
  );
}

function createPolicy({ id, definition }: Policy): string {
  return [
    `CREATE ${address(id)}`,
    ...(definition.permissive ? [] : ["AS RESTRICTIVE"]),
    ...(definition.command === "all" ? [] : [`FOR ${definition.command.toUpperCase()}`]),
    ...clauses({ ...definition, roles: definition.roles.join() === "PUBLIC" ? [] : definition.roles }),
  ].join(" ");
}

function alterPolicy(from: Policy, to: Policy): string {
  const [old, wanted] = [from.definition, to.definition];
  const sameRoles = old.roles.join("\0") === wanted.roles.join("\0");
  const changed = {
    roles: sameRoles ? [] : wanted.roles,
    using: old.using === wanted.using ? undefined : wanted.using,
    check: old.check === wanted.check ? undefined : wanted.check,
  };
  return [`ALTER ${address(to.id)}`, ...clauses(changed)].join(" ");
}

function clauses({ roles, using, check }: Pick<Policy["definition"], "roles" | "using" | "check">): string[] {
  return [
    ...(roles.length === 0 ? [] : [`TO ${roles.map(roleName).join(", ")}`]),
    ...(using === undefined ? [] : [`USING (${unwrapped(using)})`]),
    ...(check === undefined ? [] : [`WITH CHECK (${unwrapped(check)})`]),
  ];
}

function roleName(name: string): string {
  return name === "PUBLIC" ? name : ident(name);
}
