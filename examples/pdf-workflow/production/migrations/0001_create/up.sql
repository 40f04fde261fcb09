-- iteration: 0001_create
-- parent: none
-- hash: faf3a5c48583dfea82b46dc985d0a972f0e7b4e3977e7ef855c023c2b9d7652d

-- Roles, settings and extensions; down.sql leaves them

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

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;

DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'retention') THEN
    CREATE ROLE retention NOLOGIN;
  END IF;
END
$body$;

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

-- phase: expand

CREATE SCHEMA audit;

CREATE TABLE audit.log (
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz DEFAULT now() NOT NULL,
  actor text,
  login text DEFAULT SESSION_USER NOT NULL,
  role text NOT NULL,
  request text,
  application text,
  client text,
  transaction xid8 DEFAULT pg_current_xact_id() NOT NULL,
  table_name text NOT NULL,
  operation text NOT NULL,
  key jsonb,
  old jsonb,
  new jsonb,
  CONSTRAINT log_pkey PRIMARY KEY (at, id)
);

ALTER TABLE audit.log ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.workflow_audit_logs (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  session_id uuid,
  recipient_id uuid,
  event_type varchar(50) NOT NULL,
  event_data jsonb DEFAULT '{}'::jsonb NOT NULL,
  ip_address inet,
  user_agent text,
  created_at timestamptz DEFAULT now() NOT NULL,
  CONSTRAINT workflow_audit_logs_pkey PRIMARY KEY (id)
);

ALTER TABLE public.workflow_audit_logs ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.workflow_audit_logs FORCE ROW LEVEL SECURITY;

CREATE INDEX log_row_idx ON audit.log USING btree (table_name, key);

CREATE INDEX idx_audit_recipient ON public.workflow_audit_logs USING btree (recipient_id) WHERE (recipient_id IS NOT NULL);

CREATE INDEX idx_audit_session_created ON public.workflow_audit_logs USING btree (session_id, created_at DESC);

CREATE INDEX workflow_audit_logs_created_at_idx ON public.workflow_audit_logs USING btree (created_at);

CREATE OR REPLACE FUNCTION audit.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  RAISE EXCEPTION 'The audit log is append-only: % is refused.', tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$function$;

CREATE OR REPLACE FUNCTION public.claim(wanted text)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO ''
AS $function$ SELECT NULLIF(current_setting('claim.' || wanted, TRUE), '') $function$;

CREATE OR REPLACE FUNCTION public.clean_workflow_audit_logs(batch integer DEFAULT 1000)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.generate_unique_recipient_url()
 RETURNS character varying
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  WITH random AS MATERIALIZED (
    SELECT ('x' || replace(gen_random_uuid()::text, '-', ''))::bit(128) || B'00' AS bits
  )
  SELECT string_agg(
    substr('0123456789abcdefghjkmnpqrstvwxyz', 1 + substring(bits FROM 5 * i + 1 FOR 5)::bit(5)::integer, 1), '' ORDER BY i
  )
  FROM random, generate_series(0, 25) AS i
$function$;

CREATE OR REPLACE FUNCTION public.has_role(wanted text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((wanted = ANY (string_to_array(current_setting('app.roles'::text, true), ','::text))), false);

CREATE OR REPLACE FUNCTION public.me()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('app.user_id'::text, true), ''::text);

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  IF tg_op = 'DELETE' AND current_user = tg_argv[0] THEN RETURN NULL; END IF;
  RAISE EXCEPTION 'Rows of % are never changed: % is refused.', tg_table_name, tg_op
    USING ERRCODE = 'insufficient_privilege';
END
$function$;

CREATE OR REPLACE FUNCTION public.refuse_state()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.update_updated_at_column()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  new.updated_at := now();
  RETURN new;
END
$function$;

CREATE OR REPLACE FUNCTION public.workflow_timeout()
 RETURNS interval
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ SELECT COALESCE(NULLIF(current_setting('app.workflow_timeout', TRUE), '')::interval, interval '48 hours') $function$;

CREATE TABLE public.workflow_sessions (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  document_url varchar(500) NOT NULL,
  status text DEFAULT 'ACTIVE'::text NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  updated_at timestamptz DEFAULT now() NOT NULL,
  expires_at timestamptz DEFAULT (now() + public.workflow_timeout()) NOT NULL,
  metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
  creator_id varchar(255) NOT NULL,
  current_recipient_order integer DEFAULT 0 NOT NULL,
  total_recipients integer DEFAULT 0 NOT NULL,
  completed_recipients integer DEFAULT 0 NOT NULL,
  CONSTRAINT workflow_sessions_pkey PRIMARY KEY (id),
  CONSTRAINT expires_later CHECK ((expires_at > created_at)),
  CONSTRAINT workflow_sessions_creator_id_check CHECK (((creator_id)::text <> ''::text)),
  CONSTRAINT workflow_sessions_current_recipient_order_check CHECK ((current_recipient_order >= 0)),
  CONSTRAINT workflow_sessions_document_url_check CHECK (((document_url)::text ~~ 'https://_%'::text)),
  CONSTRAINT workflow_sessions_metadata_check CHECK ((jsonb_typeof(metadata) = 'object'::text)),
  CONSTRAINT workflow_sessions_status_values CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'COMPLETED'::text, 'CANCELLED'::text, 'EXPIRED'::text])))
);

ALTER TABLE public.workflow_sessions ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.recipients (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  session_id uuid NOT NULL,
  order_index integer NOT NULL,
  unique_url varchar(26) DEFAULT public.generate_unique_recipient_url() NOT NULL,
  status text DEFAULT 'PENDING'::text NOT NULL,
  recipient_type text NOT NULL,
  email varchar(320),
  phone varchar(20),
  form_data jsonb DEFAULT '{}'::jsonb NOT NULL,
  email_sent_at timestamptz,
  sms_sent_at timestamptz,
  reminder_count integer DEFAULT 0 NOT NULL,
  error_message text,
  retry_count integer DEFAULT 0 NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  updated_at timestamptz DEFAULT now() NOT NULL,
  CONSTRAINT recipients_pkey PRIMARY KEY (id),
  CONSTRAINT failed_says_why CHECK (((status <> 'FAILED'::text) OR (error_message IS NOT NULL))),
  CONSTRAINT reachable CHECK (((email IS NOT NULL) OR (phone IS NOT NULL))),
  CONSTRAINT recipients_email_check CHECK (((email)::text ~~ '%_@_%'::text)),
  CONSTRAINT recipients_form_data_check CHECK ((jsonb_typeof(form_data) = 'object'::text)),
  CONSTRAINT recipients_order_index_check CHECK ((order_index >= 0)),
  CONSTRAINT recipients_recipient_type_values CHECK ((recipient_type = ANY (ARRAY['PRESCRIBER'::text, 'PATIENT'::text, 'PHARMACY'::text, 'INSURANCE'::text, 'CUSTOM'::text]))),
  CONSTRAINT recipients_reminder_count_check CHECK ((reminder_count >= 0)),
  CONSTRAINT recipients_retry_count_check CHECK ((retry_count >= 0)),
  CONSTRAINT recipients_status_values CHECK ((status = ANY (ARRAY['PENDING'::text, 'ACCESSED'::text, 'IN_PROGRESS'::text, 'COMPLETED'::text, 'FAILED'::text, 'EXPIRED'::text]))),
  CONSTRAINT recipients_unique_url_check CHECK (((unique_url)::text ~ '^[0-9a-hjkmnp-tv-z]{26}$'::text)),
  CONSTRAINT recipients_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.workflow_sessions(id) ON DELETE CASCADE
);

ALTER TABLE public.recipients ENABLE ROW LEVEL SECURITY;

CREATE TABLE public.attachments (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  session_id uuid NOT NULL,
  recipient_id uuid,
  file_name varchar(255) NOT NULL,
  file_type varchar(127) NOT NULL,
  file_size bigint NOT NULL,
  s3_key varchar(1024) NOT NULL,
  s3_bucket varchar(63) DEFAULT 'mve-zpaper-attachments'::character varying NOT NULL,
  checksum character(64) NOT NULL,
  scan_status text DEFAULT 'PENDING'::text NOT NULL,
  download_count integer DEFAULT 0 NOT NULL,
  last_download timestamptz,
  uploaded_at timestamptz DEFAULT now() NOT NULL,
  CONSTRAINT attachments_pkey PRIMARY KEY (id),
  CONSTRAINT attachments_checksum_check CHECK ((checksum ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT attachments_download_count_check CHECK ((download_count >= 0)),
  CONSTRAINT attachments_file_size_check CHECK ((file_size > 0)),
  CONSTRAINT attachments_scan_status_values CHECK ((scan_status = ANY (ARRAY['PENDING'::text, 'CLEAN'::text, 'INFECTED'::text, 'FAILED'::text]))),
  CONSTRAINT downloads_agree CHECK (((download_count = 0) = (last_download IS NULL))),
  CONSTRAINT attachments_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES public.recipients(id) ON DELETE SET NULL,
  CONSTRAINT attachments_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.workflow_sessions(id) ON DELETE RESTRICT
);

ALTER TABLE public.attachments ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.attachments FORCE ROW LEVEL SECURITY;

CREATE INDEX attachments_recipient_id_idx ON public.attachments USING btree (recipient_id);

CREATE UNIQUE INDEX idx_attachment_s3_object ON public.attachments USING btree (s3_bucket, s3_key);

CREATE INDEX idx_attachment_session_uploaded ON public.attachments USING btree (session_id, uploaded_at DESC);

CREATE INDEX idx_recipient_email_sent ON public.recipients USING btree (email_sent_at) WHERE (email_sent_at IS NOT NULL);

CREATE INDEX idx_recipient_form_data ON public.recipients USING gin (form_data jsonb_path_ops);

CREATE UNIQUE INDEX idx_recipient_session_order ON public.recipients USING btree (session_id, order_index);

CREATE INDEX idx_recipient_status_session ON public.recipients USING btree (status, session_id);

CREATE UNIQUE INDEX idx_recipient_unique_url ON public.recipients USING btree (unique_url);

CREATE INDEX idx_workflow_expiring ON public.workflow_sessions USING btree (expires_at) WHERE (status = 'ACTIVE'::text);

CREATE INDEX idx_workflow_metadata ON public.workflow_sessions USING gin (metadata jsonb_path_ops);

CREATE INDEX idx_workflow_status_created ON public.workflow_sessions USING btree (status, created_at DESC);

CREATE INDEX workflow_sessions_creator_id_status_created_at_desc_idx ON public.workflow_sessions USING btree (creator_id, status, created_at DESC);

CREATE INDEX workflow_sessions_expires_at_idx ON public.workflow_sessions USING btree (expires_at);

CREATE VIEW public.integrity_problems WITH (security_invoker=true) AS
WITH counted AS (
         SELECT session.id,
            session.document_url,
            session.status,
            session.created_at,
            session.updated_at,
            session.expires_at,
            session.metadata,
            session.creator_id,
            session.current_recipient_order,
            session.total_recipients,
            session.completed_recipients,
            count(recipient.id) AS total,
            count(recipient.id) FILTER (WHERE (recipient.status = 'COMPLETED'::text)) AS completed,
            COALESCE((min(recipient.order_index) FILTER (WHERE (recipient.status <> 'COMPLETED'::text)))::bigint, count(recipient.id)) AS turn,
            COALESCE((max(recipient.order_index) + 1), 0) AS places
           FROM (public.workflow_sessions session
             LEFT JOIN public.recipients recipient ON ((recipient.session_id = session.id)))
          GROUP BY session.id
        )
 SELECT 'counters'::text AS check_name,
    'workflow_sessions'::text AS table_name,
    counted.id,
    format('%s of %s are completed, and not %s of %s'::text, counted.completed, counted.total, counted.completed_recipients, counted.total_recipients) AS detail
   FROM counted
  WHERE ((counted.total <> counted.total_recipients) OR (counted.completed <> counted.completed_recipients))
UNION ALL
 SELECT 'turn'::text AS check_name,
    'workflow_sessions'::text AS table_name,
    counted.id,
    format('it is the turn of %s, and not of %s'::text, counted.turn, counted.current_recipient_order) AS detail
   FROM counted
  WHERE (counted.turn <> counted.current_recipient_order)
UNION ALL
 SELECT 'sequence'::text AS check_name,
    'workflow_sessions'::text AS table_name,
    counted.id,
    format('%s places for %s recipients'::text, counted.places, counted.total) AS detail
   FROM counted
  WHERE (counted.places <> counted.total)
UNION ALL
 SELECT 'completed'::text AS check_name,
    'workflow_sessions'::text AS table_name,
    counted.id,
    format('completed, but %s recipients are not'::text, (counted.total - counted.completed)) AS detail
   FROM counted
  WHERE ((counted.status = 'COMPLETED'::text) AND (counted.completed < counted.total))
UNION ALL
 SELECT 'expired'::text AS check_name,
    'workflow_sessions'::text AS table_name,
    counted.id,
    format('active, but over since %s'::text, counted.expires_at) AS detail
   FROM counted
  WHERE ((counted.status = 'ACTIVE'::text) AND (counted.expires_at < now()))
UNION ALL
 SELECT 'uploader'::text AS check_name,
    'attachments'::text AS table_name,
    attachment.id,
    'uploaded by a recipient of another session'::text AS detail
   FROM (public.attachments attachment
     JOIN public.recipients recipient ON ((recipient.id = attachment.recipient_id)))
  WHERE (recipient.session_id <> attachment.session_id);

CREATE VIEW public.workflow_stats WITH (security_invoker=true) AS
SELECT status,
    count(*) AS sessions,
    COALESCE(sum(total_recipients), (0)::bigint) AS recipients,
    COALESCE(sum(completed_recipients), (0)::bigint) AS completed_recipients,
    avg((updated_at - created_at)) FILTER (WHERE (status = 'COMPLETED'::text)) AS average_duration
   FROM public.workflow_sessions
  GROUP BY status;

CREATE OR REPLACE FUNCTION audit.log_attachments()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION audit.log_recipients()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION audit.log_workflow_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.clean_workflow_sessions(batch integer DEFAULT 1000)
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.cleanup_expired_workflows(batch integer DEFAULT 1000)
 RETURNS bigint
 LANGUAGE sql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.derive_workflow_sessions_completed_recipients()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.derive_workflow_sessions_total_recipients()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.recount_workflow_sessions_completed_recipients()
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.recount_workflow_sessions_total_recipients()
 RETURNS bigint
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.update_workflow_progress()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.log ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER audit_attachments AFTER INSERT OR DELETE OR UPDATE ON public.attachments FOR EACH ROW EXECUTE FUNCTION audit.log_attachments();

ALTER TABLE public.attachments ENABLE ALWAYS TRIGGER audit_attachments;

CREATE TRIGGER audit_attachments_truncate AFTER TRUNCATE ON public.attachments FOR EACH STATEMENT EXECUTE FUNCTION audit.log_attachments();

ALTER TABLE public.attachments ENABLE ALWAYS TRIGGER audit_attachments_truncate;

CREATE TRIGGER audit_recipients AFTER INSERT OR DELETE OR UPDATE ON public.recipients FOR EACH ROW EXECUTE FUNCTION audit.log_recipients();

ALTER TABLE public.recipients ENABLE ALWAYS TRIGGER audit_recipients;

CREATE TRIGGER audit_recipients_truncate AFTER TRUNCATE ON public.recipients FOR EACH STATEMENT EXECUTE FUNCTION audit.log_recipients();

ALTER TABLE public.recipients ENABLE ALWAYS TRIGGER audit_recipients_truncate;

CREATE TRIGGER derive_workflow_sessions_completed_recipients_delete AFTER DELETE ON public.recipients REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients();

CREATE TRIGGER derive_workflow_sessions_completed_recipients_insert AFTER INSERT ON public.recipients REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients();

CREATE TRIGGER derive_workflow_sessions_completed_recipients_truncate AFTER TRUNCATE ON public.recipients FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients();

CREATE TRIGGER derive_workflow_sessions_completed_recipients_update AFTER UPDATE ON public.recipients REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_completed_recipients();

CREATE TRIGGER derive_workflow_sessions_total_recipients_delete AFTER DELETE ON public.recipients REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients();

CREATE TRIGGER derive_workflow_sessions_total_recipients_insert AFTER INSERT ON public.recipients REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients();

CREATE TRIGGER derive_workflow_sessions_total_recipients_truncate AFTER TRUNCATE ON public.recipients FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients();

CREATE TRIGGER derive_workflow_sessions_total_recipients_update AFTER UPDATE ON public.recipients REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.derive_workflow_sessions_total_recipients();

CREATE TRIGGER guard_status_step AFTER UPDATE ON public.recipients FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (
        CASE
            WHEN (old.status = 'PENDING'::text) THEN (new.status = ANY (ARRAY['ACCESSED'::text, 'FAILED'::text, 'EXPIRED'::text]))
            WHEN (old.status = 'ACCESSED'::text) THEN (new.status = ANY (ARRAY['IN_PROGRESS'::text, 'COMPLETED'::text, 'FAILED'::text, 'EXPIRED'::text]))
            WHEN (old.status = 'IN_PROGRESS'::text) THEN (new.status = ANY (ARRAY['COMPLETED'::text, 'FAILED'::text, 'EXPIRED'::text]))
            WHEN (old.status = 'FAILED'::text) THEN (new.status = ANY (ARRAY['PENDING'::text, 'IN_PROGRESS'::text, 'EXPIRED'::text]))
            ELSE NULL::boolean
        END IS NOT TRUE))) EXECUTE FUNCTION public.refuse_state('status');

CREATE TRIGGER update_recipients_updated_at BEFORE UPDATE ON public.recipients FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.update_updated_at_column();

CREATE TRIGGER update_workflow_progress_delete AFTER DELETE ON public.recipients REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

CREATE TRIGGER update_workflow_progress_insert AFTER INSERT ON public.recipients REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

CREATE TRIGGER update_workflow_progress_update AFTER UPDATE ON public.recipients REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.workflow_audit_logs FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_change('retention');

ALTER TABLE public.workflow_audit_logs ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER audit_workflow_sessions AFTER INSERT OR DELETE OR UPDATE ON public.workflow_sessions FOR EACH ROW EXECUTE FUNCTION audit.log_workflow_sessions();

ALTER TABLE public.workflow_sessions ENABLE ALWAYS TRIGGER audit_workflow_sessions;

CREATE TRIGGER audit_workflow_sessions_truncate AFTER TRUNCATE ON public.workflow_sessions FOR EACH STATEMENT EXECUTE FUNCTION audit.log_workflow_sessions();

ALTER TABLE public.workflow_sessions ENABLE ALWAYS TRIGGER audit_workflow_sessions_truncate;

CREATE TRIGGER guard_status_start AFTER INSERT ON public.workflow_sessions FOR EACH ROW WHEN ((new.status <> 'ACTIVE'::text)) EXECUTE FUNCTION public.refuse_state('status');

CREATE TRIGGER guard_status_step AFTER UPDATE ON public.workflow_sessions FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (
        CASE
            WHEN (old.status = 'ACTIVE'::text) THEN (new.status = ANY (ARRAY['COMPLETED'::text, 'CANCELLED'::text, 'EXPIRED'::text]))
            ELSE NULL::boolean
        END IS NOT TRUE))) EXECUTE FUNCTION public.refuse_state('status');

CREATE TRIGGER update_workflow_sessions_updated_at BEFORE UPDATE ON public.workflow_sessions FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.update_updated_at_column();

CREATE POLICY log_select_auditor ON audit.log FOR SELECT TO auditor USING (true);

CREATE POLICY attachments_delete_service ON public.attachments FOR DELETE TO service USING (true);

CREATE POLICY attachments_insert_anonymous ON public.attachments FOR INSERT TO anonymous WITH CHECK (session_id IN ( SELECT recipients.session_id
   FROM public.recipients
  WHERE ((recipients.unique_url)::text = ( SELECT public.claim('recipient_url'::text) AS claim))));

CREATE POLICY attachments_insert_authenticated ON public.attachments FOR INSERT TO authenticated WITH CHECK (session_id IN ( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me))));

CREATE POLICY attachments_insert_service ON public.attachments FOR INSERT TO service WITH CHECK (true);

CREATE POLICY attachments_references_retention ON public.attachments FOR SELECT TO retention USING (true);

CREATE POLICY attachments_select_anonymous ON public.attachments FOR SELECT TO anonymous USING ((session_id = ANY (ARRAY( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE (workflow_sessions.id IN ( SELECT recipients.session_id
           FROM public.recipients
          WHERE ((recipients.unique_url)::text = ( SELECT public.claim('recipient_url'::text) AS claim))))))) AND (scan_status <> 'INFECTED'::text));

CREATE POLICY attachments_select_authenticated ON public.attachments FOR SELECT TO authenticated USING (((session_id = ANY (ARRAY( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me))))) AND (scan_status <> 'INFECTED'::text)) OR (( SELECT public.has_role('admin'::text) AS has_role) AND (scan_status <> 'INFECTED'::text)));

CREATE POLICY attachments_select_service ON public.attachments FOR SELECT TO service USING (true);

CREATE POLICY attachments_update_service ON public.attachments FOR UPDATE TO service USING (true) WITH CHECK (true);

CREATE POLICY recipients_delete_service ON public.recipients FOR DELETE TO service USING (true);

CREATE POLICY recipients_insert_authenticated ON public.recipients FOR INSERT TO authenticated WITH CHECK (session_id IN ( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me))));

CREATE POLICY recipients_insert_service ON public.recipients FOR INSERT TO service WITH CHECK (true);

CREATE POLICY recipients_select_anonymous ON public.recipients FOR SELECT TO anonymous USING ((unique_url)::text = ( SELECT public.claim('recipient_url'::text) AS claim));

CREATE POLICY recipients_select_authenticated ON public.recipients FOR SELECT TO authenticated USING ((session_id IN ( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me)))) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY recipients_select_service ON public.recipients FOR SELECT TO service USING (true);

CREATE POLICY recipients_update_anonymous ON public.recipients FOR UPDATE TO anonymous USING ((unique_url)::text = ( SELECT public.claim('recipient_url'::text) AS claim)) WITH CHECK ((unique_url)::text = ( SELECT public.claim('recipient_url'::text) AS claim));

CREATE POLICY recipients_update_authenticated ON public.recipients FOR UPDATE TO authenticated USING (session_id IN ( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me)))) WITH CHECK (session_id IN ( SELECT workflow_sessions.id
   FROM public.workflow_sessions
  WHERE ((workflow_sessions.creator_id)::text = ( SELECT public.me() AS me))));

CREATE POLICY recipients_update_service ON public.recipients FOR UPDATE TO service USING (true) WITH CHECK (true);

CREATE POLICY workflow_audit_logs_delete_retention ON public.workflow_audit_logs FOR DELETE TO retention USING (created_at < (now() - '6 years'::interval));

CREATE POLICY workflow_audit_logs_insert_service ON public.workflow_audit_logs FOR INSERT TO service WITH CHECK (true);

CREATE POLICY workflow_audit_logs_select_authenticated ON public.workflow_audit_logs FOR SELECT TO authenticated USING (( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY workflow_audit_logs_select_retention ON public.workflow_audit_logs FOR SELECT TO retention USING (created_at < (now() - '6 years'::interval));

CREATE POLICY workflow_audit_logs_select_service ON public.workflow_audit_logs FOR SELECT TO service USING (true);

CREATE POLICY workflow_audit_logs_update_retention ON public.workflow_audit_logs FOR UPDATE TO retention USING (created_at < (now() - '6 years'::interval)) WITH CHECK (false);

CREATE POLICY workflow_sessions_delete_retention ON public.workflow_sessions FOR DELETE TO retention USING (expires_at < (now() - '30 days'::interval));

CREATE POLICY workflow_sessions_delete_service ON public.workflow_sessions FOR DELETE TO service USING (true);

CREATE POLICY workflow_sessions_insert_authenticated ON public.workflow_sessions FOR INSERT TO authenticated WITH CHECK ((creator_id)::text = ( SELECT public.me() AS me));

CREATE POLICY workflow_sessions_insert_service ON public.workflow_sessions FOR INSERT TO service WITH CHECK (true);

CREATE POLICY workflow_sessions_select_anonymous ON public.workflow_sessions FOR SELECT TO anonymous USING (id IN ( SELECT recipients.session_id
   FROM public.recipients
  WHERE ((recipients.unique_url)::text = ( SELECT public.claim('recipient_url'::text) AS claim))));

CREATE POLICY workflow_sessions_select_authenticated ON public.workflow_sessions FOR SELECT TO authenticated USING (((creator_id)::text = ( SELECT public.me() AS me)) OR ( SELECT public.has_role('admin'::text) AS has_role));

CREATE POLICY workflow_sessions_select_retention ON public.workflow_sessions FOR SELECT TO retention USING (expires_at < (now() - '30 days'::interval));

CREATE POLICY workflow_sessions_select_service ON public.workflow_sessions FOR SELECT TO service USING (true);

CREATE POLICY workflow_sessions_update_authenticated ON public.workflow_sessions FOR UPDATE TO authenticated USING ((creator_id)::text = ( SELECT public.me() AS me)) WITH CHECK ((creator_id)::text = ( SELECT public.me() AS me));

CREATE POLICY workflow_sessions_update_retention ON public.workflow_sessions FOR UPDATE TO retention USING (expires_at < (now() - '30 days'::interval)) WITH CHECK (false);

CREATE POLICY workflow_sessions_update_service ON public.workflow_sessions FOR UPDATE TO service USING (true) WITH CHECK (true);

GRANT SELECT (session_id) ON TABLE public.attachments TO retention;

REVOKE EXECUTE ON FUNCTION audit.log_attachments() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_recipients() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_workflow_sessions() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.refuse_change() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.claim(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.claim(text) TO anonymous;

GRANT EXECUTE ON FUNCTION public.claim(text) TO authenticated;

GRANT EXECUTE ON FUNCTION public.claim(text) TO service;

REVOKE EXECUTE ON FUNCTION public.clean_workflow_audit_logs(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.clean_workflow_audit_logs(integer) TO retention;

REVOKE EXECUTE ON FUNCTION public.clean_workflow_sessions(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.clean_workflow_sessions(integer) TO retention;

REVOKE EXECUTE ON FUNCTION public.cleanup_expired_workflows(integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.cleanup_expired_workflows(integer) TO service;

REVOKE EXECUTE ON FUNCTION public.derive_workflow_sessions_completed_recipients() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.derive_workflow_sessions_total_recipients() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.generate_unique_recipient_url() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.generate_unique_recipient_url() TO authenticated;

GRANT EXECUTE ON FUNCTION public.generate_unique_recipient_url() TO service;

REVOKE EXECUTE ON FUNCTION public.has_role(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO anonymous;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO authenticated;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO service;

REVOKE EXECUTE ON FUNCTION public.me() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.me() TO anonymous;

GRANT EXECUTE ON FUNCTION public.me() TO authenticated;

GRANT EXECUTE ON FUNCTION public.me() TO service;

REVOKE EXECUTE ON FUNCTION public.recount_workflow_sessions_completed_recipients() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.recount_workflow_sessions_total_recipients() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.refuse_change() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.refuse_state() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.update_updated_at_column() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.update_workflow_progress() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.workflow_timeout() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.workflow_timeout() TO authenticated;

GRANT EXECUTE ON FUNCTION public.workflow_timeout() TO service;

GRANT USAGE ON SCHEMA audit TO auditor;

-- changes-access: What anonymous may do on public changes.
GRANT USAGE ON SCHEMA public TO anonymous;

-- changes-access: What authenticated may do on public changes.
GRANT USAGE ON SCHEMA public TO authenticated;

-- changes-access: What retention may do on public changes.
GRANT USAGE ON SCHEMA public TO retention;

-- changes-access: What service may do on public changes.
GRANT USAGE ON SCHEMA public TO service;

GRANT SELECT ON TABLE audit.log TO auditor;

GRANT SELECT ON TABLE public.attachments TO anonymous;

GRANT INSERT (checksum) ON TABLE public.attachments TO anonymous;

GRANT INSERT (file_name) ON TABLE public.attachments TO anonymous;

GRANT INSERT (file_size) ON TABLE public.attachments TO anonymous;

GRANT INSERT (file_type) ON TABLE public.attachments TO anonymous;

GRANT INSERT (id) ON TABLE public.attachments TO anonymous;

GRANT INSERT (recipient_id) ON TABLE public.attachments TO anonymous;

GRANT INSERT (s3_key) ON TABLE public.attachments TO anonymous;

GRANT INSERT (session_id) ON TABLE public.attachments TO anonymous;

GRANT SELECT ON TABLE public.attachments TO authenticated;

GRANT INSERT (checksum) ON TABLE public.attachments TO authenticated;

GRANT INSERT (file_name) ON TABLE public.attachments TO authenticated;

GRANT INSERT (file_size) ON TABLE public.attachments TO authenticated;

GRANT INSERT (file_type) ON TABLE public.attachments TO authenticated;

GRANT INSERT (id) ON TABLE public.attachments TO authenticated;

GRANT INSERT (s3_key) ON TABLE public.attachments TO authenticated;

GRANT INSERT (session_id) ON TABLE public.attachments TO authenticated;

GRANT DELETE, SELECT ON TABLE public.attachments TO service;

GRANT INSERT (checksum), UPDATE (checksum) ON TABLE public.attachments TO service;

GRANT INSERT (download_count), UPDATE (download_count) ON TABLE public.attachments TO service;

GRANT INSERT (file_name), UPDATE (file_name) ON TABLE public.attachments TO service;

GRANT INSERT (file_size), UPDATE (file_size) ON TABLE public.attachments TO service;

GRANT INSERT (file_type), UPDATE (file_type) ON TABLE public.attachments TO service;

GRANT INSERT (id) ON TABLE public.attachments TO service;

GRANT INSERT (last_download), UPDATE (last_download) ON TABLE public.attachments TO service;

GRANT INSERT (recipient_id), UPDATE (recipient_id) ON TABLE public.attachments TO service;

GRANT INSERT (s3_bucket), UPDATE (s3_bucket) ON TABLE public.attachments TO service;

GRANT INSERT (s3_key), UPDATE (s3_key) ON TABLE public.attachments TO service;

GRANT INSERT (scan_status), UPDATE (scan_status) ON TABLE public.attachments TO service;

GRANT INSERT (session_id), UPDATE (session_id) ON TABLE public.attachments TO service;

GRANT INSERT (uploaded_at), UPDATE (uploaded_at) ON TABLE public.attachments TO service;

GRANT SELECT ON TABLE public.recipients TO anonymous;

GRANT UPDATE (form_data) ON TABLE public.recipients TO anonymous;

GRANT UPDATE (status) ON TABLE public.recipients TO anonymous;

GRANT SELECT ON TABLE public.recipients TO authenticated;

GRANT INSERT (email), UPDATE (email) ON TABLE public.recipients TO authenticated;

GRANT INSERT (id) ON TABLE public.recipients TO authenticated;

GRANT INSERT (order_index) ON TABLE public.recipients TO authenticated;

GRANT INSERT (phone), UPDATE (phone) ON TABLE public.recipients TO authenticated;

GRANT INSERT (recipient_type) ON TABLE public.recipients TO authenticated;

GRANT INSERT (session_id) ON TABLE public.recipients TO authenticated;

GRANT DELETE, SELECT ON TABLE public.recipients TO service;

GRANT INSERT (created_at), UPDATE (created_at) ON TABLE public.recipients TO service;

GRANT INSERT (email), UPDATE (email) ON TABLE public.recipients TO service;

GRANT INSERT (email_sent_at), UPDATE (email_sent_at) ON TABLE public.recipients TO service;

GRANT INSERT (error_message), UPDATE (error_message) ON TABLE public.recipients TO service;

GRANT INSERT (form_data), UPDATE (form_data) ON TABLE public.recipients TO service;

GRANT INSERT (id) ON TABLE public.recipients TO service;

GRANT INSERT (order_index), UPDATE (order_index) ON TABLE public.recipients TO service;

GRANT INSERT (phone), UPDATE (phone) ON TABLE public.recipients TO service;

GRANT INSERT (recipient_type), UPDATE (recipient_type) ON TABLE public.recipients TO service;

GRANT INSERT (reminder_count), UPDATE (reminder_count) ON TABLE public.recipients TO service;

GRANT INSERT (retry_count), UPDATE (retry_count) ON TABLE public.recipients TO service;

GRANT INSERT (session_id), UPDATE (session_id) ON TABLE public.recipients TO service;

GRANT INSERT (sms_sent_at), UPDATE (sms_sent_at) ON TABLE public.recipients TO service;

GRANT INSERT (status), UPDATE (status) ON TABLE public.recipients TO service;

GRANT INSERT (unique_url), UPDATE (unique_url) ON TABLE public.recipients TO service;

GRANT INSERT (updated_at), UPDATE (updated_at) ON TABLE public.recipients TO service;

GRANT SELECT ON TABLE public.workflow_audit_logs TO authenticated;

GRANT DELETE, SELECT ON TABLE public.workflow_audit_logs TO retention;

GRANT UPDATE (id) ON TABLE public.workflow_audit_logs TO retention;

GRANT SELECT ON TABLE public.workflow_audit_logs TO service;

GRANT INSERT (created_at) ON TABLE public.workflow_audit_logs TO service;

GRANT INSERT (event_data) ON TABLE public.workflow_audit_logs TO service;

GRANT INSERT (event_type) ON TABLE public.workflow_audit_logs TO service;

GRANT INSERT (id) ON TABLE public.workflow_audit_logs TO service;

GRANT INSERT (ip_address) ON TABLE public.workflow_audit_logs TO service;

GRANT INSERT (recipient_id) ON TABLE public.workflow_audit_logs TO service;

GRANT INSERT (session_id) ON TABLE public.workflow_audit_logs TO service;

GRANT INSERT (user_agent) ON TABLE public.workflow_audit_logs TO service;

GRANT SELECT ON TABLE public.workflow_sessions TO anonymous;

GRANT SELECT ON TABLE public.workflow_sessions TO authenticated;

GRANT INSERT (creator_id) ON TABLE public.workflow_sessions TO authenticated;

GRANT INSERT (document_url) ON TABLE public.workflow_sessions TO authenticated;

GRANT INSERT (expires_at), UPDATE (expires_at) ON TABLE public.workflow_sessions TO authenticated;

GRANT INSERT (id) ON TABLE public.workflow_sessions TO authenticated;

GRANT INSERT (metadata), UPDATE (metadata) ON TABLE public.workflow_sessions TO authenticated;

GRANT UPDATE (status) ON TABLE public.workflow_sessions TO authenticated;

GRANT DELETE, SELECT ON TABLE public.workflow_sessions TO retention;

GRANT UPDATE (id) ON TABLE public.workflow_sessions TO retention;

GRANT DELETE, SELECT ON TABLE public.workflow_sessions TO service;

GRANT INSERT (created_at), UPDATE (created_at) ON TABLE public.workflow_sessions TO service;

GRANT INSERT (creator_id), UPDATE (creator_id) ON TABLE public.workflow_sessions TO service;

GRANT INSERT (current_recipient_order), UPDATE (current_recipient_order) ON TABLE public.workflow_sessions TO service;

GRANT INSERT (document_url), UPDATE (document_url) ON TABLE public.workflow_sessions TO service;

GRANT INSERT (expires_at), UPDATE (expires_at) ON TABLE public.workflow_sessions TO service;

GRANT INSERT (id) ON TABLE public.workflow_sessions TO service;

GRANT INSERT (metadata), UPDATE (metadata) ON TABLE public.workflow_sessions TO service;

GRANT INSERT (status), UPDATE (status) ON TABLE public.workflow_sessions TO service;

GRANT INSERT (updated_at), UPDATE (updated_at) ON TABLE public.workflow_sessions TO service;

GRANT SELECT ON TABLE public.integrity_problems TO authenticated;

GRANT SELECT ON TABLE public.integrity_problems TO service;

GRANT SELECT ON TABLE public.workflow_stats TO authenticated;

GRANT SELECT ON TABLE public.workflow_stats TO service;

COMMENT ON COLUMN public.attachments.checksum IS 'SHA-256 in hex.';

COMMENT ON COLUMN public.attachments.file_name IS '[pii: personal]';

COMMENT ON COLUMN public.attachments.file_size IS 'Bytes.';

COMMENT ON COLUMN public.attachments.file_type IS 'MIME type.';

COMMENT ON COLUMN public.attachments.recipient_id IS 'Who uploaded it.';

COMMENT ON COLUMN public.recipients.email IS '[pii: personal]';

COMMENT ON COLUMN public.recipients.form_data IS 'What they filled in. [pii: health]';

COMMENT ON COLUMN public.recipients.order_index IS 'Place in the sequence from 0.';

COMMENT ON COLUMN public.recipients.phone IS '[pii: personal]';

COMMENT ON COLUMN public.recipients.unique_url IS 'Whoever has it may open the form. [pii: secret]';

COMMENT ON COLUMN public.workflow_audit_logs.event_data IS '[pii: sensitive]';

COMMENT ON COLUMN public.workflow_audit_logs.ip_address IS '[pii: personal]';

COMMENT ON COLUMN public.workflow_audit_logs.recipient_id IS 'The recipient; no foreign key either.';

COMMENT ON COLUMN public.workflow_audit_logs.session_id IS 'The session; no foreign key, for the log outlives it.';

COMMENT ON COLUMN public.workflow_audit_logs.user_agent IS '[pii: personal]';

COMMENT ON COLUMN public.workflow_sessions.creator_id IS 'Auth0''s id of the user who started it. [pii: personal]';

COMMENT ON COLUMN public.workflow_sessions.current_recipient_order IS 'Whose turn it is: the lowest place that is not completed, the number of recipients when all are.';

COMMENT ON COLUMN public.workflow_sessions.document_url IS 'Where the PDF is.';

COMMENT ON COLUMN public.workflow_sessions.expires_at IS '48 hours after the start unless the setting app.workflow_timeout says otherwise.';

COMMENT ON COLUMN public.workflow_sessions.metadata IS 'What applications want to know besides.';

COMMENT ON TABLE public.attachments IS 'A file that belongs to a workflow; its content is in S3.';

COMMENT ON TABLE public.recipients IS 'Someone who has to fill in the document, in turn.';

COMMENT ON TABLE public.workflow_audit_logs IS 'What happened in a workflow, as the application saw it; written once.';

COMMENT ON TABLE public.workflow_sessions IS 'One PDF on its way through its recipients.';

-- Values that are derived from rows that are there

SELECT public.recount_workflow_sessions_total_recipients() AS wrong_990ad330;

SELECT public.recount_workflow_sessions_completed_recipients() AS wrong_6a0b7320;
