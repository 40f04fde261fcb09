import { type Access, type Command, commands, type Entity, type Model } from "../model/model.ts";
import { literal } from "../postgres/quote.ts";
import { anyOf, enclosed, runOnce } from "./expression.ts";
import { databaseRole, isDatabaseRole, platformOf } from "./platform.ts";
import type { HardeningContext } from "./rule.ts";

/** What a database role may do to which rows of a table. */
export interface Right {
  /** Database role. */
  readonly role: string;
  readonly command: Command;
  /** SQL condition on the row; `TRUE` for every row. */
  readonly when: string;
  /** The columns that it may be done to; all when absent. */
  readonly columns?: readonly string[] | undefined;
}

/** The rights that the access lines of an entity give; what is not listed is denied. */
export function rightsOf(entity: Entity, context: HardeningContext): readonly Right[] {
  const grants = entity.access
    .filter(isPlain)
    .flatMap((line) => line.to.map((to) => grant(line, to, entity, context)));
  const roles = [...new Set(grants.map(({ role }) => role))].sort();
  return roles.flatMap((role) =>
    commands.flatMap((command) => {
      const mine = grants.filter((line) => line.role === role && line.allow.includes(command));
      const when = anyOf(mine.map((line) => line.when));
      return when === undefined ? [] : [{ role, command, when, columns: columnsOf(command, mine) }];
    }),
  );
}

/** A line that no rule has yet to write out allows nothing. */
export function isPlain({ through, members }: Access): boolean {
  return through === undefined && members === undefined;
}

/** The right to a command, for one role. */
export function rightTo(command: Command, role: string, rights: readonly Right[]): Right | undefined {
  return rights.find((right) => right.command === command && right.role === role);
}

/** The database roles that access lines may speak of, by the platform's names. */
export function databaseRoles({ model, config }: HardeningContext): readonly string[] {
  const { roles, service } = platformOf(config);
  return [...Object.values(roles), ...(namesService(model) ? [service.role] : [])];
}

/** Whether an access line speaks of a backend's role: without one there need not be such a role. */
export function namesService({ entities }: Model): boolean {
  return entities.some(({ access }) => access.some(({ to }) => to.includes("service")));
}

interface Grant extends Pick<Access, "allow" | "fields"> {
  readonly role: string;
  readonly when: string;
}

/** Other roles than those of the database are asked of `has_role()`, for people who are signed in. */
function grant(
  { allow, when, fields }: Access,
  to: string,
  entity: Entity,
  context: HardeningContext,
): Grant {
  const traits = platformOf(context.config);
  const inDatabase = isDatabaseRole(to);
  const conditions = [
    ...(inDatabase ? [] : [`has_role(${literal(to)})`]),
    ...(when === undefined ? [] : [inDatabase ? when : enclosed(when)]),
  ];
  const condition = conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
  return {
    role: databaseRole(traits, inDatabase ? to : "authenticated"),
    allow,
    when: traits.subqueriesInPolicies ? runOnce(condition) : condition,
    // A row that cannot be named cannot be changed either.
    fields: fields && [...entity.key, ...fields.filter((name) => !entity.key.includes(name))],
  };
}

/** Grants of columns hold for every row that a role reaches: what one line opens is open. */
function columnsOf(command: Command, grants: readonly Grant[]): readonly string[] | undefined {
  if (command === "delete" || grants.some(({ fields }) => fields === undefined)) return undefined;
  return [...new Set(grants.flatMap(({ fields = [] }) => fields))];
}
