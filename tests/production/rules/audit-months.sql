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

-- audit-months: Only where pg_cron is installed; elsewhere something else must call it.
DO $body$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_cron') THEN
    PERFORM cron.schedule('audit.maintain_months', '0 3 * * *', 'SELECT audit.maintain_months()');
  END IF;
END
$body$;

-- audit: Apart from what applications see.
CREATE SCHEMA audit;

-- audit: Refuses what would change the log.
CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % is refused.', tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$body$;

-- audit-months: Makes the partitions of the next months, and removes those whose entries are all older than 7 years. To be called by the owner every day.
CREATE FUNCTION audit.maintain_months(ahead integer DEFAULT 3) RETURNS SETOF text
LANGUAGE plpgsql SECURITY INVOKER SET search_path = '' SET timezone = 'UTC' SET lock_timeout = '3s'
AS $body$
DECLARE
  kept constant interval := '7 years';
  this_month constant timestamptz := date_trunc('month', now());
  last_month constant timestamptz := this_month + make_interval(months => ahead);
  upper_bound constant text := 'TO \(''(.+)''\)';
  missing timestamptz[];
  month timestamptz;
  partition text;
  moved bigint;
BEGIN
  IF to_regnamespace('schema_audit_months') IS NULL THEN
    CREATE SCHEMA schema_audit_months; -- nobody else may use it: entries are read through audit.log
  END IF;
  missing := ARRAY(
    SELECT date_trunc('month', at) FROM audit.log_default WHERE at < last_month + interval '1 month'
    UNION
    SELECT first FROM generate_series(this_month, last_month, '1 month') first
    WHERE first >= COALESCE((
      SELECT max(substring(pg_get_expr(c.relpartbound, c.oid) FROM upper_bound)::timestamptz)
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'audit.log'::regclass
    ), '-infinity')
    ORDER BY 1
  );
  FOREACH month IN ARRAY missing LOOP
    partition := format('schema_audit_months.%I', to_char(month, '"log_"YYYY_MM'));
    EXECUTE format('CREATE TABLE %s (LIKE audit.log INCLUDING ALL)', partition);
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', partition);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
      FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', partition);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only', partition);
    LOCK TABLE audit.log_default IN ACCESS EXCLUSIVE MODE; -- as ATTACH does: no entry comes between
    moved := 0;
    IF EXISTS (SELECT FROM audit.log_default WHERE at >= month AND at < month + interval '1 month') THEN
      ALTER TABLE audit.log_default DISABLE TRIGGER append_only;
      EXECUTE format('WITH moved AS (DELETE FROM audit.log_default WHERE at >= $1 AND at < $2 RETURNING *)
        INSERT INTO %s SELECT * FROM moved', partition) USING month, month + interval '1 month';
      GET DIAGNOSTICS moved = ROW_COUNT;
      ALTER TABLE audit.log_default ENABLE ALWAYS TRIGGER append_only;
    END IF;
    EXECUTE format('ALTER TABLE audit.log ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
      partition, month, month + interval '1 month');
    RETURN NEXT format('%s made, %s entries moved to it', partition, moved);
  END LOOP;
  FOR partition IN
    SELECT c.oid::regclass::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit.log'::regclass
      AND substring(pg_get_expr(c.relpartbound, c.oid) FROM upper_bound)::timestamptz <= now() - kept
  LOOP
    EXECUTE 'DROP TABLE ' || partition;
    RETURN NEXT format('%s removed: older than %s', partition, kept);
  END LOOP;
END
$body$;

-- audit-months: Counts the entries, whatever partition they land in.
CREATE SEQUENCE audit.log_id_seq;

-- audit: One row for each change: by whom, through which request, from where.
CREATE TABLE audit.log (
  id bigint NOT NULL DEFAULT nextval('audit.log_id_seq'),
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
) PARTITION BY RANGE (at);

-- audit: The history of one row.
CREATE INDEX log_row_idx ON audit.log (table_name, key);

-- audit-months: Takes what no month takes, so that no write fails.
CREATE TABLE audit.log_default PARTITION OF audit.log DEFAULT;

-- audit: Grants do not stop the owner; this does.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.log
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE audit.log ENABLE ALWAYS TRIGGER append_only;

-- audit-months: Triggers of the log do not fire for what is said to a partition.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.log_default
FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- audit-months: Fires also where session_replication_role switches other triggers off.
ALTER TABLE audit.log_default ENABLE ALWAYS TRIGGER append_only;

-- audit: Not forced: the triggers write as the owner.
ALTER TABLE audit.log ENABLE ROW LEVEL SECURITY;

-- audit: Auditors read everything.
CREATE POLICY log_select_auditor ON audit.log
FOR SELECT TO auditor
USING (TRUE);

-- audit-months: Without a policy: entries are read through audit.log.
ALTER TABLE audit.log_default ENABLE ROW LEVEL SECURITY;

-- audit: Auditors read the log.
GRANT USAGE ON SCHEMA audit TO auditor;

GRANT SELECT ON audit.log TO auditor;

-- audit-months: It is for the owner of the log.
REVOKE ALL ON FUNCTION audit.maintain_months(integer) FROM PUBLIC;

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text
);

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
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
  before constant jsonb := to_jsonb(old);
  after constant jsonb := to_jsonb(new);
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
