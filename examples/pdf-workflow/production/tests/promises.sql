-- The promises of the production schema of pdf-workflow as pgTAP tests. Made by `schema harden`: change the definitions, not this file.
-- Run it as the role that owns the tables, or as a superuser; it leaves nothing behind:
--   pg_prove --dbname <database> promises.sql

BEGIN;

CREATE EXTENSION IF NOT EXISTS pgtap;

DO $$
BEGIN
  PERFORM set_config('search_path', extnamespace::regnamespace::text, TRUE) FROM pg_extension WHERE extname = 'pgtap';
END
$$;

-- What this database holds, as text that does not depend on the search_path. Gone with the ROLLBACK at the end.

CREATE FUNCTION pg_temp.columns_of(wanted text)
RETURNS TABLE (name text, type text, required boolean, filled_by text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
    CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default'
      ELSE pg_get_expr(d.adbin, d.adrelid) END
  FROM pg_catalog.pg_attribute AS a
    LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attrelid = wanted::regclass AND a.attnum > 0 AND NOT a.attisdropped
$body$;

CREATE FUNCTION pg_temp.constraints_of(wanted text)
RETURNS TABLE (name text, definition text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT conname::text, pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint
  WHERE conrelid = wanted::regclass AND contype IN ('p', 'u', 'f', 'c', 'x') AND conparentid = 0
$body$;

CREATE FUNCTION pg_temp.indexes_of(wanted text)
RETURNS TABLE (name text, definition text, valid boolean)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT x.relname::text,
    replace(pg_get_indexdef(x.oid), quote_ident(x.relname) || ' ON ONLY ', quote_ident(x.relname) || ' ON '), i.indisvalid
  FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS x ON x.oid = i.indexrelid
  WHERE i.indrelid = wanted::regclass
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint AS k WHERE k.conindid = x.oid AND k.contype IN ('p', 'u', 'x'))
$body$;

CREATE FUNCTION pg_temp.row_security_of(wanted text) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT CASE WHEN NOT relrowsecurity THEN 'off' WHEN relforcerowsecurity THEN 'forced' ELSE 'on' END
  FROM pg_catalog.pg_class WHERE oid = wanted::regclass
$body$;

CREATE FUNCTION pg_temp.policies_of(wanted text)
RETURNS TABLE (name text, command text, kind text, roles text, sees text, may_write text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT polname::text,
    CASE polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END,
    CASE WHEN polpermissive THEN 'permissive' ELSE 'restrictive' END,
    (SELECT string_agg(name, ', ' ORDER BY name COLLATE "C") FROM (
      SELECT CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(role)::text END FROM unnest(polroles) AS role) AS r (name)),
    pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
  FROM pg_catalog.pg_policy WHERE polrelid = wanted::regclass
$body$;

CREATE FUNCTION pg_temp.triggers_of(wanted text)
RETURNS TABLE (name text, definition text, fires text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT tgname::text, pg_get_triggerdef(oid),
    CASE tgenabled WHEN 'O' THEN 'origin' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' ELSE 'disabled' END
  FROM pg_catalog.pg_trigger WHERE tgrelid = wanted::regclass AND NOT tgisinternal AND tgparentid = 0
$body$;

-- What others than the owner may do on a table or view, and on single columns of it.
CREATE FUNCTION pg_temp.privileges_of(wanted text)
RETURNS TABLE ("column" text, grantee text, privileges text)
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  WITH acls AS (
    SELECT NULL::text AS "column", relacl AS acl, relowner AS owner,
      (SELECT count(*) FROM aclexplode(acldefault('r', relowner)) AS d WHERE d.grantee = relowner) AS whole
    FROM pg_catalog.pg_class WHERE oid = wanted::regclass
    UNION ALL
    SELECT a.attname::text, a.attacl, c.relowner, 4
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE a.attrelid = wanted::regclass AND a.attnum > 0 AND NOT a.attisdropped
  ), entries AS (
    SELECT acls."column", acls.whole, x.privilege_type, x.is_grantable,
      CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END AS grantee
    FROM acls, aclexplode(acls.acl) AS x WHERE x.grantee <> acls.owner
  )
  SELECT "column", grantee,
    CASE WHEN count(*) = whole AND NOT bool_or(is_grantable) THEN 'ALL'
      WHEN count(*) = whole AND bool_and(is_grantable) THEN 'ALL WITH GRANT OPTION'
      ELSE string_agg(privilege_type || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', ' ORDER BY privilege_type) END
  FROM entries WHERE grantee <> ALL (ARRAY[]::text[]) GROUP BY "column", grantee, whole
$body$;

CREATE FUNCTION pg_temp.function_is(wanted text) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT concat_ws(', ',
    CASE WHEN prosecdef THEN 'runs as its owner' ELSE 'runs as its caller' END,
    CASE WHEN EXISTS (SELECT FROM unnest(proconfig) AS entry WHERE entry LIKE 'search_path=%') THEN 'search_path pinned' END,
    'called by ' || coalesce((
      SELECT string_agg(name, ' and ' ORDER BY name COLLATE "C") FROM (
        SELECT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee)::text END
        FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) AS x WHERE x.grantee <> proowner) AS callers (name)
      WHERE name <> ALL (ARRAY[]::text[])), 'nobody else'))
  FROM pg_catalog.pg_proc WHERE oid = wanted::regprocedure
$body$;

CREATE FUNCTION pg_temp.options_of(wanted text) RETURNS text
LANGUAGE sql STABLE SET search_path = ''
AS $body$
  SELECT string_agg(entry, ', ' ORDER BY entry) FROM pg_catalog.pg_class, unnest(reloptions) AS entry
  WHERE oid = wanted::regclass
$body$;

-- What PostgreSQL answers a role: the SQLSTATE, 00000 where it does as asked. Fails itself where the role cannot be taken.
CREATE FUNCTION pg_temp.answer_to(asking text, statement text) RETURNS text
LANGUAGE plpgsql
AS $body$
DECLARE
  before text := current_setting('role');
  answer text := '00000';
BEGIN
  PERFORM set_config('role', asking, TRUE);
  BEGIN
    EXECUTE statement;
  EXCEPTION WHEN OTHERS THEN
    answer := SQLSTATE;
  END;
  PERFORM set_config('role', before, TRUE);
  RETURN answer;
END
$body$;

SELECT plan(151);

-- audit.log

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('audit.log')$$, $$VALUES
  ('id', 'bigint', TRUE, 'identity always'),
  ('at', 'timestamp with time zone', TRUE, 'now()'),
  ('actor', 'text', FALSE, NULL),
  ('login', 'text', TRUE, 'SESSION_USER'),
  ('role', 'text', TRUE, NULL),
  ('request', 'text', FALSE, NULL),
  ('application', 'text', FALSE, NULL),
  ('client', 'text', FALSE, NULL),
  ('transaction', 'xid8', TRUE, 'pg_current_xact_id()'),
  ('table_name', 'text', TRUE, NULL),
  ('operation', 'text', TRUE, NULL),
  ('key', 'jsonb', FALSE, NULL),
  ('old', 'jsonb', FALSE, NULL),
  ('new', 'jsonb', FALSE, NULL)$$, 'audit.log: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('audit.log')$$, $$VALUES
  ('log_pkey', 'PRIMARY KEY (at, id)')$$, 'audit.log: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('audit.log')$$, $$VALUES
  ('log_row_idx', 'CREATE INDEX log_row_idx ON audit.log USING btree (table_name, key)', TRUE)$$, 'audit.log: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('audit.log')$$, $$VALUES
  ('append_only', 'CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', 'always')$$, 'audit.log: triggers');

SELECT is(pg_temp.row_security_of('audit.log'), 'on', 'audit.log: row level security is on');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('audit.log')$$, $$VALUES
  ('log_select_auditor', 'select', 'permissive', 'auditor', 'true', NULL)$$, 'audit.log: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('audit.log')$$, $$VALUES
  (NULL, 'auditor', 'SELECT')$$, 'audit.log: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$SELECT FROM audit.log$$), '42501', 'audit.log: SELECT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$SELECT FROM audit.log$$), '42501', 'audit.log: SELECT by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('retention', $$SELECT FROM audit.log$$), '42501', 'audit.log: SELECT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by retention is refused');

SELECT is(pg_temp.answer_to('service', $$SELECT FROM audit.log$$), '42501', 'audit.log: SELECT by service is refused');

SELECT is(pg_temp.answer_to('service', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by service is refused');

SELECT is(pg_temp.answer_to('service', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by service is refused');

SELECT is(pg_temp.answer_to('service', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by service is refused');

SELECT is(pg_temp.answer_to('service', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by service is refused');

SELECT throws_ok($$UPDATE audit.log SET actor = NULL WHERE FALSE$$, '42501', NULL, 'audit.log: UPDATE is refused to everyone');

SELECT throws_ok($$DELETE FROM audit.log WHERE FALSE$$, '42501', NULL, 'audit.log: DELETE is refused to everyone');

SELECT throws_ok($$TRUNCATE audit.log$$, '42501', NULL, 'audit.log: TRUNCATE is refused to everyone');

-- public.attachments

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.attachments')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('session_id', 'uuid', TRUE, NULL),
  ('recipient_id', 'uuid', FALSE, NULL),
  ('file_name', 'character varying(255)', TRUE, NULL),
  ('file_type', 'character varying(127)', TRUE, NULL),
  ('file_size', 'bigint', TRUE, NULL),
  ('s3_key', 'character varying(1024)', TRUE, NULL),
  ('s3_bucket', 'character varying(63)', TRUE, '''mve-zpaper-attachments''::character varying'),
  ('checksum', 'character(64)', TRUE, NULL),
  ('scan_status', 'text', TRUE, '''PENDING''::text'),
  ('download_count', 'integer', TRUE, '0'),
  ('last_download', 'timestamp with time zone', FALSE, NULL),
  ('uploaded_at', 'timestamp with time zone', TRUE, 'now()')$$, 'public.attachments: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.attachments')$$, $$VALUES
  ('attachments_checksum_check', 'CHECK ((checksum ~ ''^[0-9a-f]{64}$''::text))'),
  ('attachments_download_count_check', 'CHECK ((download_count >= 0))'),
  ('attachments_file_size_check', 'CHECK ((file_size > 0))'),
  ('attachments_pkey', 'PRIMARY KEY (id)'),
  ('attachments_recipient_id_fkey', 'FOREIGN KEY (recipient_id) REFERENCES public.recipients(id) ON DELETE SET NULL'),
  ('attachments_scan_status_values', 'CHECK ((scan_status = ANY (ARRAY[''PENDING''::text, ''CLEAN''::text, ''INFECTED''::text, ''FAILED''::text])))'),
  ('attachments_session_id_fkey', 'FOREIGN KEY (session_id) REFERENCES public.workflow_sessions(id) ON DELETE RESTRICT'),
  ('downloads_agree', 'CHECK (((download_count = 0) = (last_download IS NULL)))')$$, 'public.attachments: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.attachments')$$, $$VALUES
  ('attachments_recipient_id_idx', 'CREATE INDEX attachments_recipient_id_idx ON public.attachments USING btree (recipient_id)', TRUE),
  ('idx_attachment_s3_object', 'CREATE UNIQUE INDEX idx_attachment_s3_object ON public.attachments USING btree (s3_bucket, s3_key)', TRUE),
  ('idx_attachment_session_uploaded', 'CREATE INDEX idx_attachment_session_uploaded ON public.attachments USING btree (session_id, uploaded_at DESC)', TRUE)$$, 'public.attachments: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.attachments')$$, $$VALUES
  ('audit_attachments', 'CREATE TRIGGER audit_attachments AFTER INSERT OR DELETE OR UPDATE ON public.attachments FOR EACH ROW EXECUTE FUNCTION audit.log_attachments()', 'always'),
  ('audit_attachments_truncate', 'CREATE TRIGGER audit_attachments_truncate AFTER TRUNCATE ON public.attachments FOR EACH STATEMENT EXECUTE FUNCTION audit.log_attachments()', 'always')$$, 'public.attachments: triggers');

SELECT is(pg_temp.row_security_of('public.attachments'), 'forced', 'public.attachments: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.attachments')$$, $$VALUES
  ('attachments_delete_service', 'delete', 'permissive', 'service', 'true', NULL),
  ('attachments_insert_anonymous', 'insert', 'permissive', 'anonymous', NULL, '(session_id IN ( SELECT recipients.session_id
   FROM public.recipients
  WHERE ((recipients.unique_url)::text = ( SELECT public.claim(''recipient_url''::text) AS claim))))'),
  ('attachments_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '(session_id IN ( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me))))'),
  ('attachments_insert_service', 'insert', 'permissive', 'service', NULL, 'true'),
  ('attachments_references_retention', 'select', 'permissive', 'retention', 'true', NULL),
  ('attachments_select_anonymous', 'select', 'permissive', 'anonymous', '((session_id = ANY (ARRAY( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE (workflow_sessions.id IN ( SELECT recipients.session_id
           FROM public.recipients
          WHERE ((recipients.unique_url)::text = ( SELECT public.claim(''recipient_url''::text) AS claim))))))) AND (scan_status <> ''INFECTED''::text))', NULL),
  ('attachments_select_authenticated', 'select', 'permissive', 'authenticated', '(((session_id = ANY (ARRAY( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me))))) AND (scan_status <> ''INFECTED''::text)) OR (( SELECT public.has_role(''admin''::text) AS has_role) AND (scan_status <> ''INFECTED''::text)))', NULL),
  ('attachments_select_service', 'select', 'permissive', 'service', 'true', NULL),
  ('attachments_update_service', 'update', 'permissive', 'service', 'true', 'true')$$, 'public.attachments: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.attachments')$$, $$VALUES
  ('checksum', 'anonymous', 'INSERT'),
  ('checksum', 'authenticated', 'INSERT'),
  ('checksum', 'service', 'INSERT, UPDATE'),
  ('download_count', 'service', 'INSERT, UPDATE'),
  ('file_name', 'anonymous', 'INSERT'),
  ('file_name', 'authenticated', 'INSERT'),
  ('file_name', 'service', 'INSERT, UPDATE'),
  ('file_size', 'anonymous', 'INSERT'),
  ('file_size', 'authenticated', 'INSERT'),
  ('file_size', 'service', 'INSERT, UPDATE'),
  ('file_type', 'anonymous', 'INSERT'),
  ('file_type', 'authenticated', 'INSERT'),
  ('file_type', 'service', 'INSERT, UPDATE'),
  ('id', 'anonymous', 'INSERT'),
  ('id', 'authenticated', 'INSERT'),
  ('id', 'service', 'INSERT'),
  ('last_download', 'service', 'INSERT, UPDATE'),
  ('recipient_id', 'anonymous', 'INSERT'),
  ('recipient_id', 'service', 'INSERT, UPDATE'),
  ('s3_bucket', 'service', 'INSERT, UPDATE'),
  ('s3_key', 'anonymous', 'INSERT'),
  ('s3_key', 'authenticated', 'INSERT'),
  ('s3_key', 'service', 'INSERT, UPDATE'),
  ('scan_status', 'service', 'INSERT, UPDATE'),
  ('session_id', 'anonymous', 'INSERT'),
  ('session_id', 'authenticated', 'INSERT'),
  ('session_id', 'retention', 'SELECT'),
  ('session_id', 'service', 'INSERT, UPDATE'),
  ('uploaded_at', 'service', 'INSERT, UPDATE'),
  (NULL, 'anonymous', 'SELECT'),
  (NULL, 'authenticated', 'SELECT'),
  (NULL, 'service', 'DELETE, SELECT')$$, 'public.attachments: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE public.attachments SET checksum = NULL WHERE FALSE$$), '42501', 'public.attachments: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.attachments WHERE FALSE$$), '42501', 'public.attachments: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.attachments$$), '42501', 'public.attachments: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.attachments$$), '42501', 'public.attachments: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.attachments DEFAULT VALUES$$), '42501', 'public.attachments: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.attachments SET checksum = NULL WHERE FALSE$$), '42501', 'public.attachments: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.attachments WHERE FALSE$$), '42501', 'public.attachments: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.attachments$$), '42501', 'public.attachments: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$UPDATE public.attachments SET checksum = NULL WHERE FALSE$$), '42501', 'public.attachments: UPDATE by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$DELETE FROM public.attachments WHERE FALSE$$), '42501', 'public.attachments: DELETE by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.attachments$$), '42501', 'public.attachments: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.attachments DEFAULT VALUES$$), '42501', 'public.attachments: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$UPDATE public.attachments SET checksum = NULL WHERE FALSE$$), '42501', 'public.attachments: UPDATE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$DELETE FROM public.attachments WHERE FALSE$$), '42501', 'public.attachments: DELETE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.attachments$$), '42501', 'public.attachments: TRUNCATE by retention is refused');

SELECT is(pg_temp.answer_to('service', $$TRUNCATE public.attachments$$), '42501', 'public.attachments: TRUNCATE by service is refused');

-- public.recipients

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.recipients')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('session_id', 'uuid', TRUE, NULL),
  ('order_index', 'integer', TRUE, NULL),
  ('unique_url', 'character varying(26)', TRUE, 'public.generate_unique_recipient_url()'),
  ('status', 'text', TRUE, '''PENDING''::text'),
  ('recipient_type', 'text', TRUE, NULL),
  ('email', 'character varying(320)', FALSE, NULL),
  ('phone', 'character varying(20)', FALSE, NULL),
  ('form_data', 'jsonb', TRUE, '''{}''::jsonb'),
  ('email_sent_at', 'timestamp with time zone', FALSE, NULL),
  ('sms_sent_at', 'timestamp with time zone', FALSE, NULL),
  ('reminder_count', 'integer', TRUE, '0'),
  ('error_message', 'text', FALSE, NULL),
  ('retry_count', 'integer', TRUE, '0'),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('updated_at', 'timestamp with time zone', TRUE, 'now()')$$, 'public.recipients: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.recipients')$$, $$VALUES
  ('failed_says_why', 'CHECK (((status <> ''FAILED''::text) OR (error_message IS NOT NULL)))'),
  ('reachable', 'CHECK (((email IS NOT NULL) OR (phone IS NOT NULL)))'),
  ('recipients_email_check', 'CHECK (((email)::text ~~ ''%_@_%''::text))'),
  ('recipients_form_data_check', 'CHECK ((jsonb_typeof(form_data) = ''object''::text))'),
  ('recipients_order_index_check', 'CHECK ((order_index >= 0))'),
  ('recipients_pkey', 'PRIMARY KEY (id)'),
  ('recipients_recipient_type_values', 'CHECK ((recipient_type = ANY (ARRAY[''PRESCRIBER''::text, ''PATIENT''::text, ''PHARMACY''::text, ''INSURANCE''::text, ''CUSTOM''::text])))'),
  ('recipients_reminder_count_check', 'CHECK ((reminder_count >= 0))'),
  ('recipients_retry_count_check', 'CHECK ((retry_count >= 0))'),
  ('recipients_session_id_fkey', 'FOREIGN KEY (session_id) REFERENCES public.workflow_sessions(id) ON DELETE CASCADE'),
  ('recipients_status_values', 'CHECK ((status = ANY (ARRAY[''PENDING''::text, ''ACCESSED''::text, ''IN_PROGRESS''::text, ''COMPLETED''::text, ''FAILED''::text, ''EXPIRED''::text])))'),
  ('recipients_unique_url_check', 'CHECK (((unique_url)::text ~ ''^[0-9a-hjkmnp-tv-z]{26}$''::text))')$$, 'public.recipients: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.recipients')$$, $$VALUES
  ('idx_recipient_email_sent', 'CREATE INDEX idx_recipient_email_sent ON public.recipients USING btree (email_sent_at) WHERE (email_sent_at IS NOT NULL)', TRUE),
  ('idx_recipient_form_data', 'CREATE INDEX idx_recipient_form_data ON public.recipients USING gin (form_data jsonb_path_ops)', TRUE),
  ('idx_recipient_session_order', 'CREATE UNIQUE INDEX idx_recipient_session_order ON public.recipients USING btree (session_id, order_index)', TRUE),
  ('idx_recipient_status_session', 'CREATE INDEX idx_recipient_status_session ON public.recipients USING btree (status, session_id)', TRUE),
  ('idx_recipient_unique_url', 'CREATE UNIQUE INDEX idx_recipient_unique_url ON public.recipients USING btree (unique_url)', TRUE)$$, 'public.recipients: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.recipients')$$, $$VALUES
  ('audit_recipients', 'CREATE TRIGGER audit_recipients AFTER INSERT OR DELETE OR UPDATE ON public.recipients FOR EACH ROW EXECUTE FUNCTION audit.log_recipients()', 'always'),
  ('audit_recipients_truncate', 'CREATE TRIGGER audit_recipients_truncate AFTER TRUNCATE ON public.recipients FOR EACH STATEMENT EXECUTE FUNCTION audit.log_recipients()', 'always'),
  ('derive_workflow_sessions_completed_recipients_delete', 'CREATE TRIGGER derive_workflow_sessions_completed_recipients_delete AFTER DELETE ON public.recipients REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients()', 'origin'),
  ('derive_workflow_sessions_completed_recipients_insert', 'CREATE TRIGGER derive_workflow_sessions_completed_recipients_insert AFTER INSERT ON public.recipients REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients()', 'origin'),
  ('derive_workflow_sessions_completed_recipients_truncate', 'CREATE TRIGGER derive_workflow_sessions_completed_recipients_truncate AFTER TRUNCATE ON public.recipients FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients()', 'origin'),
  ('derive_workflow_sessions_completed_recipients_update', 'CREATE TRIGGER derive_workflow_sessions_completed_recipients_update AFTER UPDATE ON public.recipients REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients()', 'origin'),
  ('derive_workflow_sessions_total_recipients_delete', 'CREATE TRIGGER derive_workflow_sessions_total_recipients_delete AFTER DELETE ON public.recipients REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients()', 'origin'),
  ('derive_workflow_sessions_total_recipients_insert', 'CREATE TRIGGER derive_workflow_sessions_total_recipients_insert AFTER INSERT ON public.recipients REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients()', 'origin'),
  ('derive_workflow_sessions_total_recipients_truncate', 'CREATE TRIGGER derive_workflow_sessions_total_recipients_truncate AFTER TRUNCATE ON public.recipients FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients()', 'origin'),
  ('derive_workflow_sessions_total_recipients_update', 'CREATE TRIGGER derive_workflow_sessions_total_recipients_update AFTER UPDATE ON public.recipients REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients()', 'origin'),
  ('guard_status_step', 'CREATE TRIGGER guard_status_step AFTER UPDATE ON public.recipients FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (
        CASE
            WHEN (old.status = ''PENDING''::text) THEN (new.status = ANY (ARRAY[''ACCESSED''::text, ''FAILED''::text, ''EXPIRED''::text]))
            WHEN (old.status = ''ACCESSED''::text) THEN (new.status = ANY (ARRAY[''IN_PROGRESS''::text, ''COMPLETED''::text, ''FAILED''::text, ''EXPIRED''::text]))
            WHEN (old.status = ''IN_PROGRESS''::text) THEN (new.status = ANY (ARRAY[''COMPLETED''::text, ''FAILED''::text, ''EXPIRED''::text]))
            WHEN (old.status = ''FAILED''::text) THEN (new.status = ANY (ARRAY[''PENDING''::text, ''IN_PROGRESS''::text, ''EXPIRED''::text]))
            ELSE NULL::boolean
        END IS NOT TRUE))) EXECUTE FUNCTION public.refuse_state(''status'')', 'origin'),
  ('update_recipients_updated_at', 'CREATE TRIGGER update_recipients_updated_at BEFORE UPDATE ON public.recipients FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.update_updated_at_column()', 'origin'),
  ('update_workflow_progress_delete', 'CREATE TRIGGER update_workflow_progress_delete AFTER DELETE ON public.recipients REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress()', 'origin'),
  ('update_workflow_progress_insert', 'CREATE TRIGGER update_workflow_progress_insert AFTER INSERT ON public.recipients REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress()', 'origin'),
  ('update_workflow_progress_update', 'CREATE TRIGGER update_workflow_progress_update AFTER UPDATE ON public.recipients REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress()', 'origin')$$, 'public.recipients: triggers');

SELECT is(pg_temp.row_security_of('public.recipients'), 'on', 'public.recipients: row level security is on');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.recipients')$$, $$VALUES
  ('recipients_delete_service', 'delete', 'permissive', 'service', 'true', NULL),
  ('recipients_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '(session_id IN ( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me))))'),
  ('recipients_insert_service', 'insert', 'permissive', 'service', NULL, 'true'),
  ('recipients_select_anonymous', 'select', 'permissive', 'anonymous', '((unique_url)::text = ( SELECT public.claim(''recipient_url''::text) AS claim))', NULL),
  ('recipients_select_authenticated', 'select', 'permissive', 'authenticated', '((session_id IN ( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role(''admin''::text) AS has_role))', NULL),
  ('recipients_select_service', 'select', 'permissive', 'service', 'true', NULL),
  ('recipients_update_anonymous', 'update', 'permissive', 'anonymous', '((unique_url)::text = ( SELECT public.claim(''recipient_url''::text) AS claim))', '((unique_url)::text = ( SELECT public.claim(''recipient_url''::text) AS claim))'),
  ('recipients_update_authenticated', 'update', 'permissive', 'authenticated', '(session_id IN ( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me))))', '(session_id IN ( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me))))'),
  ('recipients_update_service', 'update', 'permissive', 'service', 'true', 'true')$$, 'public.recipients: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.recipients')$$, $$VALUES
  ('created_at', 'service', 'INSERT, UPDATE'),
  ('email', 'authenticated', 'INSERT, UPDATE'),
  ('email', 'service', 'INSERT, UPDATE'),
  ('email_sent_at', 'service', 'INSERT, UPDATE'),
  ('error_message', 'service', 'INSERT, UPDATE'),
  ('form_data', 'anonymous', 'UPDATE'),
  ('form_data', 'service', 'INSERT, UPDATE'),
  ('id', 'authenticated', 'INSERT'),
  ('id', 'service', 'INSERT'),
  ('order_index', 'authenticated', 'INSERT'),
  ('order_index', 'service', 'INSERT, UPDATE'),
  ('phone', 'authenticated', 'INSERT, UPDATE'),
  ('phone', 'service', 'INSERT, UPDATE'),
  ('recipient_type', 'authenticated', 'INSERT'),
  ('recipient_type', 'service', 'INSERT, UPDATE'),
  ('reminder_count', 'service', 'INSERT, UPDATE'),
  ('retry_count', 'service', 'INSERT, UPDATE'),
  ('session_id', 'authenticated', 'INSERT'),
  ('session_id', 'service', 'INSERT, UPDATE'),
  ('sms_sent_at', 'service', 'INSERT, UPDATE'),
  ('status', 'anonymous', 'UPDATE'),
  ('status', 'service', 'INSERT, UPDATE'),
  ('unique_url', 'service', 'INSERT, UPDATE'),
  ('updated_at', 'service', 'INSERT, UPDATE'),
  (NULL, 'anonymous', 'SELECT'),
  (NULL, 'authenticated', 'SELECT'),
  (NULL, 'service', 'DELETE, SELECT')$$, 'public.recipients: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO public.recipients DEFAULT VALUES$$), '42501', 'public.recipients: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.recipients WHERE FALSE$$), '42501', 'public.recipients: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.recipients$$), '42501', 'public.recipients: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.recipients$$), '42501', 'public.recipients: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.recipients DEFAULT VALUES$$), '42501', 'public.recipients: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.recipients SET created_at = NULL WHERE FALSE$$), '42501', 'public.recipients: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.recipients WHERE FALSE$$), '42501', 'public.recipients: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.recipients$$), '42501', 'public.recipients: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$DELETE FROM public.recipients WHERE FALSE$$), '42501', 'public.recipients: DELETE by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.recipients$$), '42501', 'public.recipients: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('retention', $$SELECT FROM public.recipients$$), '42501', 'public.recipients: SELECT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.recipients DEFAULT VALUES$$), '42501', 'public.recipients: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$UPDATE public.recipients SET created_at = NULL WHERE FALSE$$), '42501', 'public.recipients: UPDATE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$DELETE FROM public.recipients WHERE FALSE$$), '42501', 'public.recipients: DELETE by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.recipients$$), '42501', 'public.recipients: TRUNCATE by retention is refused');

SELECT is(pg_temp.answer_to('service', $$TRUNCATE public.recipients$$), '42501', 'public.recipients: TRUNCATE by service is refused');

-- public.workflow_audit_logs

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.workflow_audit_logs')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('session_id', 'uuid', FALSE, NULL),
  ('recipient_id', 'uuid', FALSE, NULL),
  ('event_type', 'character varying(50)', TRUE, NULL),
  ('event_data', 'jsonb', TRUE, '''{}''::jsonb'),
  ('ip_address', 'inet', FALSE, NULL),
  ('user_agent', 'text', FALSE, NULL),
  ('created_at', 'timestamp with time zone', TRUE, 'now()')$$, 'public.workflow_audit_logs: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.workflow_audit_logs')$$, $$VALUES
  ('workflow_audit_logs_pkey', 'PRIMARY KEY (id)')$$, 'public.workflow_audit_logs: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.workflow_audit_logs')$$, $$VALUES
  ('idx_audit_recipient', 'CREATE INDEX idx_audit_recipient ON public.workflow_audit_logs USING btree (recipient_id) WHERE (recipient_id IS NOT NULL)', TRUE),
  ('idx_audit_session_created', 'CREATE INDEX idx_audit_session_created ON public.workflow_audit_logs USING btree (session_id, created_at DESC)', TRUE),
  ('workflow_audit_logs_created_at_idx', 'CREATE INDEX workflow_audit_logs_created_at_idx ON public.workflow_audit_logs USING btree (created_at)', TRUE)$$, 'public.workflow_audit_logs: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.workflow_audit_logs')$$, $$VALUES
  ('append_only', 'CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.workflow_audit_logs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change(''retention'')', 'always')$$, 'public.workflow_audit_logs: triggers');

SELECT is(pg_temp.row_security_of('public.workflow_audit_logs'), 'forced', 'public.workflow_audit_logs: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.workflow_audit_logs')$$, $$VALUES
  ('workflow_audit_logs_delete_retention', 'delete', 'permissive', 'retention', '(created_at < (now() - ''6 years''::interval))', NULL),
  ('workflow_audit_logs_insert_service', 'insert', 'permissive', 'service', NULL, 'true'),
  ('workflow_audit_logs_select_authenticated', 'select', 'permissive', 'authenticated', '( SELECT public.has_role(''admin''::text) AS has_role)', NULL),
  ('workflow_audit_logs_select_retention', 'select', 'permissive', 'retention', '(created_at < (now() - ''6 years''::interval))', NULL),
  ('workflow_audit_logs_select_service', 'select', 'permissive', 'service', 'true', NULL),
  ('workflow_audit_logs_update_retention', 'update', 'permissive', 'retention', '(created_at < (now() - ''6 years''::interval))', 'false')$$, 'public.workflow_audit_logs: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.workflow_audit_logs')$$, $$VALUES
  ('created_at', 'service', 'INSERT'),
  ('event_data', 'service', 'INSERT'),
  ('event_type', 'service', 'INSERT'),
  ('id', 'retention', 'UPDATE'),
  ('id', 'service', 'INSERT'),
  ('ip_address', 'service', 'INSERT'),
  ('recipient_id', 'service', 'INSERT'),
  ('session_id', 'service', 'INSERT'),
  ('user_agent', 'service', 'INSERT'),
  (NULL, 'authenticated', 'SELECT'),
  (NULL, 'retention', 'DELETE, SELECT'),
  (NULL, 'service', 'SELECT')$$, 'public.workflow_audit_logs: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$SELECT FROM public.workflow_audit_logs$$), '42501', 'public.workflow_audit_logs: SELECT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO public.workflow_audit_logs DEFAULT VALUES$$), '42501', 'public.workflow_audit_logs: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE public.workflow_audit_logs SET created_at = NULL WHERE FALSE$$), '42501', 'public.workflow_audit_logs: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.workflow_audit_logs WHERE FALSE$$), '42501', 'public.workflow_audit_logs: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.workflow_audit_logs$$), '42501', 'public.workflow_audit_logs: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.workflow_audit_logs$$), '42501', 'public.workflow_audit_logs: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.workflow_audit_logs DEFAULT VALUES$$), '42501', 'public.workflow_audit_logs: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.workflow_audit_logs SET created_at = NULL WHERE FALSE$$), '42501', 'public.workflow_audit_logs: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.workflow_audit_logs WHERE FALSE$$), '42501', 'public.workflow_audit_logs: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.workflow_audit_logs$$), '42501', 'public.workflow_audit_logs: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$INSERT INTO public.workflow_audit_logs DEFAULT VALUES$$), '42501', 'public.workflow_audit_logs: INSERT by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$UPDATE public.workflow_audit_logs SET created_at = NULL WHERE FALSE$$), '42501', 'public.workflow_audit_logs: UPDATE by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$DELETE FROM public.workflow_audit_logs WHERE FALSE$$), '42501', 'public.workflow_audit_logs: DELETE by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.workflow_audit_logs$$), '42501', 'public.workflow_audit_logs: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.workflow_audit_logs DEFAULT VALUES$$), '42501', 'public.workflow_audit_logs: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.workflow_audit_logs$$), '42501', 'public.workflow_audit_logs: TRUNCATE by retention is refused');

SELECT is(pg_temp.answer_to('service', $$UPDATE public.workflow_audit_logs SET created_at = NULL WHERE FALSE$$), '42501', 'public.workflow_audit_logs: UPDATE by service is refused');

SELECT is(pg_temp.answer_to('service', $$DELETE FROM public.workflow_audit_logs WHERE FALSE$$), '42501', 'public.workflow_audit_logs: DELETE by service is refused');

SELECT is(pg_temp.answer_to('service', $$TRUNCATE public.workflow_audit_logs$$), '42501', 'public.workflow_audit_logs: TRUNCATE by service is refused');

-- public.workflow_sessions

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.workflow_sessions')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('document_url', 'character varying(500)', TRUE, NULL),
  ('status', 'text', TRUE, '''ACTIVE''::text'),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('updated_at', 'timestamp with time zone', TRUE, 'now()'),
  ('expires_at', 'timestamp with time zone', TRUE, '(now() + public.workflow_timeout())'),
  ('metadata', 'jsonb', TRUE, '''{}''::jsonb'),
  ('creator_id', 'character varying(255)', TRUE, NULL),
  ('current_recipient_order', 'integer', TRUE, '0'),
  ('total_recipients', 'integer', TRUE, '0'),
  ('completed_recipients', 'integer', TRUE, '0')$$, 'public.workflow_sessions: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.workflow_sessions')$$, $$VALUES
  ('expires_later', 'CHECK ((expires_at > created_at))'),
  ('workflow_sessions_creator_id_check', 'CHECK (((creator_id)::text <> ''''::text))'),
  ('workflow_sessions_current_recipient_order_check', 'CHECK ((current_recipient_order >= 0))'),
  ('workflow_sessions_document_url_check', 'CHECK (((document_url)::text ~~ ''https://_%''::text))'),
  ('workflow_sessions_metadata_check', 'CHECK ((jsonb_typeof(metadata) = ''object''::text))'),
  ('workflow_sessions_pkey', 'PRIMARY KEY (id)'),
  ('workflow_sessions_status_values', 'CHECK ((status = ANY (ARRAY[''ACTIVE''::text, ''COMPLETED''::text, ''CANCELLED''::text, ''EXPIRED''::text])))')$$, 'public.workflow_sessions: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.workflow_sessions')$$, $$VALUES
  ('idx_workflow_expiring', 'CREATE INDEX idx_workflow_expiring ON public.workflow_sessions USING btree (expires_at) WHERE (status = ''ACTIVE''::text)', TRUE),
  ('idx_workflow_metadata', 'CREATE INDEX idx_workflow_metadata ON public.workflow_sessions USING gin (metadata jsonb_path_ops)', TRUE),
  ('idx_workflow_status_created', 'CREATE INDEX idx_workflow_status_created ON public.workflow_sessions USING btree (status, created_at DESC)', TRUE),
  ('workflow_sessions_creator_id_status_created_at_desc_idx', 'CREATE INDEX workflow_sessions_creator_id_status_created_at_desc_idx ON public.workflow_sessions USING btree (creator_id, status, created_at DESC)', TRUE),
  ('workflow_sessions_expires_at_idx', 'CREATE INDEX workflow_sessions_expires_at_idx ON public.workflow_sessions USING btree (expires_at)', TRUE)$$, 'public.workflow_sessions: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.workflow_sessions')$$, $$VALUES
  ('audit_workflow_sessions', 'CREATE TRIGGER audit_workflow_sessions AFTER INSERT OR DELETE OR UPDATE ON public.workflow_sessions FOR EACH ROW EXECUTE FUNCTION audit.log_workflow_sessions()', 'always'),
  ('audit_workflow_sessions_truncate', 'CREATE TRIGGER audit_workflow_sessions_truncate AFTER TRUNCATE ON public.workflow_sessions FOR EACH STATEMENT EXECUTE FUNCTION audit.log_workflow_sessions()', 'always'),
  ('guard_status_start', 'CREATE TRIGGER guard_status_start AFTER INSERT ON public.workflow_sessions FOR EACH ROW WHEN ((new.status <> ''ACTIVE''::text)) EXECUTE FUNCTION public.refuse_state(''status'')', 'origin'),
  ('guard_status_step', 'CREATE TRIGGER guard_status_step AFTER UPDATE ON public.workflow_sessions FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (
        CASE
            WHEN (old.status = ''ACTIVE''::text) THEN (new.status = ANY (ARRAY[''COMPLETED''::text, ''CANCELLED''::text, ''EXPIRED''::text]))
            ELSE NULL::boolean
        END IS NOT TRUE))) EXECUTE FUNCTION public.refuse_state(''status'')', 'origin'),
  ('update_workflow_sessions_updated_at', 'CREATE TRIGGER update_workflow_sessions_updated_at BEFORE UPDATE ON public.workflow_sessions FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.update_updated_at_column()', 'origin')$$, 'public.workflow_sessions: triggers');

SELECT is(pg_temp.row_security_of('public.workflow_sessions'), 'on', 'public.workflow_sessions: row level security is on');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.workflow_sessions')$$, $$VALUES
  ('workflow_sessions_delete_retention', 'delete', 'permissive', 'retention', '(expires_at < (now() - ''30 days''::interval))', NULL),
  ('workflow_sessions_delete_service', 'delete', 'permissive', 'service', 'true', NULL),
  ('workflow_sessions_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '((creator_id)::text = ( SELECT public.me() AS me))'),
  ('workflow_sessions_insert_service', 'insert', 'permissive', 'service', NULL, 'true'),
  ('workflow_sessions_select_anonymous', 'select', 'permissive', 'anonymous', '(id IN ( SELECT recipients.session_id
   FROM public.recipients
  WHERE ((recipients.unique_url)::text = ( SELECT public.claim(''recipient_url''::text) AS claim))))', NULL),
  ('workflow_sessions_select_authenticated', 'select', 'permissive', 'authenticated', '(((creator_id)::text = ( SELECT public.me() AS me)) OR ( SELECT public.has_role(''admin''::text) AS has_role))', NULL),
  ('workflow_sessions_select_retention', 'select', 'permissive', 'retention', '(expires_at < (now() - ''30 days''::interval))', NULL),
  ('workflow_sessions_select_service', 'select', 'permissive', 'service', 'true', NULL),
  ('workflow_sessions_update_authenticated', 'update', 'permissive', 'authenticated', '((creator_id)::text = ( SELECT public.me() AS me))', '((creator_id)::text = ( SELECT public.me() AS me))'),
  ('workflow_sessions_update_retention', 'update', 'permissive', 'retention', '(expires_at < (now() - ''30 days''::interval))', 'false'),
  ('workflow_sessions_update_service', 'update', 'permissive', 'service', 'true', 'true')$$, 'public.workflow_sessions: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.workflow_sessions')$$, $$VALUES
  ('created_at', 'service', 'INSERT, UPDATE'),
  ('creator_id', 'authenticated', 'INSERT'),
  ('creator_id', 'service', 'INSERT, UPDATE'),
  ('current_recipient_order', 'service', 'INSERT, UPDATE'),
  ('document_url', 'authenticated', 'INSERT'),
  ('document_url', 'service', 'INSERT, UPDATE'),
  ('expires_at', 'authenticated', 'INSERT, UPDATE'),
  ('expires_at', 'service', 'INSERT, UPDATE'),
  ('id', 'authenticated', 'INSERT'),
  ('id', 'retention', 'UPDATE'),
  ('id', 'service', 'INSERT'),
  ('metadata', 'authenticated', 'INSERT, UPDATE'),
  ('metadata', 'service', 'INSERT, UPDATE'),
  ('status', 'authenticated', 'UPDATE'),
  ('status', 'service', 'INSERT, UPDATE'),
  ('updated_at', 'service', 'INSERT, UPDATE'),
  (NULL, 'anonymous', 'SELECT'),
  (NULL, 'authenticated', 'SELECT'),
  (NULL, 'retention', 'DELETE, SELECT'),
  (NULL, 'service', 'DELETE, SELECT')$$, 'public.workflow_sessions: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('anonymous', $$INSERT INTO public.workflow_sessions DEFAULT VALUES$$), '42501', 'public.workflow_sessions: INSERT by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$UPDATE public.workflow_sessions SET completed_recipients = NULL WHERE FALSE$$), '42501', 'public.workflow_sessions: UPDATE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$DELETE FROM public.workflow_sessions WHERE FALSE$$), '42501', 'public.workflow_sessions: DELETE by anonymous is refused');

SELECT is(pg_temp.answer_to('anonymous', $$TRUNCATE public.workflow_sessions$$), '42501', 'public.workflow_sessions: TRUNCATE by anonymous is refused');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.workflow_sessions$$), '42501', 'public.workflow_sessions: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.workflow_sessions DEFAULT VALUES$$), '42501', 'public.workflow_sessions: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.workflow_sessions SET completed_recipients = NULL WHERE FALSE$$), '42501', 'public.workflow_sessions: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.workflow_sessions WHERE FALSE$$), '42501', 'public.workflow_sessions: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.workflow_sessions$$), '42501', 'public.workflow_sessions: TRUNCATE by auditor is refused');

SELECT is(pg_temp.answer_to('authenticated', $$DELETE FROM public.workflow_sessions WHERE FALSE$$), '42501', 'public.workflow_sessions: DELETE by authenticated is refused');

SELECT is(pg_temp.answer_to('authenticated', $$TRUNCATE public.workflow_sessions$$), '42501', 'public.workflow_sessions: TRUNCATE by authenticated is refused');

SELECT is(pg_temp.answer_to('retention', $$INSERT INTO public.workflow_sessions DEFAULT VALUES$$), '42501', 'public.workflow_sessions: INSERT by retention is refused');

SELECT is(pg_temp.answer_to('retention', $$TRUNCATE public.workflow_sessions$$), '42501', 'public.workflow_sessions: TRUNCATE by retention is refused');

SELECT is(pg_temp.answer_to('service', $$TRUNCATE public.workflow_sessions$$), '42501', 'public.workflow_sessions: TRUNCATE by service is refused');

-- Views

SELECT is(pg_temp.options_of('public.integrity_problems'), 'security_invoker=true', 'public.integrity_problems: options');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.integrity_problems')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT'),
  (NULL, 'service', 'SELECT')$$, 'public.integrity_problems: privileges of everyone but the owner');

SELECT is(pg_temp.options_of('public.workflow_stats'), 'security_invoker=true', 'public.workflow_stats: options');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.workflow_stats')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT'),
  (NULL, 'service', 'SELECT')$$, 'public.workflow_stats: privileges of everyone but the owner');

-- Functions

SELECT is(pg_temp.function_is('audit.log_attachments()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_attachments(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_recipients()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_recipients(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_workflow_sessions()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_workflow_sessions(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.refuse_change()'), 'runs as its caller, search_path pinned, called by nobody else', 'audit.refuse_change(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.claim(text)'), 'runs as its caller, search_path pinned, called by anonymous and authenticated and service', 'public.claim(text): runs as its caller, search_path pinned, called by anonymous and authenticated and service');

SELECT is(pg_temp.function_is('public.clean_workflow_audit_logs(integer)'), 'runs as its caller, search_path pinned, called by retention', 'public.clean_workflow_audit_logs(integer): runs as its caller, search_path pinned, called by retention');

SELECT is(pg_temp.function_is('public.clean_workflow_sessions(integer)'), 'runs as its caller, search_path pinned, called by retention', 'public.clean_workflow_sessions(integer): runs as its caller, search_path pinned, called by retention');

SELECT is(pg_temp.function_is('public.cleanup_expired_workflows(integer)'), 'runs as its caller, search_path pinned, called by service', 'public.cleanup_expired_workflows(integer): runs as its caller, search_path pinned, called by service');

SELECT is(pg_temp.function_is('public.derive_workflow_sessions_completed_recipients()'), 'runs as its owner, search_path pinned, called by nobody else', 'public.derive_workflow_sessions_completed_recipients(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.derive_workflow_sessions_total_recipients()'), 'runs as its owner, search_path pinned, called by nobody else', 'public.derive_workflow_sessions_total_recipients(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.generate_unique_recipient_url()'), 'runs as its caller, search_path pinned, called by authenticated and service', 'public.generate_unique_recipient_url(): runs as its caller, search_path pinned, called by authenticated and service');

SELECT is(pg_temp.function_is('public.has_role(text)'), 'runs as its caller, called by anonymous and authenticated and service', 'public.has_role(text): runs as its caller, called by anonymous and authenticated and service');

SELECT is(pg_temp.function_is('public.me()'), 'runs as its caller, called by anonymous and authenticated and service', 'public.me(): runs as its caller, called by anonymous and authenticated and service');

SELECT is(pg_temp.function_is('public.recount_workflow_sessions_completed_recipients()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.recount_workflow_sessions_completed_recipients(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.recount_workflow_sessions_total_recipients()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.recount_workflow_sessions_total_recipients(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.refuse_change()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.refuse_change(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.refuse_state()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.refuse_state(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.update_updated_at_column()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.update_updated_at_column(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.update_workflow_progress()'), 'runs as its owner, search_path pinned, called by nobody else', 'public.update_workflow_progress(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.workflow_timeout()'), 'runs as its caller, search_path pinned, called by authenticated and service', 'public.workflow_timeout(): runs as its caller, search_path pinned, called by authenticated and service');

SELECT * FROM finish();

ROLLBACK;
