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

-- retention: Removes what is too old, and can do nothing else.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'retention') THEN
    CREATE ROLE retention NOLOGIN;
  END IF;
END
$body$;

-- append-only: Refuses what would change a row.
CREATE FUNCTION public.refuse_change() RETURNS trigger
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
BEGIN
  IF tg_op = 'DELETE' AND current_user = tg_argv[0] THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'Rows of % are never changed: % is refused.', tg_table_name, tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$body$;

-- retention: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO retention;

-- =============================================================================
-- receipts
-- =============================================================================

CREATE TABLE public.receipts (
  id bigint PRIMARY KEY,
  total numeric(12,2)
);

-- =============================================================================
-- visits
-- =============================================================================

CREATE TABLE public.visits (
  id uuid PRIMARY KEY,
  place text,
  at timestamptz
);

-- retention: Finds the rows that are too old.
CREATE INDEX visits_at_idx ON public.visits (at);

-- =============================================================================
-- receipts: triggers, access
-- =============================================================================

-- append-only: Nobody changes a row, whoever they are.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.receipts
FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change();

-- append-only: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.receipts ENABLE ALWAYS TRIGGER append_only;

-- =============================================================================
-- visits: triggers, access
-- =============================================================================

-- retention: Removes what is older than 6 years by at, and says how many rows that were.
CREATE FUNCTION public.clean_visits(batch integer DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
DECLARE
  removed bigint;
BEGIN
  IF current_user <> 'retention' THEN
    RAISE EXCEPTION 'Old rows are removed by the role % alone.', 'retention'
      USING ERRCODE = 'insufficient_privilege', HINT = format('SET ROLE %I', 'retention');
  END IF;
  WITH expired AS (
    SELECT old.id FROM public.visits old
    WHERE old.at < now() - interval '6 years'
    ORDER BY old.at LIMIT batch
    FOR UPDATE OF old SKIP LOCKED
  )
  DELETE FROM public.visits gone USING expired WHERE gone.id = expired.id;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$body$;

-- append-only: Nobody changes a row, whoever they are.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.visits
FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change('retention');

-- append-only: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.visits ENABLE ALWAYS TRIGGER append_only;

-- retention: Whoever is a member of the role may call it.
REVOKE ALL ON FUNCTION public.clean_visits(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.clean_visits(integer) TO retention;

-- retention: UPDATE is for the lock on a row.
GRANT SELECT, DELETE, UPDATE (id) ON public.visits TO retention;
