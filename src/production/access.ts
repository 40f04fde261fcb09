import { type Access, type Command, commands, type Entity } from "../model/model.ts";
import { literal } from "../postgres/quote.ts";
import { anyOf, enclosed, runOnce } from "./expression.ts";
import { databaseRole, platformOf } from "./platform.ts";
import type { HardeningContext } from "./rule.ts";

/** What a database role may do to which rows of a table. */
export interface Right {
  /** Database role. */
  readonly role: string;
  readonly command: Command;
  /** SQL condition on the row; `TRUE` for every row. */
  readonly when: string;
}

/** The rights that the access lines of an entity give; what is not listed is denied. */
export function rightsOf(entity: Entity, context: HardeningContext): readonly Right[] {
  const grants = entity.access.flatMap((line) => line.to.map((to) => grant(line, to, context)));
  const roles = [...new Set(grants.map(({ role }) => role))].sort();
  return roles.flatMap((role) =>
    commands.flatMap((command) => {
      const mine = grants.filter((line) => line.role === role && line.allow.includes(command));
      const when = anyOf(mine.map((line) => line.when));
      return when === undefined ? [] : [{ role, command, when }];
    }),
  );
}

/** The right to a command, for one role. */
export function rightTo(command: Command, role: string, rights: readonly Right[]): Right | undefined {
  return rights.find((right) => right.command === command && right.role === role);
}

interface Grant {
  readonly role: string;
  readonly allow: readonly Command[];
  readonly when: string;
}

/** Other roles than the two of the database are asked of `has_role()`, for people who are signed in. */
function grant({ allow, when }: Access, to: string, { config }: HardeningContext): Grant {
  const traits = platformOf(config);
  const inDatabase = to === "anonymous" || to === "authenticated";
  const conditions = [
    ...(inDatabase ? [] : [`has_role(${literal(to)})`]),
    ...(when === undefined ? [] : [inDatabase ? when : enclosed(when)]),
  ];
  const condition = conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
  return {
    role: databaseRole(traits, inDatabase ? to : "authenticated"),
    allow,
    when: traits.subqueriesInPolicies ? runOnce(condition) : condition,
  };
}
