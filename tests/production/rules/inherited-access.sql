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
-- users
-- =============================================================================

CREATE TABLE public.users (
  id uuid PRIMARY KEY
);

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  owner_id uuid
);

-- =============================================================================
-- tags
-- =============================================================================

CREATE TABLE public.tags (
  language text,
  name text,
  PRIMARY KEY (language, name)
);

-- =============================================================================
-- account_tags: Links account to tag.
-- =============================================================================

CREATE TABLE public.account_tags (
  account_id uuid,
  tag_language text,
  tag_name text,
  PRIMARY KEY (account_id, tag_language, tag_name)
);

-- =============================================================================
-- notes
-- =============================================================================

CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  text text,
  public boolean,
  account_id uuid
);

-- =============================================================================
-- pages
-- =============================================================================

CREATE TABLE public.pages (
  note_id uuid,
  number integer,
  PRIMARY KEY (note_id, number)
);

-- =============================================================================
-- tag_fans: Links tag to user.
-- =============================================================================

CREATE TABLE public.tag_fans (
  tag_language text,
  tag_name text,
  user_id uuid,
  PRIMARY KEY (tag_language, tag_name, user_id)
);

-- =============================================================================
-- users: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.accounts FORCE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select every row.
CREATE POLICY accounts_select_anonymous ON public.accounts
FOR SELECT TO anonymous
USING (TRUE);

-- row-level-security: authenticated may select where (owner_id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY accounts_select_authenticated ON public.accounts
FOR SELECT TO authenticated
USING ((owner_id = (SELECT me())) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may insert where owner_id = (SELECT me()).
CREATE POLICY accounts_insert_authenticated ON public.accounts
FOR INSERT TO authenticated
WITH CHECK (owner_id = (SELECT me()));

-- row-level-security: authenticated may update where owner_id = (SELECT me()).
CREATE POLICY accounts_update_authenticated ON public.accounts
FOR UPDATE TO authenticated
USING (owner_id = (SELECT me()))
WITH CHECK (owner_id = (SELECT me()));

-- row-level-security: authenticated may delete where owner_id = (SELECT me()).
CREATE POLICY accounts_delete_authenticated ON public.accounts
FOR DELETE TO authenticated
USING (owner_id = (SELECT me()));

-- =============================================================================
-- tags: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.tags ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.tags FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may insert where (SELECT has_role('admin')).
CREATE POLICY tags_insert_authenticated ON public.tags
FOR INSERT TO authenticated
WITH CHECK ((SELECT has_role('admin')));

-- row-level-security: authenticated may update where name <> (SELECT me())::text -- mine.
CREATE POLICY tags_update_authenticated ON public.tags
FOR UPDATE TO authenticated
USING (name <> (SELECT me())::text -- mine
)
WITH CHECK (name <> (SELECT me())::text -- mine
);

-- row-level-security: authenticated may delete where (SELECT has_role('admin')).
CREATE POLICY tags_delete_authenticated ON public.tags
FOR DELETE TO authenticated
USING ((SELECT has_role('admin')));

-- =============================================================================
-- account_tags: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.account_tags ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.account_tags FORCE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select every row.
CREATE POLICY account_tags_select_anonymous ON public.account_tags
FOR SELECT TO anonymous
USING (TRUE);

-- row-level-security: authenticated may select where (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me()))))) OR (SELECT has_role('admin')).
CREATE POLICY account_tags_select_authenticated ON public.account_tags
FOR SELECT TO authenticated
USING ((account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me()))))) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may insert where account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))).
CREATE POLICY account_tags_insert_authenticated ON public.account_tags
FOR INSERT TO authenticated
WITH CHECK (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))));

-- row-level-security: authenticated may delete where account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))).
CREATE POLICY account_tags_delete_authenticated ON public.account_tags
FOR DELETE TO authenticated
USING (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))));

-- =============================================================================
-- notes: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select where account_id IS NOT NULL AND (not public).
CREATE POLICY notes_select_anonymous ON public.notes
FOR SELECT TO anonymous
USING (account_id IS NOT NULL AND (not public));

-- row-level-security: authenticated may select where (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public)) OR ((SELECT has_role('admin')) AND (account_id IS NOT NULL AND (not public))).
CREATE POLICY notes_select_authenticated ON public.notes
FOR SELECT TO authenticated
USING ((account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public)) OR ((SELECT has_role('admin')) AND (account_id IS NOT NULL AND (not public))));

-- row-level-security: authenticated may insert where account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public).
CREATE POLICY notes_insert_authenticated ON public.notes
FOR INSERT TO authenticated
WITH CHECK (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public));

-- row-level-security: authenticated may update where account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public).
CREATE POLICY notes_update_authenticated ON public.notes
FOR UPDATE TO authenticated
USING (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public))
WITH CHECK (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public));

-- row-level-security: authenticated may delete where account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public).
CREATE POLICY notes_delete_authenticated ON public.notes
FOR DELETE TO authenticated
USING (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public));

-- =============================================================================
-- pages: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.pages ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.pages FORCE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select where note_id = ANY (ARRAY(SELECT id FROM public.notes WHERE (account_id IS NOT NULL AND (not public)))).
CREATE POLICY pages_select_anonymous ON public.pages
FOR SELECT TO anonymous
USING (note_id = ANY (ARRAY(SELECT id FROM public.notes WHERE (account_id IS NOT NULL AND (not public)))));

-- row-level-security: authenticated may select where (note_id = ANY (ARRAY(SELECT id FROM public.notes WHERE (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public))))) OR ((SELECT has_role('admin')) AND (note_id = ANY (ARRAY(SELECT id FROM public.notes WHERE (account_id IS NOT NULL AND (not public)))))).
CREATE POLICY pages_select_authenticated ON public.pages
FOR SELECT TO authenticated
USING ((note_id = ANY (ARRAY(SELECT id FROM public.notes WHERE (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public))))) OR ((SELECT has_role('admin')) AND (note_id = ANY (ARRAY(SELECT id FROM public.notes WHERE (account_id IS NOT NULL AND (not public)))))));

-- row-level-security: authenticated may insert where note_id = ANY (ARRAY(SELECT id FROM public.notes WHERE (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public)))).
CREATE POLICY pages_insert_authenticated ON public.pages
FOR INSERT TO authenticated
WITH CHECK (note_id = ANY (ARRAY(SELECT id FROM public.notes WHERE (account_id = ANY (ARRAY(SELECT id FROM public.accounts WHERE (owner_id = (SELECT me())))) AND (not public)))));

-- =============================================================================
-- tag_fans: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.tag_fans ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.tag_fans FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may insert where (tag_language, tag_name) IN (SELECT language, name FROM public.tags WHERE (name <> (SELECT me())::text -- mine )).
CREATE POLICY tag_fans_insert_authenticated ON public.tag_fans
FOR INSERT TO authenticated
WITH CHECK ((tag_language, tag_name) IN (SELECT language, name FROM public.tags WHERE (name <> (SELECT me())::text -- mine
))
);

-- row-level-security: authenticated may delete where (tag_language, tag_name) IN (SELECT language, name FROM public.tags WHERE (name <> (SELECT me())::text -- mine )).
CREATE POLICY tag_fans_delete_authenticated ON public.tag_fans
FOR DELETE TO authenticated
USING ((tag_language, tag_name) IN (SELECT language, name FROM public.tags WHERE (name <> (SELECT me())::text -- mine
))
);
