import type { Access, Command, Entity, FieldName } from "../../model/model.ts";
import { namesService } from "../access.ts";
import { claimsIn, conditionsOf, configuredField } from "../claims.ts";
import { type Actor, isDatabaseRole } from "../platform.ts";
import { actorEntity } from "../system-fields.ts";
import { tenantColumn, tenantEntity } from "../tenant.ts";
import { addresses } from "./columns.ts";
import { type Promised, promisedBy, proposals, type Scenery } from "./promised.ts";
import type { TextRow } from "./rows.ts";
import type { Stage } from "./stage.ts";

/** Someone in a demonstration. */
export interface Person {
  /** `someone whom owner_id = me() admits`, `another user`, `admin`, `anonymous`. */
  readonly name: string;
  readonly actor: Actor;
}

/** Who has to be tried on an entity, what is promised to them, and the lines that admit nobody here. */
export interface Cast {
  readonly people: readonly Person[];
  readonly promised: Promised;
  readonly unmet: readonly Access[];
}

/**
 * For each access line someone whom it admits to some rows, best if no other line does; someone whom
 * the lines admit to least, without and with each of the roles that lines name; someone new, where people make
 * their own row; and who is not signed in.
 */
export async function castFor(scenery: Scenery, entity: Entity): Promise<Cast> {
  const rows = scenery.rows.get(entity.name)?.existing ?? [];
  const tenants = tenantIds(scenery);
  const anonymous: Person = { name: "anonymous", actor: { role: "anonymous", tenant: tenants[0] } };
  const named = [...new Set(entity.access.flatMap(({ to }) => to))];
  const roles = named.filter((role) => !isDatabaseRole(role));
  const service: Person = { name: "service", actor: { role: "service", tenant: tenants[0] } };
  const signedIn = [[], ...roles.map((role) => [role])].flatMap((held) =>
    userIds(scenery).flatMap((user) =>
      tenants.map((tenant): Actor => ({ role: "authenticated", user, roles: held, tenant })),
    ),
  );
  const others = tenants.flatMap((tenant) => [anonymous, service].map(({ actor }) => ({ ...actor, tenant })));
  const everyone: readonly Actor[] = claimsOf(scenery, entity).flatMap((claims) =>
    [...signedIn, ...others].map((actor) => ({ ...actor, claims })),
  );
  const newcomers = newcomersTo(scenery, entity, tenants);
  const promised = await promisedBy(scenery, entity, [...everyone, ...newcomers]);
  const admitted = entity.access.map((_, i) => admittedBy(entity, i, everyone, promised, rows));
  const seen = (actor: Actor) => rows.filter((row) => promised.allows("select", actor, row)).length;
  const plain: readonly Actor[] = signedIn.filter((actor) => actor.roles?.length === 0);
  const least = plain.toSorted((a, b) => seen(a) - seen(b)).slice(0, 1);
  // Where the tenant decides, someone at a tenant that has rows.
  const most =
    tenantColumn(entity, scenery.context) === undefined ? [] : plain.toSorted((a, b) => seen(b) - seen(a));
  return {
    people: distinct([
      ...admitted.flatMap((person) => (person === undefined ? [] : [person, ...elsewhere(person, tenants)])),
      ...least.map((actor) => ({ name: "another user", actor })),
      ...most.slice(0, 1).map((actor) => ({ name: "a user of a tenant with rows", actor })),
      ...least.flatMap((actor) => roles.map((role) => ({ name: role, actor: { ...actor, roles: [role] } }))),
      ...newcomers
        .filter((actor) => rows.some((row) => promised.allowsInsert(actor, row)))
        .map((actor) => ({ name: "someone new", actor }))
        .slice(0, 1),
      anonymous,
      ...(namesService(scenery.context.model) ? [service] : []),
    ]),
    promised,
    unmet: entity.access.filter((line, i) => line.when !== undefined && admitted[i] === undefined),
  };
}

/** Whose row is not there yet: where people make their own, only they may make it. */
function newcomersTo(
  { context, rows }: Scenery,
  entity: Entity,
  tenants: readonly (string | undefined)[],
): readonly Actor[] {
  const conditional = entity.access.some(({ allow, when }) => allow.includes("insert") && when !== undefined);
  if (!conditional || entity.name !== actorEntity(context.model)?.name) return [];
  const user = rows.get(entity.name)?.spare[0]?.get(entity.key[0] ?? "");
  return user == null ? [] : tenants.map((tenant) => ({ role: "authenticated", user, tenant }));
}

/** The same person with another tenant as the current one. */
function elsewhere({ name, actor }: Person, tenants: readonly (string | undefined)[]): readonly Person[] {
  const other = tenants.find((tenant) => tenant !== actor.tenant);
  return other === undefined
    ? []
    : [{ name: `${name}, at another tenant`, actor: { ...actor, tenant: other } }];
}

/** Ids that `tenant()` may return; no id where there are no tenants. */
function tenantIds({ context, rows }: Scenery): readonly (string | undefined)[] {
  const entity = tenantEntity(context);
  const [key = ""] = entity?.key ?? [];
  const existing = entity === undefined ? [] : (rows.get(entity.name)?.existing ?? []);
  const ids = existing.flatMap((row) => row.get(key) ?? []).slice(0, 10);
  return ids.length > 0 ? ids : [undefined];
}

/** What sessions may bring: for the claims that an entity's lines ask for nothing, and values that rows have. */
function claimsOf(scenery: Scenery, entity: Entity): readonly Actor["claims"][] {
  const { claims } = scenery.context.config;
  const asked = claimsIn(conditionsOf(entity)).flatMap((name) => {
    const field = claims[name];
    return field === undefined ? [] : [{ name, values: valuesOf(field, scenery) }];
  });
  return asked.reduce<readonly Actor["claims"][]>(
    (sessions, { name, values }) =>
      sessions.flatMap((claims) => [claims, ...values.map((value) => ({ ...claims, [name]: value }))]),
    [undefined],
  );
}

/** Some of the values that rows have in a field that the config names. */
function valuesOf(name: FieldName, scenery: Scenery): readonly string[] {
  const found = configuredField(name, scenery.context.model);
  return found === undefined ? [] : valuesIn(found.entity.name, found.field.name, scenery);
}

function valuesIn(entity: string, field: string, { rows }: Scenery): readonly string[] {
  const existing = rows.get(entity)?.existing ?? [];
  return [...new Set(existing.flatMap((row) => row.get(field) ?? []))].slice(0, 10);
}

/** Ids that `me()` may return: some of those in the field that the config names, or the keys of those who act. */
function userIds(scenery: Scenery): readonly string[] {
  const actor = actorEntity(scenery.context.model);
  const named = scenery.context.config.me;
  const ids =
    named === undefined
      ? valuesIn(actor?.name ?? "", actor?.key[0] ?? "", scenery)
      : valuesOf(named, scenery);
  return ids.length > 0 ? ids : ["00000000-0000-4000-8000-000000000001"];
}

/** Someone whom a line with a condition admits to some rows, and the other lines to as few as can be. */
function admittedBy(
  { access }: Entity,
  index: number,
  actors: readonly Actor[],
  promised: Promised,
  rows: readonly TextRow[],
): Person | undefined {
  const line = access[index];
  if (line?.when === undefined) return undefined;
  const [found] = actors
    .filter((actor) => addresses(line, actor))
    .map((actor) => {
      const others = access.flatMap((other, i) => (i !== index && addresses(other, actor) ? [i] : []));
      return {
        actor,
        here: rows.filter((row) => promised.line(index, actor, row)).length,
        elsewhere: rows.filter((row) => others.some((i) => promised.line(i, actor, row))).length,
      };
    })
    .filter(({ here }) => here > 0)
    .toSorted((a, b) => a.elsewhere - b.elsewhere || a.here - b.here);
  return found === undefined
    ? undefined
    : {
        name: `someone whom ${(line.proven ?? line.when).replaceAll(/\s+/g, " ").trim()} admits`,
        actor: found.actor,
      };
}

/** The first of those who are the same actor. */
function distinct(people: readonly Person[]): readonly Person[] {
  const names = people.map(({ actor }) => JSON.stringify(actor));
  return people.filter((_, i) => names.indexOf(names[i] ?? "") === i);
}

/** Someone who may, with the rows that they may do it to; for an insert the rows that are proposed. */
export interface Able {
  readonly person: Person;
  readonly rows: readonly TextRow[];
}

/**
 * Who may do this to at least one row, those with the fewest rows first, and last a superuser who is signed in as
 * someone: what triggers do, they must also do where the access lines let nobody cause it.
 */
export function whoMay(stage: Stage, entity: Entity, command: Exclude<Command, "select">): readonly Able[] {
  const { existing = [] } = stage.rows.get(entity.name) ?? {};
  const candidates = command === "insert" ? proposals(stage, entity) : existing;
  const superuser = { person: superuserOf(stage), rows: candidates };
  const cast = stage.casts.get(entity.name);
  if (cast === undefined || !stage.context.isOn("row-level-security", entity)) return [superuser];
  const { people, promised } = cast;
  const may = ({ actor }: Person) =>
    candidates.filter((row, i) => {
      if (command === "insert") return existing[i] !== undefined && promised.allowsInsert(actor, existing[i]);
      return promised.allows(command, actor, row) && promised.allows("select", actor, row);
    });
  // What holds for a backend, which has more rights and is nobody, says little of people.
  const able = people
    .filter(({ actor }) => actor.role !== "service")
    .map((person) => ({ person, rows: may(person) }))
    .filter(({ rows }) => rows.length > 0)
    .toSorted((a, b) => a.rows.length - b.rows.length);
  return [...able, superuser];
}

/** Whoever made the schema in the shadow: no grant and no policy holds for it. */
export function superuserOf(stage: Stage): Person {
  return {
    name: "a superuser",
    actor: { role: stage.owner, user: userIds(stage)[0], tenant: tenantIds(stage)[0] },
  };
}

export function isSuperuser({ actor }: Person, { owner }: Stage): boolean {
  return actor.role === owner;
}
