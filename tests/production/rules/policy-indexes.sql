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

-- access-functions: The current user's id, from the setting app.user_id.
CREATE FUNCTION public.me() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id', TRUE), ''))::uuid;

-- access-functions: Their roles, from the setting app.roles.
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN COALESCE(wanted = ANY (string_to_array(current_setting('app.roles', TRUE), ',')), FALSE);

-- =============================================================================
-- folders
-- =============================================================================

CREATE TABLE public.folders (
  id uuid PRIMARY KEY,
  kind text
);

-- =============================================================================
-- users
-- =============================================================================

CREATE TABLE public.users (
  id uuid PRIMARY KEY
);

-- =============================================================================
-- notes
-- =============================================================================

CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  open boolean,
  text text,
  link text,
  kind text,
  "group" uuid,
  folder uuid,
  reviewer uuid,
  owner_id uuid
);

-- query-indexes: Serves the query mine. Policies compare owner_id with who asks.
CREATE INDEX notes_owner_id_text_idx ON public.notes (owner_id, text);

-- policy-indexes: Policies compare link with who asks.
CREATE INDEX notes_link_idx ON public.notes (link);

-- policy-indexes: Policies compare folder with who asks.
CREATE INDEX notes_folder_idx ON public.notes (folder);

-- policy-indexes: Policies compare reviewer with who asks.
CREATE INDEX notes_reviewer_idx ON public.notes (reviewer);

-- =============================================================================
-- folders: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.folders ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.folders FORCE ROW LEVEL SECURITY;

-- =============================================================================
-- users: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where id = (SELECT me()).
CREATE POLICY users_select_authenticated ON public.users
FOR SELECT TO authenticated
USING (id = (SELECT me()));

-- row-level-security: authenticated may insert where id = (SELECT me()).
CREATE POLICY users_insert_authenticated ON public.users
FOR INSERT TO authenticated
WITH CHECK (id = (SELECT me()));

-- row-level-security: authenticated may update where id = (SELECT me()).
CREATE POLICY users_update_authenticated ON public.users
FOR UPDATE TO authenticated
USING (id = (SELECT me()))
WITH CHECK (id = (SELECT me()));

-- row-level-security: authenticated may delete where id = (SELECT me()).
CREATE POLICY users_delete_authenticated ON public.users
FOR DELETE TO authenticated
USING (id = (SELECT me()));

-- =============================================================================
-- notes: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select where link = (SELECT current_setting('app.link', true)) and kind = 'page'.
CREATE POLICY notes_select_anonymous ON public.notes
FOR SELECT TO anonymous
USING (link = (SELECT current_setting('app.link', true)) and kind = 'page');

-- row-level-security: authenticated may select where (owner_id = (SELECT me()) or open) OR (folder in (select id from folders where kind = (SELECT me())::text)) OR ((SELECT me()) = reviewer).
CREATE POLICY notes_select_authenticated ON public.notes
FOR SELECT TO authenticated
USING ((owner_id = (SELECT me()) or open) OR (folder in (select id from folders where kind = (SELECT me())::text)) OR ((SELECT me()) = reviewer));

-- row-level-security: authenticated may insert where owner_id = (SELECT me()) or open.
CREATE POLICY notes_insert_authenticated ON public.notes
FOR INSERT TO authenticated
WITH CHECK (owner_id = (SELECT me()) or open);

-- row-level-security: authenticated may update where owner_id = (SELECT me()) or open.
CREATE POLICY notes_update_authenticated ON public.notes
FOR UPDATE TO authenticated
USING (owner_id = (SELECT me()) or open)
WITH CHECK (owner_id = (SELECT me()) or open);

-- row-level-security: authenticated may delete where owner_id = (SELECT me()) or open.
CREATE POLICY notes_delete_authenticated ON public.notes
FOR DELETE TO authenticated
USING (owner_id = (SELECT me()) or open);
