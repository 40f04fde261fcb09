import type { Command, Entity } from "../../model/model.ts";
import type { Mutation } from "../proof.ts";

/** A way to break a promise of one entity. */
export function mutationOf(entity: Entity, breaks: string, sql: string): Mutation {
  return { breaks: `${entity.table}: ${breaks}`, entity: entity.name, sql };
}

/** Whether an access line allows it to anyone. */
export function isAllowed({ access }: Entity, command: Command): boolean {
  return access.some(({ allow }) => allow.includes(command));
}

/** Whether whoever is signed in may do it to every row. */
export function isAllowedToAll({ access }: Entity, command: Command): boolean {
  return access.some(
    ({ allow, to, when }) => allow.includes(command) && to.includes("authenticated") && when === undefined,
  );
}
