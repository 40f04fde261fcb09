import { formatType } from "../../model/column-type.ts";
import type { Finding } from "../../model/finding.ts";
import type { Entity, Relation } from "../../model/model.ts";
import { ident, identList } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { madeName, tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import { type HardeningContext, type HardeningRule, madeFunction } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { systemField, withFields } from "../system-fields.ts";
import { keyColumns, tenantColumn, tenantEntity, tenantWall } from "../tenant.ts";

/** Where policies cannot be restrictive the rule `row-level-security` puts the wall into each of its own. */
export const tenantWallRule: HardeningRule = {
  code: "tenant-wall",
  makes: () => [madeFunction("tenant")],
  profile: "standard",
  summary:
    "Where the config names a tenant, nobody sees, changes or refers to a row of another tenant than the current one.",
  // Links between rows of tenants belong to the tenant, too.
  complete: withTenant,
  why: "A restrictive policy holds whatever the other policies allow, so an access line that is too wide leaks no row to another tenant.",
  source: "https://www.postgresql.org/docs/current/sql-createpolicy.html",
  *database(_, context) {
    const tenant = tenantEntity(context);
    if (tenant === undefined) return;
    const { tenantId, told } = platformOf(context.config);
    const key = tenant.fields.find(({ name }) => name === tenant.key[0]);
    const type = key === undefined ? "uuid" : formatType(key.type);
    yield {
      kind: "function",
      name: "tenant",
      sql: sqlFromTemplate("current-tenant", { type, expression: `(${tenantId})::${type}` }),
      why: `The current tenant's id, from ${told.tenant}.`,
    };
    const sql = `GRANT EXECUTE ON FUNCTION public.tenant() TO ${identList(databaseRoles(context))}`;
    yield { kind: "grant", name: "public.tenant()", sql, why: "Policies call it as the role that asks." };
  },
  *table(entity, context) {
    yield* referredTo(entity, context);
    const wall = tenantWall(entity, context);
    if (wall === undefined || !platformOf(context.config).restrictivePolicies) return;
    const name = madeName(entity.table, "tenant");
    yield {
      kind: "policy",
      entity: entity.name,
      name,
      sql: [
        `CREATE POLICY ${ident(name)} ON ${tableOf(entity, context.config)} AS RESTRICTIVE`,
        `FOR ALL TO ${identList(databaseRoles(context))}`,
        `USING (${wall})`,
        `WITH CHECK (${wall})`,
      ].join("\n"),
      why: "Whatever other policies allow, only rows of the current tenant.",
    };
  },
  *check(entity, context) {
    const named = context.config.tenant;
    const tenant = tenantEntity(context);
    if (named === undefined) yield* asked(entity, context);
    if (named === undefined || entity.links !== undefined) return;
    if (tenant === undefined || tenant.key.length !== 1) {
      // Said once.
      if (entity === context.model.entities[0]) yield noTenant(named, tenant);
      return;
    }
    if (tenantColumn(entity, context) === undefined) yield noColumn(entity, tenant);
  },
};

/** The wall is asked for by name, and nothing says whose it is. */
function* asked({ harden, name, origins }: Entity, { config, model }: HardeningContext): Iterable<Finding> {
  const byConfig = config.harden.rules["tenant-wall"] === true && name === model.entities[0]?.name;
  if (!byConfig && harden["tenant-wall"] !== true) return;
  yield {
    code: "production/no-tenant",
    severity: "error",
    message: `${byConfig ? "The config" : name} says tenant-wall: true, and the config names no tenant: there is no wall.`,
    at: byConfig ? config.harden.places?.["tenant-wall"] : origins[0]?.at,
    help: "Name the entity whose rows are tenants in schema.config.yaml, as in `tenant: organization`.",
  };
}

/** A link table with the tenant of what it links: its foreign keys then name the tenant, and the wall stands before it. */
function withTenant(entity: Entity, context: HardeningContext): Entity {
  const tenant = tenantEntity(context);
  const key = tenant?.fields.find(({ name }) => name === tenant.key[0]);
  if (tenant === undefined || key === undefined || tenantColumn(entity, context) !== undefined) return entity;
  const ends = context.model.entities.filter(({ name }) => entity.links?.includes(name));
  if (ends.every((end) => tenantColumn(end, context) === undefined)) return entity;
  const column = `${tenant.name}_${key.name}`;
  const field = {
    ...systemField(entity, column, "uuid", { default: "public.tenant()", relation: tenant.name }),
    type: key.type,
  };
  const relation: Relation = {
    name: tenant.name,
    target: tenant.name,
    columns: [column],
    references: [key.name],
    nullable: false,
    unique: false,
    origins: entity.origins,
  };
  return { ...withFields(entity, [field]), relations: [...entity.relations, relation] };
}

/** What a foreign key refers to must be unique together with its tenant. */
function* referredTo(entity: Entity, context: HardeningContext) {
  const keys = context.model.entities.flatMap((other) =>
    other.relations
      .filter(({ target }) => target === entity.name)
      .map((relation) => ({ relation, references: keyColumns(relation, other, context).references })),
  );
  const wider = keys.filter(({ relation, references }) => references.length > relation.references.length);
  for (const references of new Map(wider.map((key) => [key.references.join(), key.references])).values()) {
    yield {
      kind: "constraint" as const,
      entity: entity.name,
      name: madeName(entity.table, ...references, "key"),
      definition: `UNIQUE (${identList(references)})`,
      why: "Foreign keys that name the tenant refer to it.",
    };
  }
}

function noTenant(
  { name, at }: NonNullable<HardeningContext["config"]["tenant"]>,
  tenant: Entity | undefined,
): Finding {
  return {
    code: "production/no-tenant",
    severity: "error",
    message:
      tenant === undefined
        ? `The config names the tenant ${name}, but there is no such entity.`
        : `The tenant ${name} has a key of ${tenant.key.length} columns; a current tenant has one id.`,
    at,
    help: "Name an entity whose key is one field.",
  };
}

function noColumn(entity: Entity, tenant: Entity): Finding {
  return {
    code: "production/no-tenant-column",
    severity: "error",
    message: `It is not clear to which ${tenant.name} a row of ${entity.table} belongs.`,
    at: entity.origins[0]?.at,
    help: `Give ${entity.name} one required relation named ${tenant.name}; where its rows are for all, say harden: { tenant-wall: false }.`,
  };
}
