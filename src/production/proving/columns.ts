import type { Access, Entity } from "../../model/model.ts";
import type { Actor } from "../platform.ts";
import type { HardeningContext } from "../rule.ts";
import { madeFields, systemFields } from "../system-fields.ts";

const { createdAt, createdBy, updatedAt, updatedBy, deletedAt, version } = systemFields;

/** The columns that a client gives for a new row: not those that the database fills in. */
export function clientColumns(entity: Entity, context: HardeningContext): readonly string[] {
  const filledIn = new Set(systemColumns(entity, context));
  return entity.fields
    .filter(
      ({ name, generated, identity }) =>
        generated === undefined && identity === undefined && !filledIn.has(name),
    )
    .map(({ name }) => name);
}

/** The columns that a client may change. */
export function changeableColumns(entity: Entity, context: HardeningContext): readonly string[] {
  return clientColumns(entity, context).filter((name) => !entity.key.includes(name));
}

/** Those of these columns that access lines leave to an actor for a command. */
export function columnsFor(
  actor: Actor,
  command: "select" | "insert" | "update",
  { access, key }: Entity,
  columns: readonly string[],
): readonly string[] {
  const lines = access.filter((line) => line.allow.includes(command) && addresses(line, actor));
  if (lines.some(({ fields }) => fields === undefined)) return columns;
  const open = new Set([...key, ...lines.flatMap(({ fields = [] }) => fields)]);
  return columns.filter((name) => open.has(name));
}

/** Whether a line speaks of an actor. */
export function addresses({ to }: Access, { role, roles = [] }: Actor): boolean {
  return to.some((name) => name === role || (role === "authenticated" && roles.includes(name)));
}

/** The columns that hardening rules keep up. */
export function systemColumns(entity: Entity, context: HardeningContext): readonly string[] {
  const { isOn } = context;
  const kept: readonly string[] = [
    ...madeFields(entity, context),
    ...(isOn("timestamps", entity) ? [createdAt, updatedAt] : []),
    ...(isOn("actors", entity) ? [createdBy, updatedBy] : []),
    ...(isOn("soft-delete", entity) ? [deletedAt] : []),
    ...(isOn("optimistic-lock", entity) ? [version] : []),
  ];
  return entity.fields.map(({ name }) => name).filter((name) => kept.includes(name));
}
