import type { Entity, Field, Relation } from "../../model/model.ts";
import { qualified } from "../../postgres/quote.ts";
import { platformOf } from "../platform.ts";
import { requiredBy } from "../required-circle.ts";
import type { Extra, HardeningContext, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import {
  actorEntity,
  actorType,
  hasField,
  isChanged,
  systemField,
  systemFields,
  withFields,
} from "../system-fields.ts";
import { beforeTrigger, having, rowChanges } from "../triggers.ts";

const stamps = [
  { column: systemFields.createdBy, on: "INSERT", template: "stamp-created-by" },
  { column: systemFields.updatedBy, on: "UPDATE", template: "stamp-updated-by" },
] as const;

const columns: readonly string[] = stamps.map(({ column }) => column);

export const actors: HardeningRule = {
  code: "actors",
  profile: "standard",
  summary: "Every row knows who made it and who changed it last.",
  why: "The current user is stamped by the database; what a client says is overwritten, and clients may not set it.",
  source: "https://www.law.cornell.edu/cfr/text/45/164.312",
  complete: (entity, context) => {
    const actor = actorEntity(context.model);
    // Nobody made the first user: an actor gets no maker unless its definition says so.
    if (actor === undefined || actor.key.length !== 1 || actor.name === entity.name) return entity;
    const wanted = isChanged(entity) ? columns : columns.slice(0, 1);
    // What the first user refers to must be there before: nobody made it either.
    const isFirst = requiredBy(actor, context.model).has(entity.name);
    return wanted.reduce(
      (completed, column) =>
        withActor(completed, column, actor, isFirst || column === systemFields.updatedBy),
      entity,
    );
  },
  *database(entities, context) {
    for (const { column, template } of stamps) {
      if (having(column, entities).length === 0) continue;
      yield {
        kind: "function",
        name: `stamp_${column}`,
        sql: sqlFromTemplate(template, {
          function: stampFunction(column, context),
          // Also the role that follows deletions stamps rows.
          me: `(${platformOf(context.config).userIdForAnyRole})::${actorType(context.model, context.config)}`,
        }),
        why: `Sets ${column} to the current user, for every table that has it.`,
      };
    }
  },
  *table(entity, context) {
    for (const stamp of stamps)
      if (hasField(entity, stamp.column)) yield stampTrigger(entity, stamp, context);
  },
};

function stampTrigger(
  entity: Entity,
  { column, on }: (typeof stamps)[number],
  context: HardeningContext,
): Extra {
  const name = `stamp_${column}`;
  return {
    kind: "trigger",
    entity: entity.name,
    name,
    sql: beforeTrigger(entity, context.config, {
      name,
      on,
      function: stampFunction(column, context),
      ...(on === "UPDATE" && { when: rowChanges(entity, context) }),
    }),
    why: `Sets ${column} to the current user.`,
    ...(on === "INSERT" && { begins: true }),
  };
}

function stampFunction(column: string, { config }: HardeningContext): string {
  return qualified(config.schema, `stamp_${column}`);
}

function withActor(entity: Entity, column: string, actor: Entity, nullable: boolean): Entity {
  const [key] = actor.fields.filter(({ name }) => name === actor.key[0]);
  if (key === undefined || hasField(entity, column)) return entity;
  const field: Field = {
    ...systemField(entity, column, "uuid", { nullable, relation: column }),
    type: key.type,
  };
  const relation: Relation = {
    name: column,
    target: actor.name,
    columns: [column],
    references: [key.name],
    nullable,
    unique: false,
    origins: entity.origins,
  };
  return { ...withFields(entity, [field]), relations: [...entity.relations, relation] };
}
