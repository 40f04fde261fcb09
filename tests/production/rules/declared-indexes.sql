-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

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

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text,
  number text,
  form jsonb,
  tags text[],
  email text,
  deleted_at timestamptz
);

-- declared-indexes: The entity declares it.
CREATE INDEX accounts_name_number_desc_idx ON public.accounts (name, number DESC);

CREATE INDEX accounts_expression_996509_idx ON public.accounts (name text_pattern_ops DESC);

CREATE INDEX accounts_expression_gin_9bc8dd_idx ON public.accounts USING gin (form jsonb_path_ops);

CREATE INDEX accounts_tags_gin_idx ON public.accounts USING gin (tags);

CREATE INDEX accounts_by_name ON public.accounts ((lower(name))) INCLUDE (number);

CREATE UNIQUE INDEX accounts_email_1575e3_key ON public.accounts (email) WHERE deleted_at is null;

CREATE UNIQUE INDEX accounts_name_number_live_key ON public.accounts (name, number) WHERE deleted_at IS NULL;

CREATE UNIQUE INDEX one_by_email ON public.accounts ((lower(email))) WHERE (number <> '') AND deleted_at IS NULL;

-- =============================================================================
-- tags
-- =============================================================================

CREATE TABLE public.tags (
  id uuid PRIMARY KEY,
  name text
);

-- declared-indexes: The entity declares it.
CREATE UNIQUE INDEX tags_name_live_key ON public.tags (name);

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_accounts() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.accounts SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE id = old.id;
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
CREATE FUNCTION public.restore_accounts(id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.accounts'::regclass::oid::text, TRUE);
  DELETE FROM public.accounts WHERE id = $1;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.accounts
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_accounts();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.accounts
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.accounts_live WITH (security_invoker = true) AS
SELECT id, name, number, form, tags, email, deleted_at
FROM public.accounts WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_accounts(uuid) FROM PUBLIC;
