import type { Config, Platform } from "../model/model.ts";
import { ident, literal } from "../postgres/quote.ts";
import { sqlFromTemplate } from "./sql-template.ts";

/** Who a session is, as proofs and applications tell the database. */
export interface Actor {
  /** `anonymous`, `authenticated`, `service`, or the name of another database role. */
  readonly role: string;
  /** What `me()` then returns. */
  readonly user?: string | undefined;
  /** What `has_role()` is then true for. */
  readonly roles?: readonly string[] | undefined;
  /** What `tenant()` then returns. */
  readonly tenant?: string | undefined;
  /** What `claim()` then returns. */
  readonly claims?: Readonly<Record<string, string>> | undefined;
}

/** What differs between the places where PostgreSQL runs. */
export interface PlatformTraits {
  /** The database roles of people who are signed in and who are not. */
  readonly roles: { readonly anonymous: string; readonly authenticated: string };
  /** The database role of a backend that acts for nobody in particular, and whether policies hold for it. */
  readonly service: { readonly role: string; readonly bypassesPolicies: boolean };
  /** Whether the platform comes with these roles. */
  readonly hasRoles: boolean;
  /** SQL for the id of the current user as a text, and for whether `wanted` is a role of theirs. */
  readonly userId: string;
  readonly hasRole: string;
  /** As `userId`, for a role that has no rights but those that it is given: what the platform keeps in a schema of its own is out of reach. */
  readonly userIdForAnyRole: string;
  /** SQL for the id of the current tenant as a text. */
  readonly tenantId: string;
  /** SQL for the claim named `wanted`. */
  readonly claim: string;
  /** SQL for the id of the request that a session works for, and for the address of who asked, as texts for the audit log. */
  readonly requestId: string;
  readonly clientAddress: string;
  /** Where a key for encryption is: SQL for it, in words, and the query that brings it there. */
  readonly encryptionKey: {
    sql(name: string): string;
    place(name: string): string;
    bring(name: string, key: string): string;
  };
  /** Schemas that the platform keeps up, and nobody else. */
  readonly ownSchemas: readonly string[];
  /** Where these come from, in words. */
  readonly told: {
    readonly user: string;
    readonly roles: string;
    readonly tenant: string;
    readonly claims: string;
  };
  /** Roles of the platform that may do everything, whatever is granted. */
  readonly administrators: readonly string[];
  /** Schema that extensions are put in. */
  readonly extensions: string;
  /** False where policies may not hold subqueries. */
  readonly subqueriesInPolicies: boolean;
  /** False where AS RESTRICTIVE is lost on the way to other nodes. */
  readonly restrictivePolicies: boolean;
  /** Whether it keeps files, in buckets. */
  readonly storage: boolean;
  /** Settings of a transaction that tell who acts. */
  settings(actor: Actor, role: string): Readonly<Record<string, string>>;
  /** What is there before the first statement of the schema; for the shadow. */
  readonly preamble: readonly string[];
}

const postgres: PlatformTraits = {
  roles: { anonymous: "anonymous", authenticated: "authenticated" },
  service: { role: "service", bypassesPolicies: false },
  hasRoles: false,
  userId: "NULLIF(current_setting('app.user_id', TRUE), '')",
  userIdForAnyRole: "NULLIF(current_setting('app.user_id', TRUE), '')",
  hasRole: "wanted = ANY (string_to_array(current_setting('app.roles', TRUE), ','))",
  tenantId: "NULLIF(current_setting('app.tenant_id', TRUE), '')",
  claim: "NULLIF(current_setting('claim.' || wanted, TRUE), '')",
  requestId: "NULLIF(current_setting('app.request_id', TRUE), '')",
  clientAddress:
    "COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()))",
  encryptionKey: {
    sql: (name) => `NULLIF(current_setting(${literal(`encryption.${name}`)}, TRUE), '')`,
    place: (name) => `the setting encryption.${name} of the session`,
    bring: (name, key) => `SELECT set_config(${literal(`encryption.${name}`)}, ${key}, TRUE)`,
  },
  told: {
    user: "the setting app.user_id",
    roles: "the setting app.roles",
    tenant: "the setting app.tenant_id",
    claims: "the setting of the form claim.name",
  },
  ownSchemas: [],
  administrators: [],
  extensions: "public",
  subqueriesInPolicies: true,
  restrictivePolicies: true,
  storage: false,
  settings: ({ user = "", roles = [], tenant = "", claims = {} }) => ({
    ...Object.fromEntries(Object.entries(claims).map(([name, value]) => [`claim.${name}`, value])),
    "app.user_id": user,
    "app.roles": roles.join(","),
    "app.tenant_id": tenant,
  }),
  preamble: [],
};

const supabase: PlatformTraits = {
  roles: { anonymous: "anon", authenticated: "authenticated" },
  service: { role: "service_role", bypassesPolicies: true },
  hasRoles: true,
  userId: "auth.uid()",
  userIdForAnyRole: "NULLIF(current_setting('request.jwt.claims', TRUE), '')::jsonb ->> 'sub'",
  hasRole: "auth.jwt() -> 'app_metadata' -> 'roles' ? wanted",
  tenantId: "auth.jwt() -> 'app_metadata' ->> 'tenant_id'",
  claim: "auth.jwt() -> 'app_metadata' ->> wanted",
  requestId: "NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-request-id'",
  clientAddress:
    "COALESCE(NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-forwarded-for', host(inet_client_addr()))",
  encryptionKey: {
    sql: (name) => `(SELECT decrypted_secret FROM vault.decrypted_secrets WHERE name = ${literal(name)})`,
    place: (name) => `the secret ${name} of the vault`,
    bring: (name, key) => `SELECT vault.create_secret(${key}, ${literal(name)})`,
  },
  told: {
    user: "the signed token",
    roles: "app_metadata in the signed token, which users cannot change",
    tenant: "app_metadata in the signed token",
    claims: "app_metadata in the signed token",
  },
  ownSchemas: [
    "auth",
    "extensions",
    "graphql",
    "graphql_public",
    "pgbouncer",
    "realtime",
    "storage",
    "vault",
  ],
  administrators: ["postgres", "service_role"],
  extensions: "extensions",
  subqueriesInPolicies: true,
  restrictivePolicies: true,
  storage: true,
  settings: ({ user, roles = [], tenant, claims }, role) => ({
    "request.jwt.claims": JSON.stringify({
      sub: user,
      role,
      app_metadata: { ...claims, roles, tenant_id: tenant },
    }),
  }),
  preamble: [sqlFromTemplate("supabase", {})],
};

/** Citus refuses subqueries in policies, and makes restrictive ones permissive on its workers. */
const citus: PlatformTraits = { ...postgres, subqueriesInPolicies: false, restrictivePolicies: false };

export const platforms: { readonly [P in Platform]: PlatformTraits } = { postgres, supabase, citus };

export function platformOf(config: Config): PlatformTraits {
  return platforms[config.platform];
}

/** What a shadow and a new database for development start with to be like the platform. */
export function preamble(platform: Platform): readonly string[] {
  return platforms[platform].preamble;
}

/** Statements that make the rest of a transaction run as this actor. */
export function actAs(platform: Platform, actor: Actor): readonly string[] {
  const role = databaseRole(platforms[platform], actor.role);
  return [...settingsOf(platform, actor, role), `SET LOCAL ROLE ${ident(role)}`];
}

/** Statements that tell the rest of a transaction who acts, and leave the role as it is. */
export function tellActor(platform: Platform, user: string | undefined): readonly string[] {
  const { roles } = platforms[platform];
  return settingsOf(platform, { role: "authenticated", user }, roles.authenticated);
}

function settingsOf(platform: Platform, actor: Actor, role: string): readonly string[] {
  const settings = Object.entries(platforms[platform].settings(actor, role));
  return settings.map(([name, value]) => `SET LOCAL ${name} = ${literal(value)}`);
}

/** What access lines call the database roles; any other name in them is a role that `has_role()` is asked for. */
export const databaseRoleNames = ["anonymous", "authenticated", "service"] as const;

export function isDatabaseRole(name: string): name is (typeof databaseRoleNames)[number] {
  return databaseRoleNames.some((role) => role === name);
}

/** The database roles by the platform's names; other roles have one name everywhere. */
export function databaseRole({ roles, service }: PlatformTraits, role: string): string {
  if (role === "service") return service.role;
  return role === "anonymous" || role === "authenticated" ? roles[role] : role;
}
