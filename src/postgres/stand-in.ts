import { ident, literal } from "./quote.ts";

/** The shadow's superuser. Most servers have one of this name, so dumps and grants speak of it. */
export const shadowSuperuser = "postgres";

/** Works in the shadow where `postgres` is named: what belongs to whoever applies a plan is not that role's. */
export const standIn = "whoever applies the plan";

/** From here on the session is the stand-in's. */
export const becomeStandIn: readonly string[] = [
  `CREATE ROLE ${ident(standIn)} SUPERUSER`,
  `SET SESSION AUTHORIZATION ${literal(standIn)}`,
];
