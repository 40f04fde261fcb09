-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

-- retention: Removes what is too old, and can do nothing else.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'retention') THEN
    CREATE ROLE retention NOLOGIN;
  END IF;
END
$body$;

-- retention: Only where pg_cron is installed; elsewhere something else must call it.
DO $body$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_cron') THEN
    PERFORM cron.schedule('public.clean_documents', '0 3 * * *', 'DO $$ BEGIN SET ROLE retention; WHILE public.clean_documents() > 0 LOOP COMMIT; END LOOP; END $$');
  END IF;
END
$body$;

-- retention: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO retention;

-- =============================================================================
-- documents
-- =============================================================================

CREATE TABLE public.documents (
  id uuid PRIMARY KEY,
  name text,
  created_at timestamptz
);

-- retention: Finds the rows that are too old.
CREATE INDEX documents_created_at_idx ON public.documents (created_at);

-- =============================================================================
-- pages
-- foreign-keys: pages_document_id_fkey
-- =============================================================================

CREATE TABLE public.pages (
  document_id uuid,
  number integer,
  PRIMARY KEY (document_id, number),
  CONSTRAINT pages_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents (id) ON DELETE RESTRICT
);

-- =============================================================================
-- sessions
-- =============================================================================

CREATE TABLE public.sessions (
  id uuid PRIMARY KEY,
  expires_at timestamptz
);

-- retention: Finds the rows that are too old.
CREATE INDEX sessions_expires_at_idx ON public.sessions (expires_at);

-- =============================================================================
-- documents: triggers, access
-- =============================================================================

-- retention: Removes what is older than 7 years by created_at, and says how many rows that were.
CREATE FUNCTION public.clean_documents(batch integer DEFAULT 500) RETURNS bigint
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
    SELECT old.id FROM public.documents old
    WHERE old.created_at < now() - interval '7 years'
      AND NOT EXISTS (SELECT FROM public.pages child WHERE child.document_id = old.id)
    ORDER BY old.created_at LIMIT batch
    FOR UPDATE OF old SKIP LOCKED
  )
  DELETE FROM public.documents gone USING expired WHERE gone.id = expired.id;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$body$;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.documents ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.documents FORCE ROW LEVEL SECURITY;

-- retention: Only what is too old.
CREATE POLICY documents_select_retention ON public.documents
FOR SELECT TO retention
USING (documents.created_at < now() - interval '7 years');

-- retention: Locks what is too old, and changes nothing.
CREATE POLICY documents_update_retention ON public.documents
FOR UPDATE TO retention
USING (documents.created_at < now() - interval '7 years')
WITH CHECK (FALSE);

-- retention: Only what is too old.
CREATE POLICY documents_delete_retention ON public.documents
FOR DELETE TO retention
USING (documents.created_at < now() - interval '7 years');

-- retention: Whoever is a member of the role may call it.
REVOKE ALL ON FUNCTION public.clean_documents(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.clean_documents(integer) TO retention;

-- retention: UPDATE is for the lock on a row.
GRANT SELECT, DELETE, UPDATE (id) ON public.documents TO retention;

-- =============================================================================
-- pages: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.pages ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.pages FORCE ROW LEVEL SECURITY;

-- retention: A row that is referred to stays.
CREATE POLICY pages_references_retention ON public.pages
FOR SELECT TO retention
USING (TRUE);

GRANT SELECT (document_id) ON public.pages TO retention;

-- =============================================================================
-- sessions: triggers, access
-- =============================================================================

-- retention: Removes what is older than 0 days by expires_at, and says how many rows that were.
CREATE FUNCTION public.clean_sessions(batch integer DEFAULT 1000) RETURNS bigint
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
    SELECT old.id FROM public.sessions old
    WHERE old.expires_at < now() - interval '0 days'
    ORDER BY old.expires_at LIMIT batch
    FOR UPDATE OF old SKIP LOCKED
  )
  DELETE FROM public.sessions gone USING expired WHERE gone.id = expired.id;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$body$;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.sessions ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.sessions FORCE ROW LEVEL SECURITY;

-- retention: Only what is too old.
CREATE POLICY sessions_select_retention ON public.sessions
FOR SELECT TO retention
USING (sessions.expires_at < now() - interval '0 days');

-- retention: Locks what is too old, and changes nothing.
CREATE POLICY sessions_update_retention ON public.sessions
FOR UPDATE TO retention
USING (sessions.expires_at < now() - interval '0 days')
WITH CHECK (FALSE);

-- retention: Only what is too old.
CREATE POLICY sessions_delete_retention ON public.sessions
FOR DELETE TO retention
USING (sessions.expires_at < now() - interval '0 days');

-- retention: Whoever is a member of the role may call it.
REVOKE ALL ON FUNCTION public.clean_sessions(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.clean_sessions(integer) TO retention;

-- retention: UPDATE is for the lock on a row.
GRANT SELECT, DELETE, UPDATE (id) ON public.sessions TO retention;
