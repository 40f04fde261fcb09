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

DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'auditor') THEN
    CREATE ROLE auditor NOLOGIN;
  END IF;
END
$body$;

-- audit: Apart from what applications see.
CREATE SCHEMA audit;

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

-- audit: Refuses what would change the log.
CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % is refused.', tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$body$;

-- audit: One row for each change: by whom, through which request, from where.
CREATE TABLE audit.log (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT now(),
  actor text,
  login text NOT NULL DEFAULT session_user,
  role text NOT NULL,
  request text,
  application text,
  client text,
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  table_name text NOT NULL,
  operation text NOT NULL, -- INSERT, UPDATE, DELETE or TRUNCATE: a CHECK would be parsed anew for each row
  key jsonb,
  old jsonb,
  new jsonb,
  PRIMARY KEY (at, id)
);

-- audit: The history of one row.
CREATE INDEX log_row_idx ON audit.log (table_name, key);

-- audit: Grants do not stop the owner; this does.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.log
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE audit.log ENABLE ALWAYS TRIGGER append_only;

-- audit: Not forced: the triggers write as the owner.
ALTER TABLE audit.log ENABLE ROW LEVEL SECURITY;

-- audit: Auditors read everything.
CREATE POLICY log_select_auditor ON audit.log
FOR SELECT TO auditor
USING (TRUE);

-- audit: Auditors read the log.
GRANT USAGE ON SCHEMA audit TO auditor;

GRANT SELECT ON audit.log TO auditor;

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text,
  password_hash text
);

-- =============================================================================
-- caches
-- =============================================================================

CREATE TABLE public.caches (
  id uuid PRIMARY KEY
);

-- =============================================================================
-- measurements
-- =============================================================================

CREATE TABLE public.measurements (
  id uuid PRIMARY KEY,
  value json,
  note text
);

-- =============================================================================
-- visits
-- =============================================================================

CREATE TABLE public.visits (
  account uuid,
  day date,
  deleted_at timestamptz,
  PRIMARY KEY (account, day)
);

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any. password_hash stay out of it.
CREATE FUNCTION audit.log_accounts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (NULLIF(current_setting('app.user_id', TRUE), ''))::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('app.request_id', TRUE), '');
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()));
  operation constant text := tg_op;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('id', COALESCE(old.id, new.id)) END;
  before constant jsonb := to_jsonb(old) - ARRAY['password_hash'];
  after constant jsonb := to_jsonb(new) - ARRAY['password_hash'];
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.accounts', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_accounts AFTER INSERT OR UPDATE OR DELETE ON public.accounts
FOR EACH ROW EXECUTE FUNCTION audit.log_accounts();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_accounts_truncate AFTER TRUNCATE ON public.accounts
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_accounts();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.accounts ENABLE ALWAYS TRIGGER audit_accounts;

ALTER TABLE public.accounts ENABLE ALWAYS TRIGGER audit_accounts_truncate;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_accounts() FROM PUBLIC;

-- =============================================================================
-- measurements: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any. note stay out of it. Of value it shows whether they changed.
CREATE FUNCTION audit.log_measurements() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
#variable_conflict use_column
<<entry>> -- names of columns win, so what is no column is called by this name
DECLARE
  event constant text := tg_op;
  actor constant text := (NULLIF(current_setting('app.user_id', TRUE), ''))::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('app.request_id', TRUE), '');
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()));
BEGIN
  CASE event
  WHEN 'INSERT' THEN
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, new)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      'public.measurements', entry.event, jsonb_build_object('id', new.id), (to_jsonb(new) || jsonb_build_object('value', CASE WHEN new.value IS NULL THEN NULL WHEN entry.event = 'UPDATE' AND old.value::text IS DISTINCT FROM new.value::text THEN '[changed]' ELSE '[redacted]' END)) - ARRAY['note']
    FROM new_rows new;
  WHEN 'UPDATE' THEN -- a row whose key changes is one that goes and one that comes
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      'public.measurements', entry.event, jsonb_build_object('id', COALESCE(old.id, new.id)), (to_jsonb(old) || jsonb_build_object('value', CASE WHEN old.value IS NULL THEN NULL ELSE '[redacted]' END)) - ARRAY['note'], (to_jsonb(new) || jsonb_build_object('value', CASE WHEN new.value IS NULL THEN NULL WHEN entry.event = 'UPDATE' AND old.value::text IS DISTINCT FROM new.value::text THEN '[changed]' ELSE '[redacted]' END)) - ARRAY['note']
    FROM old_rows old FULL JOIN new_rows new ON old.id = new.id
    WHERE (old *= new) IS NOT TRUE;
  WHEN 'DELETE' THEN
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      'public.measurements', entry.event, jsonb_build_object('id', old.id), (to_jsonb(old) || jsonb_build_object('value', CASE WHEN old.value IS NULL THEN NULL ELSE '[redacted]' END)) - ARRAY['note']
    FROM old_rows old;
  ELSE
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation)
    VALUES (entry.actor, entry.acting, entry.request, entry.application, entry.client, 'public.measurements', entry.event);
  END CASE;
  RETURN NULL;
END
$body$;

-- audit: Records each row that a statement changed once, at its end: cheaper where one changes many.
CREATE TRIGGER audit_measurements_insert AFTER INSERT ON public.measurements
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_measurements();

CREATE TRIGGER audit_measurements_update AFTER UPDATE ON public.measurements
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_measurements();

CREATE TRIGGER audit_measurements_delete AFTER DELETE ON public.measurements
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_measurements();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_measurements_truncate AFTER TRUNCATE ON public.measurements
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_measurements();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.measurements ENABLE ALWAYS TRIGGER audit_measurements_insert;

ALTER TABLE public.measurements ENABLE ALWAYS TRIGGER audit_measurements_update;

ALTER TABLE public.measurements ENABLE ALWAYS TRIGGER audit_measurements_delete;

ALTER TABLE public.measurements ENABLE ALWAYS TRIGGER audit_measurements_truncate;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_measurements() FROM PUBLIC;

-- =============================================================================
-- visits: triggers, access
-- =============================================================================

-- soft-delete: Marks a row as deleted, with the rights of the one who deletes.
CREATE FUNCTION public.soft_delete_visits() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restores constant boolean := COALESCE(current_setting('deletion.restores', TRUE), '') = tg_relid::text;
BEGIN
  IF (old.deleted_at IS NOT NULL) <> restores THEN
    RETURN NULL;
  END IF;
  UPDATE public.visits SET deleted_at = CASE WHEN NOT restores THEN now() END WHERE account = old.account AND day = old.day;
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
CREATE FUNCTION public.restore_visits(account uuid, day date) RETURNS boolean
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  restored boolean;
BEGIN
  -- PostgreSQL asks for the right to delete the row; the trigger on DELETE then takes the mark away.
  PERFORM set_config('deletion.restores', 'public.visits'::regclass::oid::text, TRUE);
  DELETE FROM public.visits WHERE account = $1 AND day = $2;
  restored := current_setting('deletion.restores') = 'done';
  PERFORM set_config('deletion.restores', '', TRUE);
  RETURN restored;
END
$body$;

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_visits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (NULLIF(current_setting('app.user_id', TRUE), ''))::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('app.request_id', TRUE), '');
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()));
  operation constant text := CASE WHEN tg_op = 'UPDATE' AND old.deleted_at IS NULL AND new.deleted_at IS NOT NULL THEN 'DELETE' ELSE tg_op END;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('account', COALESCE(old.account, new.account), 'day', COALESCE(old.day, new.day)) END;
  before constant jsonb := to_jsonb(old);
  after constant jsonb := to_jsonb(new);
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.visits', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- soft-delete: Turns DELETE into a mark.
CREATE TRIGGER soft_delete BEFORE DELETE ON public.visits
FOR EACH ROW EXECUTE FUNCTION public.soft_delete_visits();

-- soft-delete: deleted_at changes through DELETE and restore_… alone; the table's owner may set it.
CREATE TRIGGER guard_deleted_at BEFORE UPDATE OF deleted_at ON public.visits
FOR EACH ROW WHEN (old.deleted_at IS DISTINCT FROM new.deleted_at) EXECUTE FUNCTION public.guard_deleted_at();

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_visits AFTER INSERT OR UPDATE OR DELETE ON public.visits
FOR EACH ROW EXECUTE FUNCTION audit.log_visits();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_visits_truncate AFTER TRUNCATE ON public.visits
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_visits();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.visits ENABLE ALWAYS TRIGGER audit_visits;

ALTER TABLE public.visits ENABLE ALWAYS TRIGGER audit_visits_truncate;

-- soft-delete: Shows the rows that are not deleted, with the rights of the one who reads.
CREATE VIEW public.visits_live WITH (security_invoker = true) AS
SELECT account, day, deleted_at
FROM public.visits WHERE deleted_at IS NULL;

-- soft-delete: Who may call it is said below.
REVOKE ALL ON FUNCTION public.restore_visits(uuid, date) FROM PUBLIC;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_visits() FROM PUBLIC;
