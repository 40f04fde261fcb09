-- The production schema of supabase-documents, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

-- roles: Made where it is missing: roles belong to the whole server.
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'auditor') THEN
    CREATE ROLE auditor NOLOGIN;
  END IF;
END
$body$;

-- session-timeouts: Counts for every session that begins afterwards.
DO $do$ BEGIN
  EXECUTE format('ALTER DATABASE %I ', current_database()) || 'SET idle_in_transaction_session_timeout = ''1min''';
END $do$;

-- grants: A new function is otherwise executable by everyone.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- grants: PostgreSQL before 15 lets everyone create objects in public; databases that came from there still do.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- grants: The platform grants everything on new objects.
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM anon, authenticated;

ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM anon, authenticated;

ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON FUNCTIONS FROM anon, authenticated;

-- buckets: Buckets are rows of the platform's storage; one that is there gets these limits.
INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
VALUES ('documents', 'documents', FALSE, 52428800, ARRAY['application/pdf', 'text/plain'])
ON CONFLICT (id) DO UPDATE SET public = EXCLUDED.public,
  file_size_limit = EXCLUDED.file_size_limit, allowed_mime_types = EXCLUDED.allowed_mime_types;

-- audit: Apart from what applications see.
CREATE SCHEMA audit;

-- extensions: The type of embeddings.vector.
DO $body$
BEGIN
  -- What an extension brings stays executable by everyone: types and operators are made of it.
  ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
  CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA extensions;
  ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
END
$body$;

-- timestamps: Sets updated_at, for every table that has one.
CREATE FUNCTION public.stamp_updated_at() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  new.updated_at := now();
  RETURN new;
END
$body$;

-- optimistic-lock: Refuses a stale version, for every table that has one.
CREATE FUNCTION public.lock_version() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  IF new.version IS DISTINCT FROM old.version THEN
    RAISE EXCEPTION 'This row of % was changed since it was read: version % is stale.', tg_table_name, new.version
      USING ERRCODE = 'serialization_failure', HINT = 'Read the row again and repeat the change.';
  END IF;
  new.version := old.version + 1;
  RETURN new;
END
$body$;

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

-- access-functions: The current user's id, from the signed token.
CREATE FUNCTION public.me() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (auth.uid())::uuid;

-- access-functions: Their roles, from app_metadata in the signed token, which users cannot change.
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN COALESCE(auth.jwt() -> 'app_metadata' -> 'roles' ? wanted, FALSE);

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

-- buckets: The first folder of a path is the id of the one whose file it is.
CREATE POLICY "documents own folder select" ON storage.objects
FOR SELECT TO authenticated USING (bucket_id = 'documents' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);

CREATE POLICY "documents own folder insert" ON storage.objects
FOR INSERT TO authenticated WITH CHECK (bucket_id = 'documents' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);

CREATE POLICY "documents own folder delete" ON storage.objects
FOR DELETE TO authenticated USING (bucket_id = 'documents' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);

-- grants: Policies call it as the role that asks.
GRANT EXECUTE ON FUNCTION public.me() TO anon, authenticated, service_role;

GRANT EXECUTE ON FUNCTION public.has_role(text) TO anon, authenticated, service_role;

-- grants: Lets it name what is in the schema.
GRANT USAGE ON SCHEMA public TO authenticated;

GRANT USAGE ON SCHEMA public TO service_role;

-- audit: Auditors read the log.
GRANT USAGE ON SCHEMA audit TO auditor;

GRANT SELECT ON audit.log TO auditor;

-- =============================================================================
-- users: Someone who signed up. The id is that of auth.users, and the row is made when that one is.
-- not-null: email, name, created_at, version
-- defaults: created_at, version
-- checks: users_email_check, users_name_check
-- unique: users_email_key
-- =============================================================================

CREATE TABLE public.users (
  id uuid PRIMARY KEY,
  email text NOT NULL,
  name text NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  last_login timestamptz,
  session_expires timestamptz,
  consent_version text,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT users_email_check CHECK (email like '%_@_%'),
  CONSTRAINT users_name_check CHECK (length(name) between 1 and 200),
  CONSTRAINT users_email_key UNIQUE (email)
);

-- comments: From the definition.
COMMENT ON TABLE public.users IS 'Someone who signed up. The id is that of auth.users, and the row is made when that one is.';

COMMENT ON COLUMN public.users.id IS 'Given by Supabase Auth.';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.users.email IS '[pii: personal]';

COMMENT ON COLUMN public.users.name IS '[pii: personal]';

-- comments: From the definition.
COMMENT ON COLUMN public.users.session_expires IS 'A copy for the user to see; Supabase Auth decides.';

COMMENT ON COLUMN public.users.consent_version IS 'The version of the consent text that was agreed to.';

-- =============================================================================
-- documents: An uploaded file on its way through the pipeline.
-- not-null: filename, status, user_id, created_at, version
-- defaults: id, status, created_at, version
-- allowed-values: documents_status_values
-- checks: documents_filename_check, error_says_why, own_folder
-- foreign-keys: documents_user_id_fkey
-- =============================================================================

CREATE TABLE public.documents (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  filename text NOT NULL,
  content_type text,
  status text DEFAULT 'uploaded' NOT NULL,
  storage_path text,
  error_message text,
  encryption_key_id uuid,
  user_id uuid NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT documents_status_values CHECK (status IN ('uploaded', 'processing', 'parsed', 'chunked', 'vectorized', 'completed', 'error')),
  CONSTRAINT documents_filename_check CHECK (length(filename) between 1 and 255),
  CONSTRAINT error_says_why CHECK (status <> 'error' or error_message is not null),
  CONSTRAINT own_folder CHECK (storage_path is null or starts_with(storage_path, user_id::text || '/')),
  CONSTRAINT documents_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users (id) ON DELETE RESTRICT
);

-- query-indexes: Serves the query of_user. Finds the rows that refer through user. Policies compare user_id with who asks.
CREATE INDEX documents_user_id_created_at_desc_idx ON public.documents (user_id, created_at DESC);

-- query-indexes: Serves the query of_user_by_status. Finds the rows that refer through user. Policies compare user_id with who asks.
CREATE INDEX documents_user_id_status_created_at_desc_idx ON public.documents (user_id, status, created_at DESC);

-- query-indexes: Serves the query waiting.
CREATE INDEX documents_status_created_at_idx ON public.documents (status, created_at);

-- comments: From the definition.
COMMENT ON TABLE public.documents IS 'An uploaded file on its way through the pipeline.';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.documents.filename IS '[pii: personal]';

-- comments: From the definition.
COMMENT ON COLUMN public.documents.status IS 'processing means that the supervisor took it, completed that its owner was told.';

COMMENT ON COLUMN public.documents.storage_path IS 'Path in the bucket documents: <user id>/<document id>/<filename>.';

COMMENT ON COLUMN public.documents.encryption_key_id IS 'The secret in Supabase Vault that the content is encrypted with.';

COMMENT ON COLUMN public.documents.user_id IS 'Who uploaded it.';

-- =============================================================================
-- chunks: A passage of a document.
-- not-null: position, content, created_at, document_id, version
-- defaults: id, created_at, version
-- checks: chunks_position_check, chunks_token_count_check
-- foreign-keys: chunks_document_id_fkey
-- =============================================================================

CREATE TABLE public.chunks (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  "position" integer NOT NULL,
  content text NOT NULL,
  token_count integer,
  created_at timestamptz DEFAULT now() NOT NULL,
  document_id uuid NOT NULL,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT chunks_position_check CHECK ("position" >= 0),
  CONSTRAINT chunks_token_count_check CHECK (token_count > 0),
  CONSTRAINT chunks_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents (id) ON DELETE CASCADE
);

-- declared-indexes: The entity declares it. Serves the query of_document. Finds the rows that refer through document. Policies compare document_id with who asks.
CREATE UNIQUE INDEX chunks_document_position_key ON public.chunks (document_id, "position");

-- comments: From the definition.
COMMENT ON TABLE public.chunks IS 'A passage of a document.';

COMMENT ON COLUMN public.chunks."position" IS 'Place in the document, from 0.';

-- comments: Classified as health data.
COMMENT ON COLUMN public.chunks.content IS '[pii: health]';

-- =============================================================================
-- embeddings: The vector of a chunk, for one model; a table of its own, so that models change without touching chunks.
-- not-null: model, vector, created_at, chunk_id, version
-- defaults: id, model, created_at, version
-- foreign-keys: embeddings_chunk_id_fkey
-- =============================================================================

CREATE TABLE public.embeddings (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  model text DEFAULT 'text-embedding-3-small' NOT NULL,
  vector vector(1536) NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  chunk_id uuid NOT NULL,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT embeddings_chunk_id_fkey FOREIGN KEY (chunk_id) REFERENCES public.chunks (id) ON DELETE CASCADE
);

-- declared-indexes: The entity declares it. Finds the rows that refer through chunk. Policies compare chunk_id with who asks.
CREATE UNIQUE INDEX embeddings_chunk_model_key ON public.embeddings (chunk_id, model);

-- declared-indexes: The entity declares it.
CREATE INDEX embeddings_vector_idx ON public.embeddings USING hnsw (vector vector_cosine_ops);

-- comments: From the definition.
COMMENT ON TABLE public.embeddings IS 'The vector of a chunk, for one model; a table of its own, so that models change without touching chunks.';

-- comments: Classified as health data.
COMMENT ON COLUMN public.embeddings.vector IS 'Of as many dimensions as the model above gives. [pii: health]';

-- =============================================================================
-- parsed_documents: What the parser made of a document; replaced when it is parsed again.
-- not-null: content, parser, created_at, document_id, version
-- defaults: id, parser, created_at, version
-- unique: parsed_documents_document_id_key
-- foreign-keys: parsed_documents_document_id_fkey
-- =============================================================================

CREATE TABLE public.parsed_documents (
  id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
  content jsonb NOT NULL,
  parser text DEFAULT 'llamaparse' NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL,
  document_id uuid NOT NULL,
  updated_at timestamptz,
  version integer DEFAULT 1 NOT NULL,
  CONSTRAINT parsed_documents_document_id_key UNIQUE (document_id),
  CONSTRAINT parsed_documents_document_id_fkey FOREIGN KEY (document_id) REFERENCES public.documents (id) ON DELETE CASCADE
);

-- comments: From the definition.
COMMENT ON TABLE public.parsed_documents IS 'What the parser made of a document; replaced when it is parsed again.';

-- comments: Classified as health data.
COMMENT ON COLUMN public.parsed_documents.content IS '[pii: health]';

-- =============================================================================
-- sql/10_auth_user.sql
-- =============================================================================

-- A row of users for each row of auth.users, by the same transaction.
ALTER TABLE public.users
  ADD CONSTRAINT users_id_fkey FOREIGN KEY (id) REFERENCES auth.users (id) ON DELETE CASCADE;

CREATE SCHEMA private;

-- The sign-up form asks for no name: the metadata may hold one, else it is what stands before the @.
CREATE FUNCTION private.handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
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
$$;
REVOKE ALL ON FUNCTION private.handle_new_user() FROM PUBLIC;

CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users
  FOR EACH ROW EXECUTE FUNCTION private.handle_new_user();

-- Who changes their address with Supabase Auth has changed it here.
CREATE FUNCTION private.handle_new_email() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  UPDATE public.users SET email = NEW.email WHERE id = NEW.id;
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION private.handle_new_email() FROM PUBLIC;

CREATE TRIGGER on_auth_user_email_changed AFTER UPDATE OF email ON auth.users
  FOR EACH ROW WHEN (OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION private.handle_new_email();

-- =============================================================================
-- sql/20_search.sql
-- =============================================================================

-- flag: vectors
-- The passages nearest to a question, among those that the caller may read.
CREATE FUNCTION public.match_chunks(query vector(1536), match_count integer DEFAULT 5, threshold float8 DEFAULT 0)
RETURNS TABLE (chunk_id uuid, content text, similarity float8)
LANGUAGE sql STABLE SET search_path = public, extensions
AS $$
  SELECT chunks.id, chunks.content, 1 - (embeddings.vector <=> query)
  FROM public.embeddings
  JOIN public.chunks ON chunks.id = embeddings.chunk_id
  WHERE 1 - (embeddings.vector <=> query) >= threshold
  ORDER BY embeddings.vector <=> query
  LIMIT match_count
$$;
REVOKE ALL ON FUNCTION public.match_chunks(vector, integer, float8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.match_chunks(vector, integer, float8) TO authenticated;

-- =============================================================================
-- users: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_users() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
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
$body$;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.users
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.users
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_users AFTER INSERT OR UPDATE OR DELETE ON public.users
FOR EACH ROW EXECUTE FUNCTION audit.log_users();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_users_truncate AFTER TRUNCATE ON public.users
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_users();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.users ENABLE ALWAYS TRIGGER audit_users;

ALTER TABLE public.users ENABLE ALWAYS TRIGGER audit_users_truncate;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.users FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (id = (SELECT auth.uid())) OR (SELECT has_role('emergency')).
CREATE POLICY users_select_authenticated ON public.users
FOR SELECT TO authenticated
USING ((id = (SELECT auth.uid())) OR (SELECT has_role('emergency')));

-- row-level-security: authenticated may update where id = (SELECT auth.uid()).
CREATE POLICY users_update_authenticated ON public.users
FOR UPDATE TO authenticated
USING (id = (SELECT auth.uid()))
WITH CHECK (id = (SELECT auth.uid()));

-- row-level-security: service_role may select every row.
CREATE POLICY users_select_service_role ON public.users
FOR SELECT TO service_role
USING (TRUE);

-- row-level-security: service_role may insert every row.
CREATE POLICY users_insert_service_role ON public.users
FOR INSERT TO service_role
WITH CHECK (TRUE);

-- row-level-security: service_role may update every row.
CREATE POLICY users_update_service_role ON public.users
FOR UPDATE TO service_role
USING (TRUE)
WITH CHECK (TRUE);

-- grants: authenticated may read.
GRANT SELECT ON public.users TO authenticated;

-- grants: The other columns never change by a client.
GRANT UPDATE (name, version) ON public.users TO authenticated;

-- grants: service_role may read.
GRANT SELECT ON public.users TO service_role;

-- grants: The database fills in the other columns.
GRANT INSERT (id, email, name, last_login, session_expires, consent_version) ON public.users TO service_role;

-- grants: The other columns never change by a client.
GRANT UPDATE (email, name, last_login, session_expires, consent_version, version) ON public.users TO service_role;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_users() FROM PUBLIC;

-- =============================================================================
-- documents: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any.
CREATE FUNCTION audit.log_documents() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
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
$body$;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.documents
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.documents
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- state-machine: Starts as uploaded.
CREATE TRIGGER guard_status_start AFTER INSERT ON public.documents
FOR EACH ROW WHEN (new.status NOT IN ('uploaded'))
EXECUTE FUNCTION public.refuse_state('status');

-- state-machine: Changes as declared: uploaded to processing or parsed or error, processing to parsed or error, parsed to chunked or error, chunked to vectorized or error, vectorized to completed or error, error to uploaded or processing.
CREATE TRIGGER guard_status_step AFTER UPDATE ON public.documents
FOR EACH ROW WHEN (old.status IS DISTINCT FROM new.status AND (CASE
  WHEN old.status = 'uploaded' THEN new.status IN ('processing', 'parsed', 'error')
  WHEN old.status = 'processing' THEN new.status IN ('parsed', 'error')
  WHEN old.status = 'parsed' THEN new.status IN ('chunked', 'error')
  WHEN old.status = 'chunked' THEN new.status IN ('vectorized', 'error')
  WHEN old.status = 'vectorized' THEN new.status IN ('completed', 'error')
  WHEN old.status = 'error' THEN new.status IN ('uploaded', 'processing')
END) IS NOT TRUE)
EXECUTE FUNCTION public.refuse_state('status');

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_documents AFTER INSERT OR UPDATE OR DELETE ON public.documents
FOR EACH ROW EXECUTE FUNCTION audit.log_documents();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_documents_truncate AFTER TRUNCATE ON public.documents
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_documents();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.documents ENABLE ALWAYS TRIGGER audit_documents;

ALTER TABLE public.documents ENABLE ALWAYS TRIGGER audit_documents_truncate;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.documents ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.documents FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (user_id = (SELECT auth.uid())) OR (SELECT has_role('emergency')).
CREATE POLICY documents_select_authenticated ON public.documents
FOR SELECT TO authenticated
USING ((user_id = (SELECT auth.uid())) OR (SELECT has_role('emergency')));

-- row-level-security: authenticated may insert where user_id = (SELECT auth.uid()) and status = 'uploaded'.
CREATE POLICY documents_insert_authenticated ON public.documents
FOR INSERT TO authenticated
WITH CHECK (user_id = (SELECT auth.uid()) and status = 'uploaded');

-- row-level-security: authenticated may delete where user_id = (SELECT auth.uid()).
CREATE POLICY documents_delete_authenticated ON public.documents
FOR DELETE TO authenticated
USING (user_id = (SELECT auth.uid()));

-- row-level-security: service_role may select every row.
CREATE POLICY documents_select_service_role ON public.documents
FOR SELECT TO service_role
USING (TRUE);

-- row-level-security: service_role may insert every row.
CREATE POLICY documents_insert_service_role ON public.documents
FOR INSERT TO service_role
WITH CHECK (TRUE);

-- row-level-security: service_role may update every row.
CREATE POLICY documents_update_service_role ON public.documents
FOR UPDATE TO service_role
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: service_role may delete every row.
CREATE POLICY documents_delete_service_role ON public.documents
FOR DELETE TO service_role
USING (TRUE);

-- grants: authenticated may read.
GRANT SELECT ON public.documents TO authenticated;

-- grants: The database fills in the other columns.
GRANT INSERT (id, filename, content_type, status, storage_path, user_id) ON public.documents TO authenticated;

-- grants: authenticated may delete.
GRANT DELETE ON public.documents TO authenticated;

-- grants: service_role may read.
GRANT SELECT ON public.documents TO service_role;

-- grants: The database fills in the other columns.
GRANT INSERT (id, filename, content_type, status, storage_path, error_message, encryption_key_id, user_id) ON public.documents TO service_role;

-- grants: The other columns never change by a client.
GRANT UPDATE (filename, content_type, status, storage_path, error_message, encryption_key_id, user_id, version) ON public.documents TO service_role;

-- grants: service_role may delete.
GRANT DELETE ON public.documents TO service_role;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_documents() FROM PUBLIC;

-- =============================================================================
-- chunks: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any. Of content it shows whether they changed.
CREATE FUNCTION audit.log_chunks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
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
$body$;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.chunks
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.chunks
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- audit: Records each row that a statement changed once, at its end: cheaper where one changes many.
CREATE TRIGGER audit_chunks_insert AFTER INSERT ON public.chunks
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks();

CREATE TRIGGER audit_chunks_update AFTER UPDATE ON public.chunks
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks();

CREATE TRIGGER audit_chunks_delete AFTER DELETE ON public.chunks
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_chunks_truncate AFTER TRUNCATE ON public.chunks
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.chunks ENABLE ALWAYS TRIGGER audit_chunks_insert;

ALTER TABLE public.chunks ENABLE ALWAYS TRIGGER audit_chunks_update;

ALTER TABLE public.chunks ENABLE ALWAYS TRIGGER audit_chunks_delete;

ALTER TABLE public.chunks ENABLE ALWAYS TRIGGER audit_chunks_truncate;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.chunks ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.chunks FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (document_id = ANY (ARRAY(SELECT id FROM public.documents WHERE (user_id = (SELECT auth.uid()))))) OR (SELECT has_role('emergency')).
CREATE POLICY chunks_select_authenticated ON public.chunks
FOR SELECT TO authenticated
USING ((document_id = ANY (ARRAY(SELECT id FROM public.documents WHERE (user_id = (SELECT auth.uid()))))) OR (SELECT has_role('emergency')));

-- row-level-security: service_role may select every row.
CREATE POLICY chunks_select_service_role ON public.chunks
FOR SELECT TO service_role
USING (TRUE);

-- row-level-security: service_role may insert every row.
CREATE POLICY chunks_insert_service_role ON public.chunks
FOR INSERT TO service_role
WITH CHECK (TRUE);

-- row-level-security: service_role may update every row.
CREATE POLICY chunks_update_service_role ON public.chunks
FOR UPDATE TO service_role
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: service_role may delete every row.
CREATE POLICY chunks_delete_service_role ON public.chunks
FOR DELETE TO service_role
USING (TRUE);

-- grants: authenticated may read.
GRANT SELECT ON public.chunks TO authenticated;

-- grants: service_role may read.
GRANT SELECT ON public.chunks TO service_role;

-- grants: The database fills in the other columns.
GRANT INSERT (id, "position", content, token_count, document_id) ON public.chunks TO service_role;

-- grants: The other columns never change by a client.
GRANT UPDATE ("position", content, token_count, document_id, version) ON public.chunks TO service_role;

-- grants: service_role may delete.
GRANT DELETE ON public.chunks TO service_role;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_chunks() FROM PUBLIC;

-- =============================================================================
-- embeddings: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any. vector stay out of it.
CREATE FUNCTION audit.log_embeddings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
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
$body$;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.embeddings
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.embeddings
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- audit: Records each row that a statement changed once, at its end: cheaper where one changes many.
CREATE TRIGGER audit_embeddings_insert AFTER INSERT ON public.embeddings
REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings();

CREATE TRIGGER audit_embeddings_update AFTER UPDATE ON public.embeddings
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings();

CREATE TRIGGER audit_embeddings_delete AFTER DELETE ON public.embeddings
REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_embeddings_truncate AFTER TRUNCATE ON public.embeddings
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.embeddings ENABLE ALWAYS TRIGGER audit_embeddings_insert;

ALTER TABLE public.embeddings ENABLE ALWAYS TRIGGER audit_embeddings_update;

ALTER TABLE public.embeddings ENABLE ALWAYS TRIGGER audit_embeddings_delete;

ALTER TABLE public.embeddings ENABLE ALWAYS TRIGGER audit_embeddings_truncate;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.embeddings ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.embeddings FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (chunk_id = ANY (ARRAY(SELECT id FROM public.chunks WHERE (document_id = ANY (ARRAY(SELECT id FROM public.documents WHERE (user_id = (SELECT auth.uid())))))))) OR (SELECT has_role('emergency')).
CREATE POLICY embeddings_select_authenticated ON public.embeddings
FOR SELECT TO authenticated
USING ((chunk_id = ANY (ARRAY(SELECT id FROM public.chunks WHERE (document_id = ANY (ARRAY(SELECT id FROM public.documents WHERE (user_id = (SELECT auth.uid())))))))) OR (SELECT has_role('emergency')));

-- row-level-security: service_role may select every row.
CREATE POLICY embeddings_select_service_role ON public.embeddings
FOR SELECT TO service_role
USING (TRUE);

-- row-level-security: service_role may insert every row.
CREATE POLICY embeddings_insert_service_role ON public.embeddings
FOR INSERT TO service_role
WITH CHECK (TRUE);

-- row-level-security: service_role may update every row.
CREATE POLICY embeddings_update_service_role ON public.embeddings
FOR UPDATE TO service_role
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: service_role may delete every row.
CREATE POLICY embeddings_delete_service_role ON public.embeddings
FOR DELETE TO service_role
USING (TRUE);

-- grants: authenticated may read.
GRANT SELECT ON public.embeddings TO authenticated;

-- grants: service_role may read.
GRANT SELECT ON public.embeddings TO service_role;

-- grants: The database fills in the other columns.
GRANT INSERT (id, model, vector, chunk_id) ON public.embeddings TO service_role;

-- grants: The other columns never change by a client.
GRANT UPDATE (model, vector, chunk_id, version) ON public.embeddings TO service_role;

-- grants: service_role may delete.
GRANT DELETE ON public.embeddings TO service_role;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_embeddings() FROM PUBLIC;

-- =============================================================================
-- parsed_documents: triggers, access
-- =============================================================================

-- audit: Writes to the log with the owner's rights, so nobody else needs any. Of content it shows whether they changed.
CREATE FUNCTION audit.log_parsed_documents() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $body$
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
$body$;

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.parsed_documents
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- optimistic-lock: Refuses a stale version and counts it up.
CREATE TRIGGER lock_version BEFORE UPDATE ON public.parsed_documents
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.lock_version();

-- audit: Records each change of a row once; an update that changes nothing is none.
CREATE TRIGGER audit_parsed_documents AFTER INSERT OR UPDATE OR DELETE ON public.parsed_documents
FOR EACH ROW EXECUTE FUNCTION audit.log_parsed_documents();

-- audit: TRUNCATE removes rows without a row trigger.
CREATE TRIGGER audit_parsed_documents_truncate AFTER TRUNCATE ON public.parsed_documents
FOR EACH STATEMENT EXECUTE FUNCTION audit.log_parsed_documents();

-- audit: Fires also where session_replication_role switches other triggers off.
ALTER TABLE public.parsed_documents ENABLE ALWAYS TRIGGER audit_parsed_documents;

ALTER TABLE public.parsed_documents ENABLE ALWAYS TRIGGER audit_parsed_documents_truncate;

-- row-level-security: Denies what no policy allows.
ALTER TABLE public.parsed_documents ENABLE ROW LEVEL SECURITY;

-- row-level-security: Holds for the table's owner too.
ALTER TABLE public.parsed_documents FORCE ROW LEVEL SECURITY;

-- row-level-security: authenticated may select where (document_id = ANY (ARRAY(SELECT id FROM public.documents WHERE (user_id = (SELECT auth.uid()))))) OR (SELECT has_role('emergency')).
CREATE POLICY parsed_documents_select_authenticated ON public.parsed_documents
FOR SELECT TO authenticated
USING ((document_id = ANY (ARRAY(SELECT id FROM public.documents WHERE (user_id = (SELECT auth.uid()))))) OR (SELECT has_role('emergency')));

-- row-level-security: service_role may select every row.
CREATE POLICY parsed_documents_select_service_role ON public.parsed_documents
FOR SELECT TO service_role
USING (TRUE);

-- row-level-security: service_role may insert every row.
CREATE POLICY parsed_documents_insert_service_role ON public.parsed_documents
FOR INSERT TO service_role
WITH CHECK (TRUE);

-- row-level-security: service_role may update every row.
CREATE POLICY parsed_documents_update_service_role ON public.parsed_documents
FOR UPDATE TO service_role
USING (TRUE)
WITH CHECK (TRUE);

-- row-level-security: service_role may delete every row.
CREATE POLICY parsed_documents_delete_service_role ON public.parsed_documents
FOR DELETE TO service_role
USING (TRUE);

-- grants: authenticated may read.
GRANT SELECT ON public.parsed_documents TO authenticated;

-- grants: service_role may read.
GRANT SELECT ON public.parsed_documents TO service_role;

-- grants: The database fills in the other columns.
GRANT INSERT (id, content, parser, document_id) ON public.parsed_documents TO service_role;

-- grants: The other columns never change by a client.
GRANT UPDATE (content, parser, document_id, version) ON public.parsed_documents TO service_role;

-- grants: service_role may delete.
GRANT DELETE ON public.parsed_documents TO service_role;

-- audit: What runs with the owner's rights is for nobody to call.
REVOKE ALL ON FUNCTION audit.log_parsed_documents() FROM PUBLIC;
