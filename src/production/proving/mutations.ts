import type { Command, Entity } from "../../model/model.ts";
import { isDatabaseRole } from "../platform.ts";
import type { Mutation } from "../proof.ts";

/** A way to break a promise of one entity. */
export function mutationOf(entity: Entity, breaks: string, sql: string): Mutation {
  return { breaks: `${entity.table}: ${breaks}`, entity: entity.name, sql };
}

/** Whether an access line allows it to anyone. */
export function isAllowed({ access }: Entity, command: Command): boolean {
  return access.some(({ allow }) => allow.includes(command));
}

/** Whether an access line allows it to anyone but a backend. */
export function isAllowedToPeople({ access }: Entity, command: Command): boolean {
  return access.some(({ allow, to }) => allow.includes(command) && to.some((name) => name !== "service"));
}

/** Whether no condition limits it: whoever is signed in may do it to every row, or every role that may at all. */
export function isAllowedToAll({ access }: Entity, command: Command): boolean {
  const lines = access.filter(({ allow }) => allow.includes(command));
  const unlimited = lines.filter(({ when, to }) => when === undefined && to.every(isDatabaseRole));
  return unlimited.length === lines.length || unlimited.some(({ to }) => to.includes("authenticated"));
}
