-- iteration: 0001_initial-schema-optimized
-- parent: none
-- hash: dca150f98fa3ffabdb3d0558952a141e1d07c453ecc15d4dac87fe42333aa778

CREATE TYPE public.recipient_status AS ENUM ('PENDING', 'ACCESSED', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'EXPIRED');

CREATE TYPE public.recipient_type AS ENUM ('PRESCRIBER', 'PATIENT', 'PHARMACY', 'INSURANCE', 'CUSTOM');

CREATE TYPE public.workflow_status AS ENUM ('ACTIVE', 'COMPLETED', 'CANCELLED', 'EXPIRED');

CREATE TABLE public.workflow_audit_logs (
  id uuid NOT NULL,
  session_id uuid,
  recipient_id uuid,
  event_type varchar(50),
  event_data jsonb,
  ip_address inet,
  user_agent text,
  created_at timestamptz,
  CONSTRAINT workflow_audit_logs_pkey PRIMARY KEY (id)
);

CREATE TABLE public.workflow_sessions (
  id uuid NOT NULL,
  document_url varchar(500),
  status public.workflow_status,
  created_at timestamptz,
  updated_at timestamptz,
  expires_at timestamptz,
  metadata jsonb,
  creator_id varchar(255),
  current_recipient_order integer,
  total_recipients integer,
  completed_recipients integer,
  CONSTRAINT workflow_sessions_pkey PRIMARY KEY (id)
);

CREATE TABLE public.recipients (
  id uuid NOT NULL,
  session_id uuid,
  order_index integer,
  unique_url varchar(26),
  status public.recipient_status,
  recipient_type public.recipient_type,
  email varchar(320),
  phone varchar(20),
  form_data jsonb,
  email_sent_at timestamptz,
  sms_sent_at timestamptz,
  reminder_count integer,
  error_message text,
  retry_count integer,
  created_at timestamptz,
  updated_at timestamptz,
  CONSTRAINT recipients_pkey PRIMARY KEY (id),
  CONSTRAINT recipients_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.workflow_sessions(id) ON DELETE CASCADE
);

CREATE TABLE public.attachments (
  id uuid NOT NULL,
  session_id uuid,
  recipient_id uuid,
  file_name varchar(255),
  file_type varchar(127),
  file_size bigint,
  s3_key varchar(1024),
  s3_bucket varchar(63),
  checksum character(64),
  scan_status text,
  download_count integer,
  last_download timestamptz,
  uploaded_at timestamptz,
  CONSTRAINT attachments_pkey PRIMARY KEY (id),
  CONSTRAINT attachments_recipient_id_fkey FOREIGN KEY (recipient_id) REFERENCES public.recipients(id) ON DELETE CASCADE,
  CONSTRAINT attachments_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.workflow_sessions(id) ON DELETE RESTRICT
);

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

CREATE OR REPLACE FUNCTION public.workflow_timeout()
 RETURNS interval
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$ SELECT COALESCE(NULLIF(current_setting('app.workflow_timeout', TRUE), '')::interval, interval '48 hours') $function$;

CREATE TRIGGER update_recipients_updated_at BEFORE UPDATE ON public.recipients FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.update_updated_at_column();

CREATE TRIGGER update_workflow_progress_delete AFTER DELETE ON public.recipients REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

CREATE TRIGGER update_workflow_progress_insert AFTER INSERT ON public.recipients REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

CREATE TRIGGER update_workflow_progress_update AFTER UPDATE ON public.recipients REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.update_workflow_progress();

CREATE TRIGGER update_workflow_sessions_updated_at BEFORE UPDATE ON public.workflow_sessions FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.update_updated_at_column();

REVOKE EXECUTE ON FUNCTION public.update_workflow_progress() FROM PUBLIC;
