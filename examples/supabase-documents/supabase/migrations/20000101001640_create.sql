-- Made by `schema harden` of production/migrations/0001_create: change the definitions, not this file.

-- Roles, settings and extensions; down.sql leaves them

DO $body$
BEGIN
  -- What an extension brings stays executable by everyone: types and operators are made of it.
  ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
  CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA extensions;
  ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
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

ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM anon, authenticated;

ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM anon, authenticated;

ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON FUNCTIONS FROM anon, authenticated;

INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
VALUES ('documents', 'documents', FALSE, 52428800, ARRAY['application/pdf', 'text/plain'])
ON CONFLICT (id) DO UPDATE SET public = EXCLUDED.public,
  file_size_limit = EXCLUDED.file_size_limit, allowed_mime_types = EXCLUDED.allowed_mime_types;

-- phase: expand

CREATE SCHEMA audit;

CREATE SCHEMA private;

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

-- locks auth.users: ShareRowExclusiveLock
CREATE TABLE public.users (
  id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  last_login timestamptz,
  session_expires timestamptz,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_email_check CHECK ((email ~~ '%_@_%'::text)),
  CONSTRAINT users_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  CONSTRAINT users_id_fkey FOREIGN KEY (id) REFERENCES auth.users(id) ON DELETE CASCADE
);

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

CREATE TABLE public.documents (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  filename text NOT NULL,
  content_type text,
  status text DEFAULT 'uploaded'::text NOT NULL,
  storage_path text,
  error_message text,
  user_id uuid NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT documents_pkey PRIMARY KEY (id),
  CONSTRAINT documents_filename_check CHECK (((length(filename) >= 1) AND (length(filename) <= 255))),
  CONSTRAINT documents_status_values CHECK ((status = ANY (ARRAY['uploaded'::text, 'processing'::text, 'parsed'::text, 'chunked'::text, 'vectorized'::text, 'completed'::text, 'error'::text]))),
  CONSTRAINT error_says_why CHECK (((status <> 'error'::text) OR (error_message IS NOT NULL))),
  CONSTRAINT own_folder CHECK (((storage_path IS NULL) OR starts_with(storage_path, ((user_id)::text || '/'::text)))),
  CONSTRAINT documents_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT
);

ALTER TABLE public.documents ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.documents FORCE ROW LEVEL SECURITY;

CREATE TABLE public.chunks (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  "position" integer NOT NULL,
  content text NOT NULL,
  token_count integer,
  created_at timestamptz DEFAULT now() NOT NULL,
  document_id uuid NOT NULL,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT chunks_pkey PRIMARY KEY (id),
  CONSTRAINT chunks_position_check CHECK (("position" >= 0)),
  CONSTRAINT chunks_token_count_check CHECK ((token_count > 0)),
  CONSTRAINT chunks_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE
);

ALTER TABLE public.chunks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.chunks FORCE ROW LEVEL SECURITY;

CREATE TABLE public.embeddings (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  model text DEFAULT 'text-embedding-3-small'::text NOT NULL,
  vector extensions.vector(1536) NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  chunk_id uuid NOT NULL,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT embeddings_pkey PRIMARY KEY (id),
  CONSTRAINT embeddings_chunk_id_fkey FOREIGN KEY (chunk_id) REFERENCES public.chunks(id) ON DELETE CASCADE
);

ALTER TABLE public.embeddings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.embeddings FORCE ROW LEVEL SECURITY;

CREATE TABLE public.parsed_documents (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  content jsonb NOT NULL,
  parser text DEFAULT 'llamaparse'::text NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  document_id uuid NOT NULL,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT parsed_documents_pkey PRIMARY KEY (id),
  CONSTRAINT parsed_documents_document_id_key UNIQUE (document_id),
  CONSTRAINT parsed_documents_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE
);

ALTER TABLE public.parsed_documents ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.parsed_documents FORCE ROW LEVEL SECURITY;

CREATE INDEX log_row_idx ON audit.log USING btree (table_name, key);

CREATE UNIQUE INDEX chunks_document_position_key ON public.chunks USING btree (document_id, "position");

CREATE INDEX documents_status_created_at_idx ON public.documents USING btree (status, created_at);

CREATE INDEX documents_user_id_created_at_desc_idx ON public.documents USING btree (user_id, created_at DESC);

CREATE INDEX documents_user_id_status_created_at_desc_idx ON public.documents USING btree (user_id, status, created_at DESC);

CREATE UNIQUE INDEX embeddings_chunk_model_key ON public.embeddings USING btree (chunk_id, model);

CREATE INDEX embeddings_vector_idx ON public.embeddings USING hnsw (vector extensions.vector_cosine_ops);

CREATE OR REPLACE FUNCTION audit.log_chunks()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
<<entry>> -- names of columns win, so what is no column is called by this name
DECLARE
  event constant text := tg_op;
  actor constant text := (auth.uid())::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-request-id';
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-forwarded-for', host(inet_client_addr()));
BEGIN
  CASE event
  WHEN 'INSERT' THEN
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, new)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      'public.chunks', entry.event, jsonb_build_object('id', new.id), (to_jsonb(new) || jsonb_build_object('content', CASE WHEN new.content IS NULL THEN NULL WHEN entry.event = 'UPDATE' AND old.content IS DISTINCT FROM new.content THEN '[changed]' ELSE '[redacted]' END))
    FROM new_rows new;
  WHEN 'UPDATE' THEN -- a row whose key changes is one that goes and one that comes
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      'public.chunks', entry.event, jsonb_build_object('id', COALESCE(old.id, new.id)), (to_jsonb(old) || jsonb_build_object('content', CASE WHEN old.content IS NULL THEN NULL ELSE '[redacted]' END)), (to_jsonb(new) || jsonb_build_object('content', CASE WHEN new.content IS NULL THEN NULL WHEN entry.event = 'UPDATE' AND old.content IS DISTINCT FROM new.content THEN '[changed]' ELSE '[redacted]' END))
    FROM old_rows old FULL JOIN new_rows new ON old.id = new.id
    WHERE (old *= new) IS NOT TRUE;
  WHEN 'DELETE' THEN
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      'public.chunks', entry.event, jsonb_build_object('id', old.id), (to_jsonb(old) || jsonb_build_object('content', CASE WHEN old.content IS NULL THEN NULL ELSE '[redacted]' END))
    FROM old_rows old;
  ELSE
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation)
    VALUES (entry.actor, entry.acting, entry.request, entry.application, entry.client, 'public.chunks', entry.event);
  END CASE;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION audit.log_documents()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (auth.uid())::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-request-id';
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-forwarded-for', host(inet_client_addr()));
  operation constant text := tg_op;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('id', COALESCE(old.id, new.id)) END;
  before constant jsonb := to_jsonb(old);
  after constant jsonb := to_jsonb(new);
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.documents', operation, key, before, after);
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION audit.log_embeddings()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
#variable_conflict use_column
<<entry>> -- names of columns win, so what is no column is called by this name
DECLARE
  event constant text := tg_op;
  actor constant text := (auth.uid())::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-request-id';
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-forwarded-for', host(inet_client_addr()));
BEGIN
  CASE event
  WHEN 'INSERT' THEN
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, new)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      'public.embeddings', entry.event, jsonb_build_object('id', new.id), to_jsonb(new) - ARRAY['vector']
    FROM new_rows new;
  WHEN 'UPDATE' THEN -- a row whose key changes is one that goes and one that comes
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      'public.embeddings', entry.event, jsonb_build_object('id', COALESCE(old.id, new.id)), to_jsonb(old) - ARRAY['vector'], to_jsonb(new) - ARRAY['vector']
    FROM old_rows old FULL JOIN new_rows new ON old.id = new.id
    WHERE (old *= new) IS NOT TRUE;
  WHEN 'DELETE' THEN
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old)
    SELECT entry.actor, entry.acting, entry.request, entry.application, entry.client,
      'public.embeddings', entry.event, jsonb_build_object('id', old.id), to_jsonb(old) - ARRAY['vector']
    FROM old_rows old;
  ELSE
    INSERT INTO audit.log (actor, role, request, application, client, table_name, operation)
    VALUES (entry.actor, entry.acting, entry.request, entry.application, entry.client, 'public.embeddings', entry.event);
  END CASE;
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION audit.log_parsed_documents()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (auth.uid())::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-request-id';
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-forwarded-for', host(inet_client_addr()));
  operation constant text := tg_op;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('id', COALESCE(old.id, new.id)) END;
  before constant jsonb := (to_jsonb(old) || jsonb_build_object('content', CASE WHEN old.content IS NULL THEN NULL ELSE '[redacted]' END));
  after constant jsonb := (to_jsonb(new) || jsonb_build_object('content', CASE WHEN new.content IS NULL THEN NULL WHEN tg_op = 'UPDATE' AND old.content IS DISTINCT FROM new.content THEN '[changed]' ELSE '[redacted]' END));
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.parsed_documents', operation, key, before, after);
  RETURN NULL;
END
$function$;

CREATE OR REPLACE FUNCTION audit.log_users()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
DECLARE -- prepared once for a transaction; what stands in the INSERT is prepared for each row
  actor constant text := (auth.uid())::text;
  acting constant text := COALESCE(NULLIF(current_setting('role', TRUE), 'none'), session_user);
  request constant text := NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-request-id';
  application constant text := NULLIF(current_setting('application_name'), '');
  client constant text := COALESCE(NULLIF(current_setting('request.headers', TRUE), '')::jsonb ->> 'x-forwarded-for', host(inet_client_addr()));
  operation constant text := tg_op;
  key constant jsonb := CASE WHEN tg_op <> 'TRUNCATE' THEN jsonb_build_object('id', COALESCE(old.id, new.id)) END;
  before constant jsonb := to_jsonb(old);
  after constant jsonb := to_jsonb(new);
BEGIN
  IF tg_op = 'UPDATE' AND old *= new THEN
    RETURN NULL; -- nothing changed
  END IF;
  INSERT INTO audit.log (actor, role, request, application, client, table_name, operation, key, old, new)
  VALUES (actor, acting, request, application, client, 'public.users', operation, key, before, after);
  RETURN NULL;
END
$function$;

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

CREATE OR REPLACE FUNCTION private.handle_new_email()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  UPDATE public.users SET email = NEW.email WHERE id = NEW.id;
  RETURN NEW;
END
$function$;

CREATE OR REPLACE FUNCTION private.handle_new_user()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
BEGIN
  INSERT INTO public.users (id, email, name)
  VALUES (
    NEW.id,
    NEW.email,
    coalesce(nullif(NEW.raw_user_meta_data ->> 'name', ''), split_part(NEW.email, '@', 1))
  )
  ON CONFLICT (id) DO NOTHING;
  RETURN NEW;
END
$function$;

CREATE OR REPLACE FUNCTION public.has_role(wanted text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN COALESCE((((auth.jwt() -> 'app_metadata'::text) -> 'roles'::text) ? wanted), false);

CREATE OR REPLACE FUNCTION public.lock_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  IF new.version IS DISTINCT FROM old.version THEN
    RAISE EXCEPTION 'This row of % was changed since it was read: version % is stale.', tg_table_name, new.version
      USING ERRCODE = 'serialization_failure', HINT = 'Read the row again and repeat the change.';
  END IF;
  new.version := old.version + 1;
  RETURN new;
END
$function$;

CREATE OR REPLACE FUNCTION public.match_chunks(query extensions.vector, match_count integer DEFAULT 5, threshold double precision DEFAULT 0)
 RETURNS TABLE(chunk_id uuid, content text, similarity double precision)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'extensions'
AS $function$
  SELECT chunks.id, chunks.content, 1 - (embeddings.vector <=> query)
  FROM public.embeddings
  JOIN public.chunks ON chunks.id = embeddings.chunk_id
  WHERE 1 - (embeddings.vector <=> query) >= threshold
  ORDER BY embeddings.vector <=> query
  LIMIT match_count
$function$;

CREATE OR REPLACE FUNCTION public.me()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN auth.uid();

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

CREATE OR REPLACE FUNCTION public.stamp_updated_at()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
BEGIN
  new.updated_at := now();
  RETURN new;
END
$function$;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.log FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.log ENABLE ALWAYS TRIGGER append_only;

-- locks auth.users: ShareRowExclusiveLock
CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION private.handle_new_user();

-- locks auth.users: ShareRowExclusiveLock
CREATE TRIGGER on_auth_user_email_changed AFTER UPDATE OF email ON auth.users FOR EACH ROW WHEN (((old.email)::text IS DISTINCT FROM (new.email)::text)) EXECUTE FUNCTION private.handle_new_email();

CREATE TRIGGER audit_chunks_delete AFTER DELETE ON public.chunks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks();

ALTER TABLE public.chunks ENABLE ALWAYS TRIGGER audit_chunks_delete;

CREATE TRIGGER audit_chunks_insert AFTER INSERT ON public.chunks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks();

ALTER TABLE public.chunks ENABLE ALWAYS TRIGGER audit_chunks_insert;

CREATE TRIGGER audit_chunks_truncate AFTER TRUNCATE ON public.chunks FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks();

ALTER TABLE public.chunks ENABLE ALWAYS TRIGGER audit_chunks_truncate;

CREATE TRIGGER audit_chunks_update AFTER UPDATE ON public.chunks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks();

ALTER TABLE public.chunks ENABLE ALWAYS TRIGGER audit_chunks_update;

CREATE TRIGGER lock_version BEFORE UPDATE ON public.chunks FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.chunks FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER audit_documents AFTER INSERT OR DELETE OR UPDATE ON public.documents FOR EACH ROW EXECUTE FUNCTION audit.log_documents();

ALTER TABLE public.documents ENABLE ALWAYS TRIGGER audit_documents;

CREATE TRIGGER audit_documents_truncate AFTER TRUNCATE ON public.documents FOR EACH STATEMENT EXECUTE FUNCTION audit.log_documents();

ALTER TABLE public.documents ENABLE ALWAYS TRIGGER audit_documents_truncate;

CREATE TRIGGER guard_status_start AFTER INSERT ON public.documents FOR EACH ROW WHEN ((new.status <> 'uploaded'::text)) EXECUTE FUNCTION public.refuse_state('status');

CREATE TRIGGER guard_status_step AFTER UPDATE ON public.documents FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (
        CASE
            WHEN (old.status = 'uploaded'::text) THEN (new.status = ANY (ARRAY['processing'::text, 'parsed'::text, 'error'::text]))
            WHEN (old.status = 'processing'::text) THEN (new.status = ANY (ARRAY['parsed'::text, 'error'::text]))
            WHEN (old.status = 'parsed'::text) THEN (new.status = ANY (ARRAY['chunked'::text, 'error'::text]))
            WHEN (old.status = 'chunked'::text) THEN (new.status = ANY (ARRAY['vectorized'::text, 'error'::text]))
            WHEN (old.status = 'vectorized'::text) THEN (new.status = ANY (ARRAY['completed'::text, 'error'::text]))
            WHEN (old.status = 'error'::text) THEN (new.status = ANY (ARRAY['uploaded'::text, 'processing'::text]))
            ELSE NULL::boolean
        END IS NOT TRUE))) EXECUTE FUNCTION public.refuse_state('status');

CREATE TRIGGER lock_version BEFORE UPDATE ON public.documents FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.documents FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER audit_embeddings_delete AFTER DELETE ON public.embeddings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings();

ALTER TABLE public.embeddings ENABLE ALWAYS TRIGGER audit_embeddings_delete;

CREATE TRIGGER audit_embeddings_insert AFTER INSERT ON public.embeddings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings();

ALTER TABLE public.embeddings ENABLE ALWAYS TRIGGER audit_embeddings_insert;

CREATE TRIGGER audit_embeddings_truncate AFTER TRUNCATE ON public.embeddings FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings();

ALTER TABLE public.embeddings ENABLE ALWAYS TRIGGER audit_embeddings_truncate;

CREATE TRIGGER audit_embeddings_update AFTER UPDATE ON public.embeddings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings();

ALTER TABLE public.embeddings ENABLE ALWAYS TRIGGER audit_embeddings_update;

CREATE TRIGGER lock_version BEFORE UPDATE ON public.embeddings FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.embeddings FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER audit_parsed_documents AFTER INSERT OR DELETE OR UPDATE ON public.parsed_documents FOR EACH ROW EXECUTE FUNCTION audit.log_parsed_documents();

ALTER TABLE public.parsed_documents ENABLE ALWAYS TRIGGER audit_parsed_documents;

CREATE TRIGGER audit_parsed_documents_truncate AFTER TRUNCATE ON public.parsed_documents FOR EACH STATEMENT EXECUTE FUNCTION audit.log_parsed_documents();

ALTER TABLE public.parsed_documents ENABLE ALWAYS TRIGGER audit_parsed_documents_truncate;

CREATE TRIGGER lock_version BEFORE UPDATE ON public.parsed_documents FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.parsed_documents FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE TRIGGER audit_users AFTER INSERT OR DELETE OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION audit.log_users();

ALTER TABLE public.users ENABLE ALWAYS TRIGGER audit_users;

CREATE TRIGGER audit_users_truncate AFTER TRUNCATE ON public.users FOR EACH STATEMENT EXECUTE FUNCTION audit.log_users();

ALTER TABLE public.users ENABLE ALWAYS TRIGGER audit_users_truncate;

CREATE TRIGGER lock_version BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version();

CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at();

CREATE POLICY log_select_auditor ON audit.log FOR SELECT TO auditor USING (true);

CREATE POLICY chunks_delete_service_role ON public.chunks FOR DELETE TO service_role USING (true);

CREATE POLICY chunks_insert_service_role ON public.chunks FOR INSERT TO service_role WITH CHECK (true);

CREATE POLICY chunks_select_authenticated ON public.chunks FOR SELECT TO authenticated USING (document_id = ANY (ARRAY( SELECT documents.id
   FROM public.documents
  WHERE (documents.user_id = ( SELECT auth.uid() AS uid)))));

CREATE POLICY chunks_select_service_role ON public.chunks FOR SELECT TO service_role USING (true);

CREATE POLICY chunks_update_service_role ON public.chunks FOR UPDATE TO service_role USING (true) WITH CHECK (true);

CREATE POLICY documents_delete_authenticated ON public.documents FOR DELETE TO authenticated USING (user_id = ( SELECT auth.uid() AS uid));

CREATE POLICY documents_delete_service_role ON public.documents FOR DELETE TO service_role USING (true);

CREATE POLICY documents_insert_authenticated ON public.documents FOR INSERT TO authenticated WITH CHECK ((user_id = ( SELECT auth.uid() AS uid)) AND (status = 'uploaded'::text));

CREATE POLICY documents_insert_service_role ON public.documents FOR INSERT TO service_role WITH CHECK (true);

CREATE POLICY documents_select_authenticated ON public.documents FOR SELECT TO authenticated USING (user_id = ( SELECT auth.uid() AS uid));

CREATE POLICY documents_select_service_role ON public.documents FOR SELECT TO service_role USING (true);

CREATE POLICY documents_update_service_role ON public.documents FOR UPDATE TO service_role USING (true) WITH CHECK (true);

CREATE POLICY embeddings_delete_service_role ON public.embeddings FOR DELETE TO service_role USING (true);

CREATE POLICY embeddings_insert_service_role ON public.embeddings FOR INSERT TO service_role WITH CHECK (true);

CREATE POLICY embeddings_select_authenticated ON public.embeddings FOR SELECT TO authenticated USING (chunk_id = ANY (ARRAY( SELECT chunks.id
   FROM public.chunks
  WHERE (chunks.document_id = ANY (ARRAY( SELECT documents.id
           FROM public.documents
          WHERE (documents.user_id = ( SELECT auth.uid() AS uid))))))));

CREATE POLICY embeddings_select_service_role ON public.embeddings FOR SELECT TO service_role USING (true);

CREATE POLICY embeddings_update_service_role ON public.embeddings FOR UPDATE TO service_role USING (true) WITH CHECK (true);

CREATE POLICY parsed_documents_delete_service_role ON public.parsed_documents FOR DELETE TO service_role USING (true);

CREATE POLICY parsed_documents_insert_service_role ON public.parsed_documents FOR INSERT TO service_role WITH CHECK (true);

CREATE POLICY parsed_documents_select_authenticated ON public.parsed_documents FOR SELECT TO authenticated USING (document_id = ANY (ARRAY( SELECT documents.id
   FROM public.documents
  WHERE (documents.user_id = ( SELECT auth.uid() AS uid)))));

CREATE POLICY parsed_documents_select_service_role ON public.parsed_documents FOR SELECT TO service_role USING (true);

CREATE POLICY parsed_documents_update_service_role ON public.parsed_documents FOR UPDATE TO service_role USING (true) WITH CHECK (true);

CREATE POLICY users_insert_service_role ON public.users FOR INSERT TO service_role WITH CHECK (true);

CREATE POLICY users_select_authenticated ON public.users FOR SELECT TO authenticated USING (id = ( SELECT auth.uid() AS uid));

CREATE POLICY users_select_service_role ON public.users FOR SELECT TO service_role USING (true);

CREATE POLICY users_update_authenticated ON public.users FOR UPDATE TO authenticated USING (id = ( SELECT auth.uid() AS uid)) WITH CHECK (id = ( SELECT auth.uid() AS uid));

CREATE POLICY users_update_service_role ON public.users FOR UPDATE TO service_role USING (true) WITH CHECK (true);

-- changes-access: Who sees and changes which rows of storage.objects changes.
-- locks storage.objects: AccessExclusiveLock
CREATE POLICY "documents own folder delete" ON storage.objects FOR DELETE TO authenticated USING ((bucket_id = 'documents'::text) AND ((storage.foldername(name))[1] = (( SELECT auth.uid() AS uid))::text));

-- changes-access: Who sees and changes which rows of storage.objects changes.
-- locks storage.objects: AccessExclusiveLock
CREATE POLICY "documents own folder insert" ON storage.objects FOR INSERT TO authenticated WITH CHECK ((bucket_id = 'documents'::text) AND ((storage.foldername(name))[1] = (( SELECT auth.uid() AS uid))::text));

-- changes-access: Who sees and changes which rows of storage.objects changes.
-- locks storage.objects: AccessExclusiveLock
CREATE POLICY "documents own folder select" ON storage.objects FOR SELECT TO authenticated USING ((bucket_id = 'documents'::text) AND ((storage.foldername(name))[1] = (( SELECT auth.uid() AS uid))::text));

REVOKE EXECUTE ON FUNCTION audit.log_chunks() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_documents() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_embeddings() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_parsed_documents() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.log_users() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION audit.refuse_change() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION private.handle_new_email() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION private.handle_new_user() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.has_role(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO anon;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO authenticated;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO service_role;

REVOKE EXECUTE ON FUNCTION public.lock_version() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.match_chunks(extensions.vector, integer, double precision) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.match_chunks(extensions.vector, integer, double precision) TO authenticated;

REVOKE EXECUTE ON FUNCTION public.me() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION public.me() TO anon;

GRANT EXECUTE ON FUNCTION public.me() TO authenticated;

GRANT EXECUTE ON FUNCTION public.me() TO service_role;

REVOKE EXECUTE ON FUNCTION public.refuse_state() FROM PUBLIC;

REVOKE EXECUTE ON FUNCTION public.stamp_updated_at() FROM PUBLIC;

GRANT USAGE ON SCHEMA audit TO auditor;

-- changes-access: What authenticated may do on public changes.
GRANT USAGE ON SCHEMA public TO authenticated;

-- changes-access: What service_role may do on public changes.
GRANT USAGE ON SCHEMA public TO service_role;

GRANT SELECT ON TABLE audit.log TO auditor;

GRANT SELECT ON TABLE public.chunks TO authenticated;

GRANT DELETE, SELECT ON TABLE public.chunks TO service_role;

GRANT INSERT (content), UPDATE (content) ON TABLE public.chunks TO service_role;

GRANT INSERT (document_id), UPDATE (document_id) ON TABLE public.chunks TO service_role;

GRANT INSERT (id) ON TABLE public.chunks TO service_role;

GRANT INSERT ("position"), UPDATE ("position") ON TABLE public.chunks TO service_role;

GRANT INSERT (token_count), UPDATE (token_count) ON TABLE public.chunks TO service_role;

GRANT UPDATE (version) ON TABLE public.chunks TO service_role;

GRANT DELETE, SELECT ON TABLE public.documents TO authenticated;

GRANT INSERT (content_type) ON TABLE public.documents TO authenticated;

GRANT INSERT (filename) ON TABLE public.documents TO authenticated;

GRANT INSERT (id) ON TABLE public.documents TO authenticated;

GRANT INSERT (status) ON TABLE public.documents TO authenticated;

GRANT INSERT (storage_path) ON TABLE public.documents TO authenticated;

GRANT INSERT (user_id) ON TABLE public.documents TO authenticated;

GRANT DELETE, SELECT ON TABLE public.documents TO service_role;

GRANT INSERT (content_type), UPDATE (content_type) ON TABLE public.documents TO service_role;

GRANT INSERT (error_message), UPDATE (error_message) ON TABLE public.documents TO service_role;

GRANT INSERT (filename), UPDATE (filename) ON TABLE public.documents TO service_role;

GRANT INSERT (id) ON TABLE public.documents TO service_role;

GRANT INSERT (status), UPDATE (status) ON TABLE public.documents TO service_role;

GRANT INSERT (storage_path), UPDATE (storage_path) ON TABLE public.documents TO service_role;

GRANT INSERT (user_id), UPDATE (user_id) ON TABLE public.documents TO service_role;

GRANT UPDATE (version) ON TABLE public.documents TO service_role;

GRANT SELECT ON TABLE public.embeddings TO authenticated;

GRANT DELETE, SELECT ON TABLE public.embeddings TO service_role;

GRANT INSERT (chunk_id), UPDATE (chunk_id) ON TABLE public.embeddings TO service_role;

GRANT INSERT (id) ON TABLE public.embeddings TO service_role;

GRANT INSERT (model), UPDATE (model) ON TABLE public.embeddings TO service_role;

GRANT INSERT (vector), UPDATE (vector) ON TABLE public.embeddings TO service_role;

GRANT UPDATE (version) ON TABLE public.embeddings TO service_role;

GRANT SELECT ON TABLE public.parsed_documents TO authenticated;

GRANT DELETE, SELECT ON TABLE public.parsed_documents TO service_role;

GRANT INSERT (content), UPDATE (content) ON TABLE public.parsed_documents TO service_role;

GRANT INSERT (document_id), UPDATE (document_id) ON TABLE public.parsed_documents TO service_role;

GRANT INSERT (id) ON TABLE public.parsed_documents TO service_role;

GRANT INSERT (parser), UPDATE (parser) ON TABLE public.parsed_documents TO service_role;

GRANT UPDATE (version) ON TABLE public.parsed_documents TO service_role;

GRANT SELECT ON TABLE public.users TO authenticated;

GRANT UPDATE (name) ON TABLE public.users TO authenticated;

GRANT UPDATE (version) ON TABLE public.users TO authenticated;

GRANT SELECT ON TABLE public.users TO service_role;

GRANT INSERT (email), UPDATE (email) ON TABLE public.users TO service_role;

GRANT INSERT (id) ON TABLE public.users TO service_role;

GRANT INSERT (last_login), UPDATE (last_login) ON TABLE public.users TO service_role;

GRANT INSERT (name), UPDATE (name) ON TABLE public.users TO service_role;

GRANT INSERT (session_expires), UPDATE (session_expires) ON TABLE public.users TO service_role;

GRANT UPDATE (version) ON TABLE public.users TO service_role;

COMMENT ON COLUMN public.chunks.content IS '[pii: health]';

COMMENT ON COLUMN public.chunks."position" IS 'Place in the document, from 0.';

COMMENT ON COLUMN public.documents.filename IS '[pii: personal]';

COMMENT ON COLUMN public.documents.status IS 'processing means that the supervisor took it, completed that its owner was told.';

COMMENT ON COLUMN public.documents.storage_path IS 'Path in the bucket documents: <user id>/<document id>/<filename>.';

COMMENT ON COLUMN public.documents.user_id IS 'Who uploaded it.';

COMMENT ON COLUMN public.embeddings.vector IS 'Of as many dimensions as the model above gives. [pii: health]';

COMMENT ON COLUMN public.parsed_documents.content IS '[pii: health]';

COMMENT ON COLUMN public.users.email IS '[pii: personal]';

COMMENT ON COLUMN public.users.id IS 'Given by Supabase Auth.';

COMMENT ON COLUMN public.users.name IS '[pii: personal]';

COMMENT ON COLUMN public.users.session_expires IS 'A copy for the user to see; Supabase Auth decides.';

COMMENT ON TABLE public.chunks IS 'A passage of a document.';

COMMENT ON TABLE public.documents IS 'An uploaded file on its way through the pipeline.';

COMMENT ON TABLE public.embeddings IS 'The vector of a chunk, for one model; a table of its own, so that models change without touching chunks.';

COMMENT ON TABLE public.parsed_documents IS 'What the parser made of a document; replaced when it is parsed again.';

COMMENT ON TABLE public.users IS 'Someone who signed up. The id is that of auth.users, and the row is made when that one is.';
