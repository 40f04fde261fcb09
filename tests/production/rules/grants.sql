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

-- timestamps: Sets updated_at, for every table that has one.
CREATE FUNCTION public.stamp_updated_at() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  new.updated_at := now();
  RETURN new;
END
$body$;

-- optimistic-lock: Refuses a stale version, for every table that has one.
CREATE FUNCTION public.lock_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  IF new.version IS DISTINCT FROM old.version THEN
    RAISE EXCEPTION 'This row of % was changed since it was read: version % is stale.', tg_table_name, new.version
      USING ERRCODE = 'serialization_failure', HINT = 'Read the row again and repeat the change.';
  END IF;
  new.version := old.version + 1;
  RETURN new;
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

-- grants: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO anonymous;

GRANT USAGE ON SCHEMA public TO authenticated;

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  number bigint GENERATED ALWAYS AS IDENTITY,
  name text,
  version integer,
  created_at timestamptz,
  updated_at timestamptz
);

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.accounts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.accounts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- grants: anonymous may read.
GRANT SELECT ON public.accounts TO anonymous;

-- grants: authenticated may read.
GRANT SELECT ON public.accounts TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, name) ON public.accounts TO authenticated;

-- grants: The other columns never change by a client.
GRANT UPDATE (name, version) ON public.accounts TO authenticated;

-- grants: authenticated may delete.
GRANT DELETE ON public.accounts TO authenticated;
