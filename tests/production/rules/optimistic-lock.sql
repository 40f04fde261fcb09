-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

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

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text,
  version integer
);

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.accounts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();
