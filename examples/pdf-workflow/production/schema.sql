-- The production schema of pdf-workflow, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
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

-- retention: Removes what is too old, and can do nothing else.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'retention') THEN
    CREATE ROLE retention NOLOGIN;
  END IF;
END
$body$;

-- grants: A new function is otherwise executable by everyone.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- grants: PostgreSQL before 15 lets everyone create objects in public; databases that came from there still do.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- retention: Only where pg_cron is installed; elsewhere something else must call it.
DO $body$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_cron') THEN
    PERFORM cron.schedule('public.clean_workflow_audit_logs', '0 4 1 * *', 'DO $$ BEGIN SET ROLE retention; WHILE public.clean_workflow_audit_logs() > 0 LOOP COMMIT; END LOOP; END $$');
  END IF;
END
$body$;

DO $body$
BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_cron') THEN
    PERFORM cron.schedule('public.clean_workflow_sessions', '0 3 1 * *', 'DO $$ BEGIN SET ROLE retention; WHILE public.clean_workflow_sessions() > 0 LOOP COMMIT; END LOOP; END $$');
  END IF;
END
$body$;

-- audit: Apart from what applications see.
CREATE SCHEMA audit;

-- state-machine: Refuses a step, for every state machine.
CREATE FUNCTION public.refuse_state() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
DECLARE
  state text := to_jsonb(new) ->> tg_argv[0];
BEGIN
  RAISE EXCEPTION USING
    MESSAGE = CASE tg_op
      WHEN 'INSERT' THEN format('A new row of %s cannot have the %s %s.', tg_table_name, tg_argv[0], state)
      ELSE format('The %s of %s cannot change from %s to %s.', tg_argv[0], tg_table_name,
        COALESCE(to_jsonb(old) ->> tg_argv[0], 'none'), COALESCE(state, 'none'))
    END,
    ERRCODE = 'check_violation', SCHEMA = tg_table_schema, TABLE = tg_table_name, COLUMN = tg_argv[0], CONSTRAINT = tg_name;
END
$body$;

-- access-functions: The current user's id, from the setting app.user_id.
CREATE FUNCTION public.me() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id', TRUE), ''))::text;

-- access-functions: Their roles, from the setting app.roles.
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN COALESCE(wanted = ANY (string_to_array(current_setting('app.roles', TRUE), ',')), FALSE);

-- access-functions: What else a session brings, from the setting of the form claim.name.
CREATE FUNCTION public.claim(wanted text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = ''
AS $body$ SELECT NULLIF(current_setting('claim.' || wanted, TRUE), '') $body$;

-- audit: Refuses what would change the log.
CREATE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % is refused.', tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$body$;

-- append-only: Refuses what would change a row.
CREATE FUNCTION public.refuse_change() RETURNS trigger
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
BEGIN
  IF tg_op = 'DELETE' AND current_user = tg_argv[0] THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'Rows of % are never changed: % is refused.', tg_table_name, tg_op
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

-- grants: Policies call it as the role that asks.
GRANT EXECUTE ON FUNCTION public.me() TO anonymous, authenticated, service;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO anonymous, authenticated, service;

GRANT EXECUTE ON FUNCTION public.claim(text) TO anonymous, authenticated, service;

-- grants: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO anonymous;

GRANT USAGE ON SCHEMA public TO authenticated;

GRANT USAGE ON SCHEMA public TO service;

-- audit: Auditors read the log.
GRANT USAGE ON SCHEMA audit TO auditor;

GRANT SELECT ON audit.log TO auditor;

-- retention: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO retention;

-- =============================================================================
-- modules/workflow/sql/before/generate_unique_recipient_url.sql
-- =============================================================================

-- 26 digits of Crockford's base32 (no i, l, o, u) of 122 random bits: nobody guesses one, and people can read it out.
CREATE FUNCTION public.generate_unique_recipient_url() RETURNS varchar
LANGUAGE sql VOLATILE SET search_path = ''
AS $$
  WITH random AS MATERIALIZED (
    SELECT ('x' || replace(gen_random_uuid()::text, '-', ''))::bit(128) || B'00' AS bits
  )
  SELECT string_agg(
    substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + substring(bits FROM 5 * i + 1 FOR 5)::bit(5)::integer, 1), '' ORDER BY i
  )
  FROM random, generate_series(0, 25) AS i
$$;

-- =============================================================================
-- modules/workflow/sql/before/workflow_timeout.sql
-- =============================================================================

-- SET app.workflow_timeout = '72 hours', for a database, a role or a transaction.
CREATE FUNCTION public.workflow_timeout() RETURNS interval
LANGUAGE sql STABLE SET search_path = ''
AS $$ SELECT COALESCE(NULLIF(current_setting('app.workflow_timeout', TRUE), '')::interval, interval '48 hours') $$;

-- =============================================================================
-- workflow_sessions: One PDF on its way through its recipients.
-- not-null: document_url, status, created_at, updated_at, expires_at, metadata, creator_id, current_recipient_order, total_recipients, completed_recipients
-- defaults: id, status, created_at, updated_at, expires_at, metadata, current_recipient_order, total_recipients, completed_recipients
-- allowed-values: workflow_sessions_status_values
-- checks: workflow_sessions_document_url_check, workflow_sessions_metadata_check, workflow_sessions_creator_id_check, workflow_sessions_current_recipient_order_check, expires_later
-- =============================================================================

CREATE TABLE public.workflow_sessions (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  document_url varchar(500) NOT NULL,
  status text DEFAULT 'ACTIVE' NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  updated_at timestamptz DEFAULT now() NOT NULL,
  expires_at timestamptz DEFAULT now() + workflow_timeout() NOT NULL,
  metadata jsonb DEFAULT '{}' NOT NULL,
  creator_id varchar(255) NOT NULL,
  current_recipient_order integer DEFAULT 0 NOT NULL,
  total_recipients integer DEFAULT 0 NOT NULL,
  completed_recipients integer DEFAULT 0 NOT NULL,
  CONSTRAINT workflow_sessions_status_values CHECK (status IN ('ACTIVE', 'COMPLETED', 'CANCELLED', 'EXPIRED')),
  CONSTRAINT workflow_sessions_document_url_check CHECK (document_url like 'https://_%'),
  CONSTRAINT workflow_sessions_metadata_check CHECK (jsonb_typeof(metadata) = 'object'),
  CONSTRAINT workflow_sessions_creator_id_check CHECK (creator_id <> ''),
  CONSTRAINT workflow_sessions_current_recipient_order_check CHECK (current_recipient_order >= 0),
  CONSTRAINT expires_later CHECK (expires_at > created_at)
);

-- declared-indexes: The entity declares it. Serves the query by_status.
CREATE INDEX idx_workflow_status_created ON public.workflow_sessions (status, created_at DESC);

-- declared-indexes: The entity declares it.
CREATE INDEX idx_workflow_metadata ON public.workflow_sessions USING gin (metadata jsonb_path_ops);

CREATE INDEX idx_workflow_expiring ON public.workflow_sessions (expires_at) WHERE status = 'ACTIVE';

-- query-indexes: Serves the query listing. Policies compare creator_id with who asks.
CREATE INDEX workflow_sessions_creator_id_status_created_at_desc_idx ON public.workflow_sessions (creator_id, status, created_at DESC);

-- retention: Finds the rows that are too old.
CREATE INDEX workflow_sessions_expires_at_idx ON public.workflow_sessions (expires_at);

-- comments: From the definition.
COMMENT ON TABLE public.workflow_sessions IS 'One PDF on its way through its recipients.';

COMMENT ON COLUMN public.workflow_sessions.document_url IS 'Where the PDF is.';

COMMENT ON COLUMN public.workflow_sessions.expires_at IS '48 hours after the start unless the setting app.workflow_timeout says otherwise.';

COMMENT ON COLUMN public.workflow_sessions.metadata IS 'What applications want to know besides.';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.workflow_sessions.creator_id IS 'Auth0''s id of the user who started it. [pii: personal]';

-- comments: From the definition.
COMMENT ON COLUMN public.workflow_sessions.current_recipient_order IS 'Whose turn it is: the lowest place that is not completed, the number of recipients when all are.';

-- =============================================================================
-- recipients: Someone who has to fill in the document, in turn.
-- not-null: session_id, order_index, unique_url, status, recipient_type, form_data, reminder_count, retry_count, created_at, updated_at
-- defaults: id, unique_url, status, form_data, reminder_count, retry_count, created_at, updated_at
-- allowed-values: recipients_status_values, recipients_recipient_type_values
-- checks: recipients_order_index_check, recipients_unique_url_check, recipients_email_check, recipients_form_data_check, recipients_reminder_count_check, recipients_retry_count_check, reachable, failed_says_why
-- foreign-keys: recipients_session_id_fkey
-- =============================================================================

CREATE TABLE public.recipients (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  session_id uuid NOT NULL,
  order_index integer NOT NULL,
  unique_url varchar(26) DEFAULT generate_unique_recipient_url() NOT NULL,
  status text DEFAULT 'PENDING' NOT NULL,
  recipient_type text NOT NULL,
  email varchar(320),
  phone varchar(20),
  form_data jsonb DEFAULT '{}' NOT NULL,
  email_sent_at timestamptz,
  sms_sent_at timestamptz,
  reminder_count integer DEFAULT 0 NOT NULL,
  error_message text,
  retry_count integer DEFAULT 0 NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  updated_at timestamptz DEFAULT now() NOT NULL,
  CONSTRAINT recipients_status_values CHECK (status IN ('PENDING', 'ACCESSED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'EXPIRED')),
  CONSTRAINT recipients_recipient_type_values CHECK (recipient_type IN ('PRESCRIBER', 'PATIENT', 'PHARMACY', 'INSURANCE', 'CUSTOM')),
  CONSTRAINT recipients_order_index_check CHECK (order_index >= 0),
  CONSTRAINT recipients_unique_url_check CHECK (unique_url ~ '^[0-9a-hjkmnp-tv-z]{26}$'),
  CONSTRAINT recipients_email_check CHECK (email like '%_@_%'),
  CONSTRAINT recipients_form_data_check CHECK (jsonb_typeof(form_data) = 'object'),
  CONSTRAINT recipients_reminder_count_check CHECK (reminder_count >= 0),
  CONSTRAINT recipients_retry_count_check CHECK (retry_count >= 0),
  CONSTRAINT reachable CHECK (email is not null or phone is not null),
  CONSTRAINT failed_says_why CHECK (status <> 'FAILED' or error_message is not null),
  CONSTRAINT recipients_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.workflow_sessions (id) ON DELETE CASCADE
);

-- declared-indexes: The entity declares it. Serves the query by_url. Policies compare unique_url with who asks.
CREATE UNIQUE INDEX idx_recipient_unique_url ON public.recipients (unique_url);

-- declared-indexes: The entity declares it. Serves the query by_status.
CREATE INDEX idx_recipient_status_session ON public.recipients (status, session_id);

-- declared-indexes: The entity declares it. Serves the query of_session. Finds the rows that refer through session. Policies compare session_id with who asks.
CREATE UNIQUE INDEX idx_recipient_session_order ON public.recipients (session_id, order_index);

-- declared-indexes: The entity declares it.
CREATE INDEX idx_recipient_form_data ON public.recipients USING gin (form_data jsonb_path_ops);

CREATE INDEX idx_recipient_email_sent ON public.recipients (email_sent_at) WHERE email_sent_at is not null;

-- comments: From the definition.
COMMENT ON TABLE public.recipients IS 'Someone who has to fill in the document, in turn.';

COMMENT ON COLUMN public.recipients.order_index IS 'Place in the sequence from 0.';

-- comments: Classified as secret data.
COMMENT ON COLUMN public.recipients.unique_url IS 'Whoever has it may open the form. [pii: secret]';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.recipients.email IS '[pii: personal]';

COMMENT ON COLUMN public.recipients.phone IS '[pii: personal]';

-- comments: Classified as health data.
COMMENT ON COLUMN public.recipients.form_data IS 'What they filled in. [pii: health]';

-- =============================================================================
-- attachments: A file that belongs to a workflow; its content is in S3.
-- not-null: session_id, file_name, file_type, file_size, s3_key, s3_bucket, checksum, scan_status, download_count, uploaded_at
-- defaults: id, s3_bucket, scan_status, download_count, uploaded_at
-- allowed-values: attachments_scan_status_values
-- checks: attachments_file_size_check, attachments_checksum_check, attachments_download_count_check, downloads_agree
-- foreign-keys: attachments_session_id_fkey, attachments_recipient_id_fkey
-- =============================================================================

CREATE TABLE public.attachments (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  session_id uuid NOT NULL,
  recipient_id uuid,
  file_name varchar(255) NOT NULL,
  file_type varchar(127) NOT NULL,
  file_size bigint NOT NULL,
  s3_key varchar(1024) NOT NULL,
  s3_bucket varchar(63) DEFAULT 'mve-zpaper-attachments' NOT NULL,
  checksum char(64) NOT NULL,
  scan_status text DEFAULT 'PENDING' NOT NULL,
  download_count integer DEFAULT 0 NOT NULL,
  last_download timestamptz,
  uploaded_at timestamptz DEFAULT now() NOT NULL,
  CONSTRAINT attachments_scan_status_values CHECK (scan_status IN ('PENDING', 'CLEAN', 'INFECTED', 'FAILED')),
  CONSTRAINT attachments_file_size_check CHECK (file_size > 0),
  CONSTRAINT attachments_checksum_check CHECK (checksum ~ '^[0-9a-f]{64}$'),
  CONSTRAINT attachments_download_count_check CHECK (download_count >= 0),
  CONSTRAINT downloads_agree CHECK ((download_count = 0) = (last_download is null)),
  CONSTRAINT attachments_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.workflow_sessions (id) ON DELETE RESTRICT,
  CONSTRAINT attachments_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES public.recipients (id) ON DELETE SET NULL
);

-- declared-indexes: The entity declares it. Serves the query of_session. Finds the rows that refer through session. Policies compare session_id with who asks.
CREATE INDEX idx_attachment_session_uploaded ON public.attachments (session_id, uploaded_at DESC);

-- declared-indexes: The entity declares it.
CREATE UNIQUE INDEX idx_attachment_s3_object ON public.attachments (s3_bucket, s3_key);

-- foreign-key-indexes: Finds the rows that refer through recipient.
CREATE INDEX attachments_recipient_id_idx ON public.attachments (recipient_id);

-- comments: From the definition.
COMMENT ON TABLE public.attachments IS 'A file that belongs to a workflow; its content is in S3.';

COMMENT ON COLUMN public.attachments.recipient_id IS 'Who uploaded it.';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.attachments.file_name IS '[pii: personal]';

-- comments: From the definition.
COMMENT ON COLUMN public.attachments.file_type IS 'MIME type.';

COMMENT ON COLUMN public.attachments.file_size IS 'Bytes.';

COMMENT ON COLUMN public.attachments.checksum IS 'SHA-256 in hex.';

-- =============================================================================
-- workflow_audit_logs: What happened in a workflow, as the application saw it; written once.
-- not-null: event_type, event_data, created_at
-- defaults: id, event_data, created_at
-- =============================================================================

CREATE TABLE public.workflow_audit_logs (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  session_id uuid,
  recipient_id uuid,
  event_type varchar(50) NOT NULL,
  event_data jsonb DEFAULT '{}' NOT NULL,
  ip_address inet,
  user_agent text,
  created_at timestamptz DEFAULT now() NOT NULL
);

-- declared-indexes: The entity declares it. Serves the query of_session.
CREATE INDEX idx_audit_session_created ON public.workflow_audit_logs (session_id, created_at DESC);

-- declared-indexes: The entity declares it.
CREATE INDEX idx_audit_recipient ON public.workflow_audit_logs (recipient_id) WHERE recipient_id is not null;

-- retention: Finds the rows that are too old.
CREATE INDEX workflow_audit_logs_created_at_idx ON public.workflow_audit_logs (created_at);

-- comments: From the definition.
COMMENT ON TABLE public.workflow_audit_logs IS 'What happened in a workflow, as the application saw it; written once.';

COMMENT ON COLUMN public.workflow_audit_logs.session_id IS 'The session; no foreign key, for the log outlives it.';

COMMENT ON COLUMN public.workflow_audit_logs.recipient_id IS 'The recipient; no foreign key either.';

-- comments: Classified as sensitive data.
COMMENT ON COLUMN public.workflow_audit_logs.event_data IS '[pii: sensitive]';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.workflow_audit_logs.ip_address IS '[pii: personal]';

COMMENT ON COLUMN public.workflow_audit_logs.user_agent IS '[pii: personal]';

-- =============================================================================
-- modules/workflow/sql/update_updated_at_column.sql
-- =============================================================================

CREATE FUNCTION public.update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
  new.updated_at := now();
  RETURN new;
END
$$;

CREATE TRIGGER update_workflow_sessions_updated_at BEFORE UPDATE ON public.workflow_sessions
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION public.update_updated_at_column();

CREATE TRIGGER update_recipients_updated_at BEFORE UPDATE ON public.recipients
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*) EXECUTE FUNCTION public.update_updated_at_column();

-- =============================================================================
-- modules/workflow/sql/update_workflow_progress.sql
-- =============================================================================

-- Whose turn it is. Sessions are locked first, in one order, and looked at in a statement after that: so two recipients
-- who finish at the same time neither miss each other nor wait in a circle. It runs with the owner's rights, since
-- recipients may not change sessions.
CREATE FUNCTION public.update_workflow_progress() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  PERFORM FROM public.workflow_sessions session
  WHERE session.id IN (SELECT session_id FROM changed)
  ORDER BY session.id FOR UPDATE;

  UPDATE public.workflow_sessions session
  SET current_recipient_order = progress.turn
  FROM (
    SELECT one.id, COALESCE(min(order_index) FILTER (WHERE recipient.status <> 'COMPLETED'), count(recipient.id))::integer AS turn
    FROM public.workflow_sessions one LEFT JOIN public.recipients recipient ON recipient.session_id = one.id
    WHERE one.id IN (SELECT session_id FROM changed)
    GROUP BY one.id
  ) progress
  WHERE session.id = progress.id AND session.current_recipient_order IS DISTINCT FROM progress.turn;
  RETURN NULL;
END
$$;

REVOKE ALL ON FUNCTION public.update_workflow_progress() FROM PUBLIC;

CREATE TRIGGER update_workflow_progress_insert AFTER INSERT ON public.recipients
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

CREATE TRIGGER update_workflow_progress_update AFTER UPDATE ON public.recipients
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

CREATE TRIGGER update_workflow_progress_delete AFTER DELETE ON public.recipients
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

-- =============================================================================
-- sql/cleanup_expired_workflows.sql
-- =============================================================================

-- Ends what is over: as the role service, every few minutes. What is long over is removed by the role retention.
CREATE FUNCTION public.cleanup_expired_workflows(batch integer DEFAULT 1000) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY INVOKER SET search_path = ''
AS $$
  WITH over AS MATERIALIZED (
    SELECT id FROM public.workflow_sessions
    WHERE status = 'ACTIVE' AND expires_at < now()
    ORDER BY expires_at LIMIT batch
    FOR UPDATE SKIP LOCKED
  ), recipients AS (
    UPDATE public.recipients SET status = 'EXPIRED'
    WHERE session_id IN (SELECT id FROM over) AND status IN ('PENDING', 'ACCESSED', 'IN_PROGRESS', 'FAILED')
  ), sessions AS (
    UPDATE public.workflow_sessions SET status = 'EXPIRED' WHERE id IN (SELECT id FROM over) RETURNING id
  ), events AS (
    INSERT INTO public.workflow_audit_logs (session_id, event_type) SELECT id, 'EXPIRED' FROM sessions RETURNING 1
  )
  SELECT count(*) FROM events
$$;

REVOKE ALL ON FUNCTION public.cleanup_expired_workflows(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.cleanup_expired_workflows(integer) TO service;

-- =============================================================================
-- sql/integrity_problems.sql
-- =============================================================================

-- What constraints cannot say, since it is spread over tables or the clock runs. No row is what it should give.
CREATE VIEW public.integrity_problems WITH (security_invoker = TRUE) AS
WITH counted AS (
  SELECT
    session.*,
    count(recipient.id) AS total,
    count(recipient.id) FILTER (WHERE recipient.status = 'COMPLETED') AS completed,
    COALESCE(min(order_index) FILTER (WHERE recipient.status <> 'COMPLETED'), count(recipient.id)) AS turn,
    COALESCE(max(order_index) + 1, 0) AS places
  FROM public.workflow_sessions session LEFT JOIN public.recipients recipient ON recipient.session_id = session.id
  GROUP BY session.id
)
SELECT 'counters' AS check_name, 'workflow_sessions' AS table_name, id,
  format('%s of %s are completed, and not %s of %s', completed, total, completed_recipients, total_recipients) AS detail
FROM counted WHERE (total, completed) <> (total_recipients, completed_recipients)
UNION ALL
SELECT 'turn', 'workflow_sessions', id, format('it is the turn of %s, and not of %s', turn, current_recipient_order)
FROM counted WHERE turn <> current_recipient_order
UNION ALL
SELECT 'sequence', 'workflow_sessions', id, format('%s places for %s recipients', places, total)
FROM counted WHERE places <> total
UNION ALL
SELECT 'completed', 'workflow_sessions', id, format('completed, but %s recipients are not', total - completed)
FROM counted WHERE status = 'COMPLETED' AND completed < total
UNION ALL
SELECT 'expired', 'workflow_sessions', id, format('active, but over since %s', expires_at)
FROM counted WHERE status = 'ACTIVE' AND expires_at < now()
UNION ALL
SELECT 'uploader', 'attachments', attachment.id, 'uploaded by a recipient of another session'
FROM public.attachments attachment JOIN public.recipients recipient ON recipient.id = attachment.recipient_id
WHERE recipient.session_id <> attachment.session_id;

GRANT SELECT ON public.integrity_problems TO authenticated, service;

-- =============================================================================
-- sql/workflow_stats.sql
-- =============================================================================

-- Of the sessions that the one who asks may see: their own, or all for admins and the service.
CREATE VIEW public.workflow_stats WITH (security_invoker = TRUE) AS
SELECT
  status,
  count(*) AS sessions,
  COALESCE(sum(total_recipients), 0) AS recipients,
  COALESCE(sum(completed_recipients), 0) AS completed_recipients,
  avg(updated_at - created_at) FILTER (WHERE status = 'COMPLETED') AS average_duration
FROM public.workflow_sessions
GROUP BY status;

GRANT SELECT ON public.workflow_stats TO authenticated, service;

-- =============================================================================
-- workflow_sessions: triggers, access
-- =============================================================================

-- derived: Keeps total_recipients with the owner's rights, so nobody else needs any.
CREATE FUNCTION public.derive_workflow_sessions_total_recipients() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  change record;
BEGIN
  IF tg_op = 'TRUNCATE' THEN
    UPDATE public.workflow_sessions SET total_recipients = 0 WHERE total_recipients <> 0;
  ELSIF tg_op = 'INSERT' THEN
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT session_id, count(*) OVER () AS parents FROM (SELECT DISTINCT session_id FROM (SELECT session_id FROM new_rows) AS rows) AS touched
    ) AS change, public.workflow_sessions parent
    WHERE change.parents > 1 AND parent.id = change.session_id
    ORDER BY change.session_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT session_id, sum(1) AS amount FROM new_rows WHERE TRUE AND session_id IS NOT NULL
      GROUP BY session_id ORDER BY session_id
    LOOP
      UPDATE public.workflow_sessions parent SET total_recipients = parent.total_recipients + change.amount
      WHERE parent.id = change.session_id AND change.amount <> 0;
    END LOOP;
  ELSIF tg_op = 'DELETE' THEN
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT session_id, count(*) OVER () AS parents FROM (SELECT DISTINCT session_id FROM (SELECT session_id FROM old_rows) AS rows) AS touched
    ) AS change, public.workflow_sessions parent
    WHERE change.parents > 1 AND parent.id = change.session_id
    ORDER BY change.session_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT session_id, sum(1) AS amount FROM old_rows WHERE TRUE AND session_id IS NOT NULL
      GROUP BY session_id ORDER BY session_id
    LOOP
      UPDATE public.workflow_sessions parent SET total_recipients = parent.total_recipients - change.amount
      WHERE parent.id = change.session_id AND change.amount <> 0;
    END LOOP;
  ELSE
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT session_id, count(*) OVER () AS parents FROM (SELECT DISTINCT session_id FROM (SELECT session_id FROM old_rows UNION SELECT session_id FROM new_rows) AS rows) AS touched
    ) AS change, public.workflow_sessions parent
    WHERE change.parents > 1 AND parent.id = change.session_id
    ORDER BY change.session_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT session_id, sum(amount) AS amount
      FROM (
        SELECT session_id, 1 AS amount FROM new_rows WHERE TRUE AND session_id IS NOT NULL
        UNION ALL
        SELECT session_id, - 1 FROM old_rows WHERE TRUE AND session_id IS NOT NULL
      ) AS both_sides
      GROUP BY session_id HAVING sum(amount) <> 0 ORDER BY session_id
    LOOP
      UPDATE public.workflow_sessions parent SET total_recipients = parent.total_recipients + change.amount
      WHERE parent.id = change.session_id;
    END LOOP;
  END IF;
  RETURN NULL;
END
$body$;

-- derived: Counts what was there before; says how many rows were wrong.
CREATE FUNCTION public.recount_workflow_sessions_total_recipients() RETURNS bigint
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  wrong bigint;
BEGIN
  IF row_security_active('public.recipients') THEN
    RAISE EXCEPTION 'Policies hide rows from %, so they cannot be counted.', current_user
      USING ERRCODE = 'insufficient_privilege', HINT = 'Run it as the owner of the tables.';
  END IF;
  LOCK TABLE public.recipients IN SHARE MODE;
  WITH found AS (
    SELECT session_id, count(*) AS amount FROM public.recipients WHERE TRUE GROUP BY session_id
  ), right_one AS (
    SELECT old.id, COALESCE(found.amount, 0) AS amount FROM public.workflow_sessions old LEFT JOIN found ON old.id = found.session_id
  )
  UPDATE public.workflow_sessions parent SET total_recipients = right_one.amount FROM right_one
  WHERE parent.id = right_one.id AND parent.total_recipients IS DISTINCT FROM right_one.amount;
  GET DIAGNOSTICS wrong = ROW_COUNT;
  RETURN wrong;
END
$body$;

-- derived: Keeps completed_recipients with the owner's rights, so nobody else needs any.
CREATE FUNCTION public.derive_workflow_sessions_completed_recipients() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  change record;
BEGIN
  IF tg_op = 'TRUNCATE' THEN
    UPDATE public.workflow_sessions SET completed_recipients = 0 WHERE completed_recipients <> 0;
  ELSIF tg_op = 'INSERT' THEN
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT session_id, count(*) OVER () AS parents FROM (SELECT DISTINCT session_id FROM (SELECT session_id FROM new_rows) AS rows) AS touched
    ) AS change, public.workflow_sessions parent
    WHERE change.parents > 1 AND parent.id = change.session_id
    ORDER BY change.session_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT session_id, sum(1) AS amount FROM new_rows WHERE (status = 'COMPLETED') AND session_id IS NOT NULL
      GROUP BY session_id ORDER BY session_id
    LOOP
      UPDATE public.workflow_sessions parent SET completed_recipients = parent.completed_recipients + change.amount
      WHERE parent.id = change.session_id AND change.amount <> 0;
    END LOOP;
  ELSIF tg_op = 'DELETE' THEN
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT session_id, count(*) OVER () AS parents FROM (SELECT DISTINCT session_id FROM (SELECT session_id FROM old_rows) AS rows) AS touched
    ) AS change, public.workflow_sessions parent
    WHERE change.parents > 1 AND parent.id = change.session_id
    ORDER BY change.session_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT session_id, sum(1) AS amount FROM old_rows WHERE (status = 'COMPLETED') AND session_id IS NOT NULL
      GROUP BY session_id ORDER BY session_id
    LOOP
      UPDATE public.workflow_sessions parent SET completed_recipients = parent.completed_recipients - change.amount
      WHERE parent.id = change.session_id AND change.amount <> 0;
    END LOOP;
  ELSE
    -- Others keep the same parents: whoever changes several takes all of them first, in the order of their keys.
    PERFORM FROM (
      SELECT session_id, count(*) OVER () AS parents FROM (SELECT DISTINCT session_id FROM (SELECT session_id FROM old_rows UNION SELECT session_id FROM new_rows) AS rows) AS touched
    ) AS change, public.workflow_sessions parent
    WHERE change.parents > 1 AND parent.id = change.session_id
    ORDER BY change.session_id FOR NO KEY UPDATE OF parent;
    FOR change IN
      SELECT session_id, sum(amount) AS amount
      FROM (
        SELECT session_id, 1 AS amount FROM new_rows WHERE (status = 'COMPLETED') AND session_id IS NOT NULL
        UNION ALL
        SELECT session_id, - 1 FROM old_rows WHERE (status = 'COMPLETED') AND session_id IS NOT NULL
      ) AS both_sides
      GROUP BY session_id HAVING sum(amount) <> 0 ORDER BY session_id
    LOOP
      UPDATE public.workflow_sessions parent SET completed_recipients = parent.completed_recipients + change.amount
      WHERE parent.id = change.session_id;
    END LOOP;
  END IF;
  RETURN NULL;
END
$body$;

-- derived: Counts what was there before; says how many rows were wrong.
CREATE FUNCTION public.recount_workflow_sessions_completed_recipients() RETURNS bigint
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
#variable_conflict use_column
DECLARE
  wrong bigint;
BEGIN
  IF row_security_active('public.recipients') THEN
    RAISE EXCEPTION 'Policies hide rows from %, so they cannot be counted.', current_user
      USING ERRCODE = 'insufficient_privilege', HINT = 'Run it as the owner of the tables.';
  END IF;
  LOCK TABLE public.recipients IN SHARE MODE;
  WITH found AS (
    SELECT session_id, count(*) AS amount FROM public.recipients WHERE (status = 'COMPLETED') GROUP BY session_id
  ), right_one AS (
    SELECT old.id, COALESCE(found.amount, 0) AS amount FROM public.workflow_sessions old LEFT JOIN found ON old.id = found.session_id
  )
  UPDATE public.workflow_sessions parent SET completed_recipients = right_one.amount FROM right_one
  WHERE parent.id = right_one.id AND parent.completed_recipients IS DISTINCT FROM right_one.amount;
  GET DIAGNOSTICS wrong = ROW_COUNT;
  RETURN wrong;
END
$body$;

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_workflow_sessions() RETURNS trigger
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
  VALUES (actor, acting, request, application, client, 'public.workflow_sessions', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- retention: Removes what is older than 30 days by expires_at, and says how many rows that were.
CREATE FUNCTION public.clean_workflow_sessions(batch integer DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
DECLARE
  removed bigint;
BEGIN
  IF current_user <> 'retention' THEN
    RAISE EXCEPTION 'Old rows are removed by the role % alone.', 'retention'
      USING ERRCODE = 'insufficient_privilege', HINT = format('SET ROLE %I', 'retention');
  END IF;
  WITH expired AS (
    SELECT old.id FROM public.workflow_sessions old
    WHERE old.expires_at < now() - interval '30 days'
      AND NOT EXISTS (SELECT FROM public.attachments child WHERE child.session_id = old.id)
    ORDER BY old.expires_at LIMIT batch
    FOR UPDATE OF old SKIP LOCKED
  )
  DELETE FROM public.workflow_sessions gone USING expired WHERE gone.id = expired.id;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$body$;

-- state-machine: Starts as ACTIVE.
CREATE TRIGGER guard_status_start AFTER INSERT ON public.workflow_sessions
FOR EACH ROW WHEN (new.status NOT IN ('ACTIVE'))
EXECUTE FUNCTION public.refuse_state('status');

-- state-machine: Changes as declared: ACTIVE to COMPLETED or CANCELLED or EXPIRED.
CREATE TRIGGER guard_status_step AFTER UPDATE ON public.workflow_sessions
FOR EACH ROW WHEN (old.status IS DISTINCT FROM new.status AND (CASE
  WHEN old.status = 'ACTIVE' THEN new.status IN ('COMPLETED', 'CANCELLED', 'EXPIRED')
END) IS NOT TRUE)
EXECUTE FUNCTION public.refuse_state('status');

-- derived: Keeps workflow_sessions.total_recipients when recipients change.
CREATE TRIGGER derive_workflow_sessions_total_recipients_insert AFTER INSERT ON public.recipients
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients();

CREATE TRIGGER derive_workflow_sessions_total_recipients_update AFTER UPDATE ON public.recipients
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients();

CREATE TRIGGER derive_workflow_sessions_total_recipients_delete AFTER DELETE ON public.recipients
REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients();

CREATE TRIGGER derive_workflow_sessions_total_recipients_truncate AFTER TRUNCATE ON public.recipients
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients();

-- derived: Keeps workflow_sessions.completed_recipients when recipients change.
CREATE TRIGGER derive_workflow_sessions_completed_recipients_insert AFTER INSERT ON public.recipients
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients();

CREATE TRIGGER derive_workflow_sessions_completed_recipients_update AFTER UPDATE ON public.recipients
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients();

CREATE TRIGGER derive_workflow_sessions_completed_recipients_delete AFTER DELETE ON public.recipients
REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients();

CREATE TRIGGER derive_workflow_sessions_completed_recipients_truncate AFTER TRUNCATE ON public.recipients
FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients();

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_workflow_sessions AFTER INSERT OR UPDATE OR DELETE ON public.workflow_sessions
FOR EACH ROW EXECUTE FUNCTION audit.log_workflow_sessions();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_workflow_sessions_truncate AFTER TRUNCATE ON public.workflow_sessions
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_workflow_sessions();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.workflow_sessions ENABLE ALWAYS TRIGGER audit_workflow_sessions;

ALTER TABLE public.workflow_sessions ENABLE ALWAYS TRIGGER audit_workflow_sessions_truncate;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.workflow_sessions ENABLE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select where id in (select session_id from recipients where unique_url = (SELECT claim('recipient_url'))).
CREATE POLICY workflow_sessions_select_anonymous ON public.workflow_sessions
FOR SELECT TO anonymous
USING (id in (select session_id from recipients where unique_url = (SELECT claim('recipient_url'))));

-- row-level-security: authenticated may select where (creator_id = (SELECT me())) OR (SELECT has_role('admin')).
CREATE POLICY workflow_sessions_select_authenticated ON public.workflow_sessions
FOR SELECT TO authenticated
USING ((creator_id = (SELECT me())) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may insert where creator_id = (SELECT me()).
CREATE POLICY workflow_sessions_insert_authenticated ON public.workflow_sessions
FOR INSERT TO authenticated
WITH CHECK (creator_id = (SELECT me()));

-- row-level-security: authenticated may update where creator_id = (SELECT me()).
CREATE POLICY workflow_sessions_update_authenticated ON public.workflow_sessions
FOR UPDATE TO authenticated
USING (creator_id = (SELECT me()))
WITH CHECK (creator_id = (SELECT me()));

-- row-level-security: service may select every row.
CREATE POLICY workflow_sessions_select_service ON public.workflow_sessions
FOR SELECT TO service
USING (TRUE);

-- row-level-security: service may insert every row.
CREATE POLICY workflow_sessions_insert_service ON public.workflow_sessions
FOR INSERT TO service
WITH CHECK (TRUE);

-- row-level-security: service may update every row.
CREATE POLICY workflow_sessions_update_service ON public.workflow_sessions
FOR UPDATE TO service
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: service may delete every row.
CREATE POLICY workflow_sessions_delete_service ON public.workflow_sessions
FOR DELETE TO service
USING (TRUE);

-- retention: Only what is too old.
CREATE POLICY workflow_sessions_select_retention ON public.workflow_sessions
FOR SELECT TO retention
USING (workflow_sessions.expires_at < now() - interval '30 days');

-- retention: Locks what is too old, and changes nothing.
CREATE POLICY workflow_sessions_update_retention ON public.workflow_sessions
FOR UPDATE TO retention
USING (workflow_sessions.expires_at < now() - interval '30 days')
WITH CHECK (FALSE);

-- retention: Only what is too old.
CREATE POLICY workflow_sessions_delete_retention ON public.workflow_sessions
FOR DELETE TO retention
USING (workflow_sessions.expires_at < now() - interval '30 days');

-- derived: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION public.derive_workflow_sessions_total_recipients() FROM PUBLIC;

-- derived: It is for whoever owns the tables.
REVOKE ALL ON FUNCTION public.recount_workflow_sessions_total_recipients() FROM PUBLIC;

-- derived: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION public.derive_workflow_sessions_completed_recipients() FROM PUBLIC;

-- derived: It is for whoever owns the tables.
REVOKE ALL ON FUNCTION public.recount_workflow_sessions_completed_recipients() FROM PUBLIC;

-- grants: anonymous may read.
GRANT SELECT ON public.workflow_sessions TO anonymous;

-- grants: authenticated may read.
GRANT SELECT ON public.workflow_sessions TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, document_url, expires_at, metadata, creator_id) ON public.workflow_sessions TO authenticated;

-- grants: The other columns never change by a client.
GRANT UPDATE (status, expires_at, metadata) ON public.workflow_sessions TO authenticated;

-- grants: service may read.
GRANT SELECT ON public.workflow_sessions TO service;

-- grants: The database fills in the other columns.
GRANT INSERT (id, document_url, status, created_at, updated_at, expires_at, metadata, creator_id, current_recipient_order) ON public.workflow_sessions TO service;

-- grants: The other columns never change by a client.
GRANT UPDATE (document_url, status, created_at, updated_at, expires_at, metadata, creator_id, current_recipient_order) ON public.workflow_sessions TO service;

-- grants: service may delete.
GRANT DELETE ON public.workflow_sessions TO service;

-- grants: A row of workflow_sessions calls it, with the rights of whoever writes it.
GRANT EXECUTE ON FUNCTION public.workflow_timeout TO authenticated, service;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_workflow_sessions() FROM PUBLIC;

-- retention: Whoever is a member of the role may call it.
REVOKE ALL ON FUNCTION public.clean_workflow_sessions(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.clean_workflow_sessions(integer) TO retention;

-- retention: UPDATE is for the lock on a row.
GRANT SELECT, DELETE, UPDATE (id) ON public.workflow_sessions TO retention;

-- derived: Counts what was there before; says how many rows were wrong.
SELECT public.recount_workflow_sessions_total_recipients() AS wrong_990ad330;

SELECT public.recount_workflow_sessions_completed_recipients() AS wrong_6a0b7320;

-- =============================================================================
-- recipients: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any. unique_url stay out of it. Of form_data it shows whether they changed.
CREATE FUNCTION audit.log_recipients() RETURNS trigger
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
  before constant jsonb := (to_jsonb(old) || jsonb_build_object('form_data', CASE WHEN old.form_data IS NULL THEN NULL ELSE '[redacted]' END)) - ARRAY['unique_url'];
  after constant jsonb := (to_jsonb(new) || jsonb_build_object('form_data', CASE WHEN new.form_data IS NULL THEN NULL WHEN tg_op = 'UPDATE' AND old.form_data IS DISTINCT FROM new.form_data THEN '[changed]' ELSE '[redacted]' END)) - ARRAY['unique_url'];
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.recipients', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- state-machine: Changes as declared: PENDING to ACCESSED or FAILED or EXPIRED, ACCESSED to IN_PROGRESS or COMPLETED or FAILED or EXPIRED, IN_PROGRESS to COMPLETED or FAILED or EXPIRED, FAILED to PENDING or IN_PROGRESS or EXPIRED.
CREATE TRIGGER guard_status_step AFTER UPDATE ON public.recipients
FOR EACH ROW WHEN (old.status IS DISTINCT FROM new.status AND (CASE
  WHEN old.status = 'PENDING' THEN new.status IN ('ACCESSED', 'FAILED', 'EXPIRED')
  WHEN old.status = 'ACCESSED' THEN new.status IN ('IN_PROGRESS', 'COMPLETED', 'FAILED', 'EXPIRED')
  WHEN old.status = 'IN_PROGRESS' THEN new.status IN ('COMPLETED', 'FAILED', 'EXPIRED')
  WHEN old.status = 'FAILED' THEN new.status IN ('PENDING', 'IN_PROGRESS', 'EXPIRED')
END) IS NOT TRUE)
EXECUTE FUNCTION public.refuse_state('status');

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_recipients AFTER INSERT OR UPDATE OR DELETE ON public.recipients
FOR EACH ROW EXECUTE FUNCTION audit.log_recipients();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_recipients_truncate AFTER TRUNCATE ON public.recipients
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_recipients();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.recipients ENABLE ALWAYS TRIGGER audit_recipients;

ALTER TABLE public.recipients ENABLE ALWAYS TRIGGER audit_recipients_truncate;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.recipients ENABLE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select where unique_url = (SELECT claim('recipient_url')).
CREATE POLICY recipients_select_anonymous ON public.recipients
FOR SELECT TO anonymous
USING (unique_url = (SELECT claim('recipient_url')));

-- row-level-security: anonymous may update where unique_url = (SELECT claim('recipient_url')).
CREATE POLICY recipients_update_anonymous ON public.recipients
FOR UPDATE TO anonymous
USING (unique_url = (SELECT claim('recipient_url')))
WITH CHECK (unique_url = (SELECT claim('recipient_url')));

-- row-level-security: authenticated may select where (session_id in (select id from workflow_sessions where creator_id = (SELECT me()))) OR (SELECT has_role('admin')).
CREATE POLICY recipients_select_authenticated ON public.recipients
FOR SELECT TO authenticated
USING ((session_id in (select id from workflow_sessions where creator_id = (SELECT me()))) OR (SELECT has_role('admin')));

-- row-level-security: authenticated may insert where session_id in (select id from workflow_sessions where creator_id = (SELECT me())).
CREATE POLICY recipients_insert_authenticated ON public.recipients
FOR INSERT TO authenticated
WITH CHECK (session_id in (select id from workflow_sessions where creator_id = (SELECT me())));

-- row-level-security: authenticated may update where session_id in (select id from workflow_sessions where creator_id = (SELECT me())).
CREATE POLICY recipients_update_authenticated ON public.recipients
FOR UPDATE TO authenticated
USING (session_id in (select id from workflow_sessions where creator_id = (SELECT me())))
WITH CHECK (session_id in (select id from workflow_sessions where creator_id = (SELECT me())));

-- row-level-security: service may select every row.
CREATE POLICY recipients_select_service ON public.recipients
FOR SELECT TO service
USING (TRUE);

-- row-level-security: service may insert every row.
CREATE POLICY recipients_insert_service ON public.recipients
FOR INSERT TO service
WITH CHECK (TRUE);

-- row-level-security: service may update every row.
CREATE POLICY recipients_update_service ON public.recipients
FOR UPDATE TO service
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: service may delete every row.
CREATE POLICY recipients_delete_service ON public.recipients
FOR DELETE TO service
USING (TRUE);

-- grants: anonymous may read.
GRANT SELECT ON public.recipients TO anonymous;

-- grants: The other columns never change by a client.
GRANT UPDATE (status, form_data) ON public.recipients TO anonymous;

-- grants: authenticated may read.
GRANT SELECT ON public.recipients TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, session_id, order_index, recipient_type, email, phone) ON public.recipients TO authenticated;

-- grants: The other columns never change by a client.
GRANT UPDATE (email, phone) ON public.recipients TO authenticated;

-- grants: service may read.
GRANT SELECT ON public.recipients TO service;

-- grants: The database fills in the other columns.
GRANT INSERT (id, session_id, order_index, unique_url, status, recipient_type, email, phone, form_data, email_sent_at, sms_sent_at, reminder_count, error_message, retry_count, created_at, updated_at) ON public.recipients TO service;

-- grants: The other columns never change by a client.
GRANT UPDATE (session_id, order_index, unique_url, status, recipient_type, email, phone, form_data, email_sent_at, sms_sent_at, reminder_count, error_message, retry_count, created_at, updated_at) ON public.recipients TO service;

-- grants: service may delete.
GRANT DELETE ON public.recipients TO service;

-- grants: A row of recipients calls it, with the rights of whoever writes it.
GRANT EXECUTE ON FUNCTION public.generate_unique_recipient_url TO authenticated, service;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_recipients() FROM PUBLIC;

-- =============================================================================
-- attachments: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_attachments() RETURNS trigger
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
  VALUES (actor, acting, request, application, client, 'public.attachments', operation, key, before, after);
  RETURN NULL;
END
$body$;

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_attachments AFTER INSERT OR UPDATE OR DELETE ON public.attachments
FOR EACH ROW EXECUTE FUNCTION audit.log_attachments();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_attachments_truncate AFTER TRUNCATE ON public.attachments
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_attachments();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.attachments ENABLE ALWAYS TRIGGER audit_attachments;

ALTER TABLE public.attachments ENABLE ALWAYS TRIGGER audit_attachments_truncate;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.attachments ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.attachments FORCE ROW LEVEL SECURITY;

-- row-level-security: anonymous may select where session_id = ANY (ARRAY(SELECT id FROM public.workflow_sessions WHERE (id in (select session_id from recipients where unique_url = (SELECT claim('recipient_url')))))) AND (scan_status <> 'INFECTED').
CREATE POLICY attachments_select_anonymous ON public.attachments
FOR SELECT TO anonymous
USING (session_id = ANY (ARRAY(SELECT id FROM public.workflow_sessions WHERE (id in (select session_id from recipients where unique_url = (SELECT claim('recipient_url')))))) AND (scan_status <> 'INFECTED'));

-- row-level-security: anonymous may insert where session_id in (select session_id from recipients where unique_url = (SELECT claim('recipient_url'))).
CREATE POLICY attachments_insert_anonymous ON public.attachments
FOR INSERT TO anonymous
WITH CHECK (session_id in (select session_id from recipients where unique_url = (SELECT claim('recipient_url'))));

-- row-level-security: authenticated may select where (session_id = ANY (ARRAY(SELECT id FROM public.workflow_sessions WHERE (creator_id = (SELECT me())))) AND (scan_status <> 'INFECTED')) OR ((SELECT has_role('admin')) AND (scan_status <> 'INFECTED')).
CREATE POLICY attachments_select_authenticated ON public.attachments
FOR SELECT TO authenticated
USING ((session_id = ANY (ARRAY(SELECT id FROM public.workflow_sessions WHERE (creator_id = (SELECT me())))) AND (scan_status <> 'INFECTED')) OR ((SELECT has_role('admin')) AND (scan_status <> 'INFECTED')));

-- row-level-security: authenticated may insert where session_id in (select id from workflow_sessions where creator_id = (SELECT me())).
CREATE POLICY attachments_insert_authenticated ON public.attachments
FOR INSERT TO authenticated
WITH CHECK (session_id in (select id from workflow_sessions where creator_id = (SELECT me())));

-- row-level-security: service may select every row.
CREATE POLICY attachments_select_service ON public.attachments
FOR SELECT TO service
USING (TRUE);

-- row-level-security: service may insert every row.
CREATE POLICY attachments_insert_service ON public.attachments
FOR INSERT TO service
WITH CHECK (TRUE);

-- row-level-security: service may update every row.
CREATE POLICY attachments_update_service ON public.attachments
FOR UPDATE TO service
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: service may delete every row.
CREATE POLICY attachments_delete_service ON public.attachments
FOR DELETE TO service
USING (TRUE);

-- retention: A row that is referred to stays.
CREATE POLICY attachments_references_retention ON public.attachments
FOR SELECT TO retention
USING (TRUE);

-- grants: anonymous may read.
GRANT SELECT ON public.attachments TO anonymous;

-- grants: The database fills in the other columns.
GRANT INSERT (id, session_id, recipient_id, file_name, file_type, file_size, s3_key, checksum) ON public.attachments TO anonymous;

-- grants: authenticated may read.
GRANT SELECT ON public.attachments TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, session_id, file_name, file_type, file_size, s3_key, checksum) ON public.attachments TO authenticated;

-- grants: service may read.
GRANT SELECT ON public.attachments TO service;

-- grants: The database fills in the other columns.
GRANT INSERT (id, session_id, recipient_id, file_name, file_type, file_size, s3_key, s3_bucket, checksum, scan_status, download_count, last_download, uploaded_at) ON public.attachments TO service;

-- grants: The other columns never change by a client.
GRANT UPDATE (session_id, recipient_id, file_name, file_type, file_size, s3_key, s3_bucket, checksum, scan_status, download_count, last_download, uploaded_at) ON public.attachments TO service;

-- grants: service may delete.
GRANT DELETE ON public.attachments TO service;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_attachments() FROM PUBLIC;

-- retention: A row that is referred to stays.
GRANT SELECT (session_id) ON public.attachments TO retention;

-- =============================================================================
-- workflow_audit_logs: triggers, access
-- =============================================================================

-- retention: Removes what is older than 6 years by created_at, and says how many rows that were.
CREATE FUNCTION public.clean_workflow_audit_logs(batch integer DEFAULT 1000) RETURNS bigint
LANGUAGE plpgsql SECURITY INVOKER SET search_path = ''
AS $body$
DECLARE
  removed bigint;
BEGIN
  IF current_user <> 'retention' THEN
    RAISE EXCEPTION 'Old rows are removed by the role % alone.', 'retention'
      USING ERRCODE = 'insufficient_privilege', HINT = format('SET ROLE %I', 'retention');
  END IF;
  WITH expired AS (
    SELECT old.id FROM public.workflow_audit_logs old
    WHERE old.created_at < now() - interval '6 years'
    ORDER BY old.created_at LIMIT batch
    FOR UPDATE OF old SKIP LOCKED
  )
  DELETE FROM public.workflow_audit_logs gone USING expired WHERE gone.id = expired.id;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$body$;

-- append-only: Nobody changes a row, whoever they are.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.workflow_audit_logs
FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change('retention');

-- append-only: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.workflow_audit_logs ENABLE ALWAYS TRIGGER append_only;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.workflow_audit_logs ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.workflow_audit_logs FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (SELECT has_role('admin')).
CREATE POLICY workflow_audit_logs_select_authenticated ON public.workflow_audit_logs
FOR SELECT TO authenticated
USING ((SELECT has_role('admin')));

-- row-level-security: service may select every row.
CREATE POLICY workflow_audit_logs_select_service ON public.workflow_audit_logs
FOR SELECT TO service
USING (TRUE);

-- row-level-security: service may insert every row.
CREATE POLICY workflow_audit_logs_insert_service ON public.workflow_audit_logs
FOR INSERT TO service
WITH CHECK (TRUE);

-- retention: Only what is too old.
CREATE POLICY workflow_audit_logs_select_retention ON public.workflow_audit_logs
FOR SELECT TO retention
USING (workflow_audit_logs.created_at < now() - interval '6 years');

-- retention: Locks what is too old, and changes nothing.
CREATE POLICY workflow_audit_logs_update_retention ON public.workflow_audit_logs
FOR UPDATE TO retention
USING (workflow_audit_logs.created_at < now() - interval '6 years')
WITH CHECK (FALSE);

-- retention: Only what is too old.
CREATE POLICY workflow_audit_logs_delete_retention ON public.workflow_audit_logs
FOR DELETE TO retention
USING (workflow_audit_logs.created_at < now() - interval '6 years');

-- grants: authenticated may read.
GRANT SELECT ON public.workflow_audit_logs TO authenticated;

-- grants: service may read.
GRANT SELECT ON public.workflow_audit_logs TO service;

-- grants: The database fills in the other columns.
GRANT INSERT (id, session_id, recipient_id, event_type, event_data, ip_address, user_agent, created_at) ON public.workflow_audit_logs TO service;

-- retention: Whoever is a member of the role may call it.
REVOKE ALL ON FUNCTION public.clean_workflow_audit_logs(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.clean_workflow_audit_logs(integer) TO retention;

-- retention: UPDATE is for the lock on a row.
GRANT SELECT, DELETE, UPDATE (id) ON public.workflow_audit_logs TO retention;
