import type { Config, Platform } from "../model/model.ts";
import { ident, literal } from "../postgres/quote.ts";

/** Who a session is, as proofs and applications tell the database. */
export interface Actor {
  /** `anonymous`, `authenticated`, or the name of another database role. */
  readonly role: string;
  /** What `me()` then returns. */
  readonly user?: string | undefined;
  /** What `has_role()` is then true for. */
  readonly roles?: readonly string[] | undefined;
}

/** What differs between the places where PostgreSQL runs. */
export interface PlatformTraits {
  /** The database roles of people who are signed in and who are not. */
  readonly roles: { readonly anonymous: string; readonly authenticated: string };
  /** Whether the platform comes with these roles. */
  readonly hasRoles: boolean;
  /** SQL for the id of the current user as a text, and for whether `wanted` is a role of theirs. */
  readonly userId: string;
  readonly hasRole: string;
  /** Where the two come from, in words. */
  readonly told: { readonly user: string; readonly roles: string };
  /** Schema that extensions are put in. */
  readonly extensions: string;
  /** False where policies may not hold subqueries. */
  readonly subqueriesInPolicies: boolean;
  /** Settings of a transaction that tell who acts. */
  settings(actor: Actor, role: string): Readonly<Record<string, string>>;
  /** What is there before the first statement of the schema; for the shadow. */
  readonly preamble: readonly string[];
}

const postgres: PlatformTraits = {
  roles: { anonymous: "anonymous", authenticated: "authenticated" },
  hasRoles: false,
  userId: "NULLIF(current_setting('app.user_id', TRUE), '')",
  hasRole: "wanted = ANY (string_to_array(current_setting('app.roles', TRUE), ','))",
  told: { user: "the setting app.user_id", roles: "the setting app.roles" },
  extensions: "public",
  subqueriesInPolicies: true,
  settings: ({ user = "", roles = [] }) => ({ "app.user_id": user, "app.roles": roles.join(",") }),
  preamble: [],
};

const supabase: PlatformTraits = {
  roles: { anonymous: "anon", authenticated: "authenticated" },
  hasRoles: true,
  userId: "auth.uid()",
  hasRole: "auth.jwt() -> 'app_metadata' -> 'roles' ? wanted",
  told: { user: "the signed token", roles: "app_metadata in the signed token, which users cannot change" },
  extensions: "extensions",
  subqueriesInPolicies: true,
  settings: ({ user, roles = [] }, role) => ({
    "request.jwt.claims": JSON.stringify({ sub: user, role, app_metadata: { roles } }),
  }),
  preamble: [
    "CREATE ROLE anon NOLOGIN",
    "CREATE ROLE authenticated NOLOGIN",
    "CREATE ROLE service_role NOLOGIN BYPASSRLS",
    "CREATE SCHEMA extensions",
    "CREATE SCHEMA auth",
    `CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE
AS $$ SELECT NULLIF(current_setting('request.jwt.claims', TRUE), '')::jsonb $$`,
    `CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT (auth.jwt() ->> 'sub')::uuid $$`,
    `CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$ SELECT auth.jwt() ->> 'role' $$`,
    "GRANT USAGE ON SCHEMA auth, extensions TO anon, authenticated, service_role",
    'SET search_path = "$user", public, extensions',
  ],
};

/** Citus refuses subqueries in policies. */
const citus: PlatformTraits = { ...postgres, subqueriesInPolicies: false };

export const platforms: { readonly [P in Platform]: PlatformTraits } = { postgres, supabase, citus };

export function platformOf(config: Config): PlatformTraits {
  return platforms[config.platform];
}

/** What the shadow starts with to be like the platform. */
export function preamble(platform: Platform): readonly string[] {
  return platforms[platform].preamble;
}

/** Statements that make the rest of a transaction run as this actor. */
export function actAs(platform: Platform, actor: Actor): readonly string[] {
  const traits = platforms[platform];
  const role = databaseRole(traits, actor.role);
  const settings = Object.entries(traits.settings(actor, role));
  return [
    ...settings.map(([name, value]) => `SET LOCAL ${name} = ${literal(value)}`),
    `SET LOCAL ROLE ${ident(role)}`,
  ];
}

/** `anonymous` and `authenticated` by the platform's names; other roles have one name everywhere. */
export function databaseRole({ roles }: PlatformTraits, role: string): string {
  return role === "anonymous" || role === "authenticated" ? roles[role] : role;
}
