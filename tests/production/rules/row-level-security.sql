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

-- soft-delete: Keeps clients from setting deleted_at, for every table that has it.
CREATE FUNCTION public.guard_deleted_at() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  -- Depth 1 is an UPDATE by a client; DELETE arrives from its own trigger. The table's owner may restore rows.
  IF pg_trigger_depth() = 1 AND NOT pg_has_role((SELECT relowner FROM pg_class WHERE oid = tg_relid), 'USAGE') THEN
    RAISE EXCEPTION 'deleted_at of % is set by DELETE alone.', tg_table_name
      USING ERRCODE = 'insufficient_privilege';
  END IF;
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
  public boolean,
  owner_id uuid
);

-- =============================================================================
-- notes
-- =============================================================================

CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  deleted_at timestamptz
);

-- =============================================================================
-- users: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select every row.
CREATE POLICY users_select_anonymous ON public.users
FOR SELECT TO anonymous
USING (TRUE);

-- row-level-security: authenticated may select every row.
CREATE POLICY users_select_authenticated ON public.users
FOR SELECT TO authenticated
USING (TRUE);

-- row-level-security: authenticated may update where id = (SELECT me()) and exists (select from accounts where owner_id = (SELECT me())).
CREATE POLICY users_update_authenticated ON public.users
FOR UPDATE TO authenticated
USING (id = (SELECT me()) and exists (select from accounts where owner_id = (SELECT me())))
WITH CHECK (id = (SELECT me()) and exists (select from accounts where owner_id = (SELECT me())));

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.accounts FORCE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select where public.
CREATE POLICY accounts_select_anonymous ON public.accounts
FOR SELECT TO anonymous
USING (public);

-- row-level-security: authenticated may select where (owner_id = (SELECT me())) OR (SELECT has_role('admin')) OR ((SELECT has_role('auditing')) AND (public)).
CREATE POLICY accounts_select_authenticated ON public.accounts
FOR SELECT TO authenticated
USING ((owner_id = (SELECT me())) OR (SELECT has_role('admin')) OR ((SELECT has_role('auditing')) AND (public)));

-- row-level-security: authenticated may insert where (owner_id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY accounts_insert_authenticated ON public.accounts
FOR INSERT TO authenticated
WITH CHECK ((owner_id = (SELECT me())) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may update where (owner_id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY accounts_update_authenticated ON public.accounts
FOR UPDATE TO authenticated
USING ((owner_id = (SELECT me())) OR (SELECT has_role('admin')))
WITH CHECK ((owner_id = (SELECT me())) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may delete where (owner_id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY accounts_delete_authenticated ON public.accounts
FOR DELETE TO authenticated
USING ((owner_id = (SELECT me())) OR (SELECT has_role('admin')));

-- =============================================================================
-- notes: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_notes() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.notes SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE id = old.id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This row of % cannot be % by %.', tg_table_name,
      CASE WHEN restores THEN 'restored' ELSE 'deleted' END, current_user
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF restores THEN
    PERFORM set_config('deletion.restores', 'done', TRUE);
  END IF;
  RETURN NULL;
END
$body$;

-- soft-delete: True where it takes the mark of a row away; false where there is no such row to who asks.
CREATE FUNCTION public.restore_notes(id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.notes'::regclass::oid::text, TRUE);
  DELETE FROM public.notes WHERE id = $1;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.notes
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_notes();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.notes
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.notes FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY notes_select_authenticated ON public.notes
FOR SELECT TO authenticated
USING ((id = (SELECT me())) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may update where (SELECT has_role('admin')) OR ((SELECT pg_trigger_depth()) > 0 AND (id = (SELECT me()))).
CREATE POLICY notes_update_authenticated ON public.notes
FOR UPDATE TO authenticated
USING ((SELECT has_role('admin')) OR ((SELECT pg_trigger_depth()) > 0 AND (id = (SELECT me()))))
WITH CHECK ((SELECT has_role('admin')) OR ((SELECT pg_trigger_depth()) > 0 AND (id = (SELECT me()))));

-- row-level-security: authenticated may delete where id = (SELECT me()).
CREATE POLICY notes_delete_authenticated ON public.notes
FOR DELETE TO authenticated
USING (id = (SELECT me()));

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.notes_live WITH (security_invoker = true) AS
SELECT id, deleted_at
FROM public.notes WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_notes(uuid) FROM PUBLIC;

-- soft-delete: Restoring takes the right to delete.
GRANT EXECUTE ON FUNCTION public.restore_notes(uuid) TO authenticated;
