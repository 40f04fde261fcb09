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
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'service') THEN
    CREATE ROLE service NOLOGIN;
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

-- read-log: Owns the views that record what is read, and can do nothing else.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'read_logger') THEN
    CREATE ROLE read_logger NOLOGIN;
  END IF;
  -- Who makes the schema gives this role its functions, which takes being a member of it.
  GRANT read_logger TO CURRENT_USER;
END
$body$;

-- grants: A new function is otherwise executable by everyone.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- grants: PostgreSQL before 15 lets everyone create objects in public; databases that came from there still do.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- read-log: Of the views that record what is read.
CREATE SCHEMA logged AUTHORIZATION read_logger;

-- audit: Apart from what applications see.
CREATE SCHEMA audit;

-- access-functions: The current user's id, from the setting app.user_id.
CREATE FUNCTION public.me() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id', TRUE), ''))::uuid;

-- access-functions: Their roles, from the setting app.roles.
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN COALESCE(wanted = ANY (string_to_array(current_setting('app.roles', TRUE), ',')), FALSE);

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

-- read-log: Lets them name the views.
GRANT USAGE ON SCHEMA logged TO anonymous, authenticated, service;

-- read-log: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO read_logger;

-- grants: Policies call it as the role that asks.
GRANT EXECUTE ON FUNCTION public.me() TO anonymous, authenticated, service;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO anonymous, authenticated, service;

-- grants: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO authenticated;

GRANT USAGE ON SCHEMA public TO service;

-- audit: Auditors read the log.
GRANT USAGE ON SCHEMA audit TO auditor;

GRANT SELECT ON audit.log TO auditor;

-- =============================================================================
-- patients
-- =============================================================================

CREATE TABLE public.patients (
  id uuid PRIMARY KEY,
  ward text,
  name text
);

-- =============================================================================
-- readings
-- =============================================================================

CREATE TABLE public.readings (
  patient_id uuid,
  number integer,
  value text,
  PRIMARY KEY (patient_id, number)
);

-- =============================================================================
-- patients: triggers, access
-- =============================================================================

-- read-log: Records that a row is read, with the owner's rights. Nobody can call it by its name.
CREATE FUNCTION audit.read_patients(uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER COST 10000 SET search_path = ''
AS $body$
BEGIN
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key)
  VALUES ((NULLIF(current_setting('app.user_id', TRUE), ''))::text, COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user), NULLIF(current_setting('app.request_id', TRUE), ''), NULLIF(current_setting('application_name'), ''), COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr())), 'public.patients', 'SELECT', jsonb_build_object('id', $1));
  RETURN TRUE;
END
$body$;

-- audit: Writes to the log with the owner's rights, so nobody else needs any. Of name it shows whether they changed.
CREATE FUNCTION audit.log_patients() RETURNS trigger
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
  before constant jsonb := (to_jsonb(old) || jsonb_build_object('name', CASE WHEN old.name IS NULL THEN NULL ELSE '[redacted]' END));
  after constant jsonb := (to_jsonb(new) || jsonb_build_object('name', CASE WHEN new.name IS NULL THEN NULL WHEN tg_op = 'UPDATE' AND old.name IS DISTINCT FROM new.name THEN '[changed]' ELSE '[redacted]' END));
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.patients', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_patients AFTER INSERT OR UPDATE OR DELETE ON public.patients
FOR EACH ROW EXECUTE FUNCTION audit.log_patients();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_patients_truncate AFTER TRUNCATE ON public.patients
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_patients();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.patients ENABLE ALWAYS TRIGGER audit_patients;

ALTER TABLE public.patients ENABLE ALWAYS TRIGGER audit_patients_truncate;

-- read-log: The rows of whoever asks the view.
CREATE POLICY patients_select_read_logger ON public.patients
FOR SELECT TO read_logger
USING ((current_user = 'authenticated' AND ((id = (SELECT me())) OR (SELECT has_role('doctor')))) OR (current_user = 'service' AND (TRUE)));

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.patients ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.patients FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (id = (SELECT me())) OR (SELECT has_role('doctor')).
CREATE POLICY patients_select_authenticated ON public.patients
FOR SELECT TO authenticated
USING ((id = (SELECT me())) OR (SELECT has_role('doctor')));

-- row-level-security: authenticated may insert where id = (SELECT me()).
CREATE POLICY patients_insert_authenticated ON public.patients
FOR INSERT TO authenticated
WITH CHECK (id = (SELECT me()));

-- row-level-security: authenticated may update where id = (SELECT me()).
CREATE POLICY patients_update_authenticated ON public.patients
FOR UPDATE TO authenticated
USING (id = (SELECT me()))
WITH CHECK (id = (SELECT me()));

-- row-level-security: authenticated may delete where id = (SELECT me()).
CREATE POLICY patients_delete_authenticated ON public.patients
FOR DELETE TO authenticated
USING (id = (SELECT me()));

-- row-level-security: service may select every row.
CREATE POLICY patients_select_service ON public.patients
FOR SELECT TO service
USING (TRUE);

-- read-log: Shows rows that are not deleted whole, and records each that is read.
CREATE VIEW logged.patients WITH (security_barrier = true) AS
SELECT id, ward, name
FROM public.patients WHERE audit.read_patients(id);

-- read-log: Reads with rights of its own.
ALTER VIEW logged.patients OWNER TO read_logger;

-- read-log: What its views read.
GRANT SELECT ON public.patients TO read_logger;

-- read-log: For those alone who may read.
REVOKE ALL ON FUNCTION audit.read_patients(uuid) FROM PUBLIC;

-- read-log: They may ask; which rows they see, the policy says.
GRANT SELECT ON logged.patients TO authenticated, service;

-- read-log: The view calls it as the role that asks.
GRANT EXECUTE ON FUNCTION audit.read_patients(uuid) TO authenticated, service;

-- grants: authenticated may read these columns.
GRANT SELECT (id, ward) ON public.patients TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, ward, name) ON public.patients TO authenticated;

-- grants: The other columns never change by a client.
GRANT UPDATE (ward, name) ON public.patients TO authenticated;

-- grants: authenticated may delete.
GRANT DELETE ON public.patients TO authenticated;

-- grants: service may read these columns.
GRANT SELECT (id, ward) ON public.patients TO service;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_patients() FROM PUBLIC;

-- =============================================================================
-- readings: triggers, access
-- =============================================================================

-- read-log: Records that a row is read, with the owner's rights. Nobody can call it by its name.
CREATE FUNCTION audit.read_readings(uuid, integer) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER COST 10000 SET search_path = ''
AS $body$
BEGIN
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key)
  VALUES ((NULLIF(current_setting('app.user_id', TRUE), ''))::text, COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user), NULLIF(current_setting('app.request_id', TRUE), ''), NULLIF(current_setting('application_name'), ''), COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr())), 'public.readings', 'SELECT', jsonb_build_object('patient_id', $1, 'number', $2));
  RETURN TRUE;
END
$body$;

-- audit: Writes to the log with the owner's rights, so nobody else needs any. Of value it shows whether they changed.
CREATE FUNCTION audit.log_readings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (NULLIF(current_setting('app.user_id', TRUE), ''))::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('app.request_id', TRUE), '');
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('app.client_address', TRUE), ''), host(inet_client_addr()));
  operation constant text := tg_op;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('patient_id', COALESCE(old.patient_id, new.patient_id), 'number', COALESCE(old.number, new.number)) END;
  before constant jsonb := (to_jsonb(old) || jsonb_build_object('value', CASE WHEN old.value IS NULL THEN NULL ELSE '[redacted]' END));
  after constant jsonb := (to_jsonb(new) || jsonb_build_object('value', CASE WHEN new.value IS NULL THEN NULL WHEN tg_op = 'UPDATE' AND old.value IS DISTINCT FROM new.value THEN '[changed]' ELSE '[redacted]' END));
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.readings', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_readings AFTER INSERT OR UPDATE OR DELETE ON public.readings
FOR EACH ROW EXECUTE FUNCTION audit.log_readings();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_readings_truncate AFTER TRUNCATE ON public.readings
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_readings();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.readings ENABLE ALWAYS TRIGGER audit_readings;

ALTER TABLE public.readings ENABLE ALWAYS TRIGGER audit_readings_truncate;

-- read-log: The rows of whoever asks the view.
CREATE POLICY readings_select_read_logger ON public.readings
FOR SELECT TO read_logger
USING ((current_user = 'authenticated' AND ((patient_id = ANY (ARRAY(SELECT id FROM public.patients WHERE (id = (SELECT me()))))) OR (SELECT has_role('doctor')))) OR (current_user = 'service' AND (TRUE)));

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.readings ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.readings FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (patient_id = ANY (ARRAY(SELECT id FROM public.patients WHERE (id = (SELECT me()))))) OR (SELECT has_role('doctor')).
CREATE POLICY readings_select_authenticated ON public.readings
FOR SELECT TO authenticated
USING ((patient_id = ANY (ARRAY(SELECT id FROM public.patients WHERE (id = (SELECT me()))))) OR (SELECT has_role('doctor')));

-- row-level-security: service may select every row.
CREATE POLICY readings_select_service ON public.readings
FOR SELECT TO service
USING (TRUE);

-- read-log: Shows rows that are not deleted whole, and records each that is read.
CREATE VIEW logged.readings WITH (security_barrier = true) AS
SELECT patient_id, number, value
FROM public.readings WHERE audit.read_readings(patient_id, number);

-- read-log: Reads with rights of its own.
ALTER VIEW logged.readings OWNER TO read_logger;

-- read-log: What its views read.
GRANT SELECT ON public.readings TO read_logger;

-- read-log: For those alone who may read.
REVOKE ALL ON FUNCTION audit.read_readings(uuid, integer) FROM PUBLIC;

-- read-log: They may ask; which rows they see, the policy says.
GRANT SELECT ON logged.readings TO authenticated, service;

-- read-log: The view calls it as the role that asks.
GRANT EXECUTE ON FUNCTION audit.read_readings(uuid, integer) TO authenticated, service;

-- grants: authenticated may read these columns.
GRANT SELECT (patient_id, number) ON public.readings TO authenticated;

-- grants: service may read these columns.
GRANT SELECT (patient_id, number) ON public.readings TO service;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_readings() FROM PUBLIC;
