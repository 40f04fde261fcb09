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

-- masking: Owns the masked views, and can do nothing else.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'masked_reader') THEN
    CREATE ROLE masked_reader NOLOGIN;
  END IF;
  -- Who makes the schema gives this role its functions, which takes being a member of it.
  GRANT masked_reader TO CURRENT_USER;
END
$body$;

-- grants: A new function is otherwise executable by everyone.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- grants: PostgreSQL before 15 lets everyone create objects in public; databases that came from there still do.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- masking: Of the masked views alone.
CREATE SCHEMA masked AUTHORIZATION masked_reader;

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

-- grants: Policies call it as the role that asks.
GRANT EXECUTE ON FUNCTION public.me() TO anonymous, authenticated;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO anonymous, authenticated;

-- masking: Lets them name the views.
GRANT USAGE ON SCHEMA masked TO anonymous, authenticated;

-- masking: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO masked_reader;

-- =============================================================================
-- customers
-- =============================================================================

CREATE TABLE public.customers (
  id uuid PRIMARY KEY,
  name varchar(100),
  born date,
  diagnosis jsonb,
  password text,
  region integer,
  email text,
  card text,
  city text
);

-- =============================================================================
-- notes
-- =============================================================================

CREATE TABLE public.notes (
  id uuid PRIMARY KEY,
  text text,
  deleted_at timestamptz
);

-- =============================================================================
-- customers: triggers, access
-- =============================================================================

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.customers ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.customers FORCE ROW LEVEL SECURITY;

-- masking: The rows of whoever asks the view.
CREATE POLICY customers_select_masked_reader ON public.customers
FOR SELECT TO masked_reader
USING (((SELECT has_role('support')) AND (region = 1)) OR (region = 1));

-- masking: Shows these rows with personal data masked.
CREATE VIEW masked.customers WITH (security_barrier = true) AS
SELECT id,
  left(name, 1) || '…' AS name,
  date_trunc('year', born::timestamp)::date AS born,
  NULL::jsonb AS diagnosis,
  region,
  left(email::text, 1) || '…' || COALESCE(substring(email::text FROM '@[^@]*$'), '') AS email,
  CASE WHEN length(card::text) < 8 THEN '…' ELSE '…' || right(card::text, 4) END AS card,
  NULL::text AS city
FROM public.customers;

-- masking: Reads with rights of its own.
ALTER VIEW masked.customers OWNER TO masked_reader;

-- masking: What the view shows or masks.
GRANT SELECT (id, name, born, diagnosis, region, email, card, city) ON public.customers TO masked_reader;

-- masking: They may ask; which rows they see, the policy says.
GRANT SELECT ON masked.customers TO authenticated;

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

-- masking: The rows of whoever asks the view.
CREATE POLICY notes_select_masked_reader ON public.notes
FOR SELECT TO masked_reader
USING ((current_user = 'anonymous' AND (TRUE)) OR (current_user = 'authenticated' AND ((SELECT has_role('billing')))));

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.notes_live WITH (security_invoker = true) AS
SELECT id, text, deleted_at
FROM public.notes WHERE deleted_at IS NULL;

-- masking: Shows these rows with personal data masked.
CREATE VIEW masked.notes WITH (security_barrier = true) AS
SELECT id,
  NULL::text AS text,
  deleted_at
FROM public.notes WHERE deleted_at IS NULL;

-- masking: Reads with rights of its own.
ALTER VIEW masked.notes OWNER TO masked_reader;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_notes(uuid) FROM PUBLIC;

-- masking: What the view shows or masks.
GRANT SELECT (id, text, deleted_at) ON public.notes TO masked_reader;

-- masking: They may ask; which rows they see, the policy says.
GRANT SELECT ON masked.notes TO anonymous, authenticated;
