import type { Entity, Relation } from "../model/model.ts";
import { ident } from "../postgres/quote.ts";
import { platformOf } from "./platform.ts";
import type { HardeningContext } from "./rule.ts";

/** The entity whose rows are tenants, where the config names one. */
export function tenantEntity({ config, model }: HardeningContext): Entity | undefined {
  return model.entities.find(({ name }) => name === config.tenant?.name);
}

/** The column that tells a row's tenant; undefined where rows have none, or have one only sometimes. */
export function tenantColumn(entity: Entity, context: HardeningContext): string | undefined {
  const tenant = tenantEntity(context);
  if (tenant === undefined || tenant.key.length !== 1 || !context.isOn("tenant-wall", entity))
    return undefined;
  if (entity.name === tenant.name) return tenant.key[0];
  const relations = entity.relations.filter(
    ({ target, nullable, columns }) => target === tenant.name && !nullable && columns.length === 1,
  );
  const named = relations.find(({ name }) => name === tenant.name);
  return (named ?? (relations.length === 1 ? relations[0] : undefined))?.columns[0];
}

/** The columns of the foreign keys that name the tenant: they hold for a row together or not at all. */
export function columnsOfTenant(entity: Entity, context: HardeningContext): readonly string[] {
  const tenant = tenantColumn(entity, context);
  if (tenant === undefined) return [];
  const keys = entity.relations.map((relation) => keyColumns(relation, entity, context).columns);
  return [...new Set(keys.filter((columns) => columns.includes(tenant)).flat())];
}

/** True of the rows of the current tenant, as a policy says it. */
export function tenantWall(entity: Entity, context: HardeningContext): string | undefined {
  const column = tenantColumn(entity, context);
  if (column === undefined) return undefined;
  const tenant = platformOf(context.config).subqueriesInPolicies ? "(SELECT tenant())" : "tenant()";
  return `${ident(column)} = ${tenant}`;
}

/**
 * The columns of a foreign key and what they refer to. Between rows of tenants the tenant is one of them: foreign keys are
 * checked past the policies, so a row could otherwise refer to one of another tenant.
 */
export function keyColumns(
  relation: Relation,
  entity: Entity,
  context: HardeningContext,
): Pick<Relation, "columns" | "references"> {
  const { columns, references } = relation;
  const target = context.model.entities.find(({ name }) => name === relation.target);
  const own = tenantColumn(entity, context);
  const theirs = target && tenantColumn(target, context);
  if (own === undefined || theirs === undefined || columns.includes(own) || references.includes(theirs))
    return { columns, references };
  return { columns: [own, ...columns], references: [theirs, ...references] };
}
