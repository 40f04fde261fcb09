-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

-- actors: Sets created_by to the current user, for every table that has it.
CREATE FUNCTION public.stamp_created_by() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  -- Nobody is signed in where rows are imported: then the given name stays.
  new.created_by := COALESCE((NULLIF(current_setting('app.user_id', TRUE), ''))::bigint, new.created_by);
  RETURN new;
END
$body$;

-- actors: Sets updated_by to the current user, for every table that has it.
CREATE FUNCTION public.stamp_updated_by() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  new.updated_by := (NULLIF(current_setting('app.user_id', TRUE), ''))::bigint;
  RETURN new;
END
$body$;

-- =============================================================================
-- users
-- =============================================================================

CREATE TABLE public.users (
  id bigint PRIMARY KEY
);

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text,
  created_by bigint,
  updated_by bigint
);

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- actors: Sets created_by to the current user.
CREATE TRIGGER stamp_created_by BEFORE INSERT ON public.accounts
FOR EACH ROW EXECUTE FUNCTION public.stamp_created_by();

-- actors: Sets updated_by to the current user.
CREATE TRIGGER stamp_updated_by BEFORE UPDATE ON public.accounts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_by();
