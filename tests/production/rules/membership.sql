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

-- membership: Owns what reads memberships, and can do nothing else.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'access_reader') THEN
    CREATE ROLE access_reader NOLOGIN;
  END IF;
  -- Who makes the schema gives this role its functions, which takes being a member of it.
  GRANT access_reader TO CURRENT_USER;
END
$body$;

-- membership: Apart from what applications see; of the role that owns its functions.
CREATE SCHEMA access AUTHORIZATION access_reader;

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

-- membership: What the current user belongs to.
CREATE FUNCTION access.my_team_id_in_team_members() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $body$
BEGIN
  RETURN QUERY SELECT m.team_id FROM public.team_members m WHERE user_id = (NULLIF(current_setting('app.user_id', TRUE), ''))::uuid AND deleted_at IS NULL;
END
$body$;

-- membership: Reads with rights of its own.
ALTER FUNCTION access.my_team_id_in_team_members() OWNER TO access_reader;

-- membership: Policies call it as the role that asks.
GRANT USAGE ON SCHEMA access TO authenticated;

-- membership: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO access_reader;

-- membership: Who may call it is said below.
REVOKE ALL ON FUNCTION access.my_team_id_in_team_members() FROM PUBLIC;

-- membership: Policies call it as the role that asks.
GRANT EXECUTE ON FUNCTION access.my_team_id_in_team_members() TO authenticated;

-- =============================================================================
-- teams
-- =============================================================================

CREATE TABLE public.teams (
  id uuid PRIMARY KEY,
  name text
);

-- =============================================================================
-- tasks
-- =============================================================================

CREATE TABLE public.tasks (
  id uuid PRIMARY KEY,
  title text,
  open boolean,
  team_id uuid
);

-- =============================================================================
-- users
-- =============================================================================

CREATE TABLE public.users (
  id uuid PRIMARY KEY
);

-- =============================================================================
-- team_members
-- =============================================================================

CREATE TABLE public.team_members (
  team_id uuid,
  user_id uuid,
  lead boolean,
  deleted_at timestamptz,
  created_by uuid,
  PRIMARY KEY (team_id, user_id)
);

-- =============================================================================
-- teams: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.teams ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.teams FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())).
CREATE POLICY teams_select_authenticated ON public.teams
FOR SELECT TO authenticated
USING (id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())));

-- =============================================================================
-- tasks: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.tasks ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.tasks FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members()))) OR ((SELECT has_role('editor')) AND (team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())) AND (open))).
CREATE POLICY tasks_select_authenticated ON public.tasks
FOR SELECT TO authenticated
USING ((team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members()))) OR ((SELECT has_role('editor')) AND (team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())) AND (open))));

-- row-level-security: authenticated may insert where team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())).
CREATE POLICY tasks_insert_authenticated ON public.tasks
FOR INSERT TO authenticated
WITH CHECK (team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())));

-- row-level-security: authenticated may update where team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())).
CREATE POLICY tasks_update_authenticated ON public.tasks
FOR UPDATE TO authenticated
USING (team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())))
WITH CHECK (team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())));

-- row-level-security: authenticated may delete where team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())).
CREATE POLICY tasks_delete_authenticated ON public.tasks
FOR DELETE TO authenticated
USING (team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())));

-- =============================================================================
-- users: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

-- =============================================================================
-- team_members: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_team_members() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.team_members SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE team_id = old.team_id AND user_id = old.user_id;
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
CREATE FUNCTION public.restore_team_members(team_id uuid, user_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.team_members'::regclass::oid::text, TRUE);
  DELETE FROM public.team_members WHERE team_id = $1 AND user_id = $2;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.team_members
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_team_members();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.team_members
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- membership: The current user's memberships, for the function that reads them.
CREATE POLICY team_members_select_access_reader_team_id ON public.team_members
FOR SELECT TO access_reader
USING (user_id = (SELECT (NULLIF(current_setting('app.user_id', TRUE), ''))::uuid));

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.team_members ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.team_members FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())).
CREATE POLICY team_members_select_authenticated ON public.team_members
FOR SELECT TO authenticated
USING (team_id = ANY (ARRAY(SELECT access.my_team_id_in_team_members())));

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.team_members_live WITH (security_invoker = true) AS
SELECT team_id, user_id, lead, deleted_at, created_by
FROM public.team_members WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_team_members(uuid, uuid) FROM PUBLIC;

-- membership: All that the function reads.
GRANT SELECT (team_id, user_id, deleted_at) ON public.team_members TO access_reader;
