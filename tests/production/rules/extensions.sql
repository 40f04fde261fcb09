-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

-- roles: Made where it is missing: roles belong to the whole server.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'anonymous') THEN
    CREATE ROLE anonymous NOLOGIN;
  END IF;
END
$body$;

DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'authenticated') THEN
    CREATE ROLE authenticated NOLOGIN;
  END IF;
END
$body$;

-- grants: A new function is otherwise executable by everyone.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- grants: PostgreSQL before 15 lets everyone create objects in public; databases that came from there still do.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- extensions: The type of accounts.email.
DO $body$
BEGIN
  -- What an extension brings stays executable by everyone: types and operators are made of it.
  ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
  CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
  ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
END
$body$;

-- extensions: The search search of accounts.
DO $body$
BEGIN
  -- What an extension brings stays executable by everyone: types and operators are made of it.
  ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
  CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
  ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
END
$body$;

-- access-functions: The current user's id, from the setting app.user_id.
CREATE FUNCTION public.me() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id', TRUE), ''))::uuid;

-- access-functions: Their roles, from the setting app.roles.
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN COALESCE(wanted = ANY (string_to_array(current_setting('app.roles', TRUE), ',')), FALSE);

-- grants: Policies call it as the role that asks.
GRANT EXECUTE ON FUNCTION public.me() TO anonymous, authenticated;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO anonymous, authenticated;

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text,
  email citext
);
