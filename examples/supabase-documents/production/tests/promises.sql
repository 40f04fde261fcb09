-- The promises of the production schema of supabase-documents as pgTAP tests. Made by `schema harden`: change the definitions, not this file.
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
  FROM entries WHERE grantee <> ALL (ARRAY['postgres', 'service_role']::text[]) GROUP BY "column", grantee, whole
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
      WHERE name <> ALL (ARRAY['postgres', 'service_role']::text[])), 'nobody else'))
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

SELECT plan(88);

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

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO audit.log DEFAULT VALUES$$), '42501', 'audit.log: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE audit.log SET actor = NULL WHERE FALSE$$), '42501', 'audit.log: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM audit.log WHERE FALSE$$), '42501', 'audit.log: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE audit.log$$), '42501', 'audit.log: TRUNCATE by auditor is refused');

SELECT throws_ok($$UPDATE audit.log SET actor = NULL WHERE FALSE$$, '42501', NULL, 'audit.log: UPDATE is refused to everyone');

SELECT throws_ok($$DELETE FROM audit.log WHERE FALSE$$, '42501', NULL, 'audit.log: DELETE is refused to everyone');

SELECT throws_ok($$TRUNCATE audit.log$$, '42501', NULL, 'audit.log: TRUNCATE is refused to everyone');

-- public.chunks

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.chunks')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('position', 'integer', TRUE, NULL),
  ('content', 'text', TRUE, NULL),
  ('token_count', 'integer', FALSE, NULL),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('document_id', 'uuid', TRUE, NULL),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.chunks: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.chunks')$$, $$VALUES
  ('chunks_document_id_fkey', 'FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE'),
  ('chunks_pkey', 'PRIMARY KEY (id)'),
  ('chunks_position_check', 'CHECK (("position" >= 0))'),
  ('chunks_token_count_check', 'CHECK ((token_count > 0))')$$, 'public.chunks: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.chunks')$$, $$VALUES
  ('chunks_document_position_key', 'CREATE UNIQUE INDEX chunks_document_position_key ON public.chunks USING btree (document_id, "position")', TRUE)$$, 'public.chunks: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.chunks')$$, $$VALUES
  ('audit_chunks_delete', 'CREATE TRIGGER audit_chunks_delete AFTER DELETE ON public.chunks REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks()', 'always'),
  ('audit_chunks_insert', 'CREATE TRIGGER audit_chunks_insert AFTER INSERT ON public.chunks REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks()', 'always'),
  ('audit_chunks_truncate', 'CREATE TRIGGER audit_chunks_truncate AFTER TRUNCATE ON public.chunks FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks()', 'always'),
  ('audit_chunks_update', 'CREATE TRIGGER audit_chunks_update AFTER UPDATE ON public.chunks REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_chunks()', 'always'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.chunks FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.chunks FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin')$$, 'public.chunks: triggers');

SELECT is(pg_temp.row_security_of('public.chunks'), 'forced', 'public.chunks: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.chunks')$$, $$VALUES
  ('chunks_delete_service_role', 'delete', 'permissive', 'service_role', 'true', NULL),
  ('chunks_insert_service_role', 'insert', 'permissive', 'service_role', NULL, 'true'),
  ('chunks_select_authenticated', 'select', 'permissive', 'authenticated', '((document_id = ANY (ARRAY( SELECT documents.id
   FROM public.documents
  WHERE (documents.user_id = ( SELECT auth.uid() AS uid))))) OR ( SELECT public.has_role(''emergency''::text) AS has_role))', NULL),
  ('chunks_select_service_role', 'select', 'permissive', 'service_role', 'true', NULL),
  ('chunks_update_service_role', 'update', 'permissive', 'service_role', 'true', 'true')$$, 'public.chunks: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.chunks')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT')$$, 'public.chunks: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.chunks$$), '42501', 'public.chunks: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.chunks DEFAULT VALUES$$), '42501', 'public.chunks: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.chunks SET content = NULL WHERE FALSE$$), '42501', 'public.chunks: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.chunks WHERE FALSE$$), '42501', 'public.chunks: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.chunks$$), '42501', 'public.chunks: TRUNCATE by auditor is refused');

-- public.documents

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.documents')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('filename', 'text', TRUE, NULL),
  ('content_type', 'text', FALSE, NULL),
  ('status', 'text', TRUE, '''uploaded''::text'),
  ('storage_path', 'text', FALSE, NULL),
  ('error_message', 'text', FALSE, NULL),
  ('encryption_key_id', 'uuid', FALSE, NULL),
  ('user_id', 'uuid', TRUE, NULL),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.documents: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.documents')$$, $$VALUES
  ('documents_filename_check', 'CHECK (((length(filename) >= 1) AND (length(filename) <= 255)))'),
  ('documents_pkey', 'PRIMARY KEY (id)'),
  ('documents_status_values', 'CHECK ((status = ANY (ARRAY[''uploaded''::text, ''processing''::text, ''parsed''::text, ''chunked''::text, ''vectorized''::text, ''completed''::text, ''error''::text])))'),
  ('documents_user_id_fkey', 'FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT'),
  ('error_says_why', 'CHECK (((status <> ''error''::text) OR (error_message IS NOT NULL)))'),
  ('own_folder', 'CHECK (((storage_path IS NULL) OR starts_with(storage_path, ((user_id)::text || ''/''::text))))')$$, 'public.documents: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.documents')$$, $$VALUES
  ('documents_status_created_at_idx', 'CREATE INDEX documents_status_created_at_idx ON public.documents USING btree (status, created_at)', TRUE),
  ('documents_user_id_created_at_desc_idx', 'CREATE INDEX documents_user_id_created_at_desc_idx ON public.documents USING btree (user_id, created_at DESC)', TRUE),
  ('documents_user_id_status_created_at_desc_idx', 'CREATE INDEX documents_user_id_status_created_at_desc_idx ON public.documents USING btree (user_id, status, created_at DESC)', TRUE)$$, 'public.documents: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.documents')$$, $$VALUES
  ('audit_documents', 'CREATE TRIGGER audit_documents AFTER INSERT OR DELETE OR UPDATE ON public.documents FOR EACH ROW EXECUTE FUNCTION audit.log_documents()', 'always'),
  ('audit_documents_truncate', 'CREATE TRIGGER audit_documents_truncate AFTER TRUNCATE ON public.documents FOR EACH STATEMENT EXECUTE FUNCTION audit.log_documents()', 'always'),
  ('guard_status_start', 'CREATE TRIGGER guard_status_start AFTER INSERT ON public.documents FOR EACH ROW WHEN ((new.status <> ''uploaded''::text)) EXECUTE FUNCTION public.refuse_state(''status'')', 'origin'),
  ('guard_status_step', 'CREATE TRIGGER guard_status_step AFTER UPDATE ON public.documents FOR EACH ROW WHEN (((old.status IS DISTINCT FROM new.status) AND (
        CASE
            WHEN (old.status = ''uploaded''::text) THEN (new.status = ANY (ARRAY[''processing''::text, ''parsed''::text, ''error''::text]))
            WHEN (old.status = ''processing''::text) THEN (new.status = ANY (ARRAY[''parsed''::text, ''error''::text]))
            WHEN (old.status = ''parsed''::text) THEN (new.status = ANY (ARRAY[''chunked''::text, ''error''::text]))
            WHEN (old.status = ''chunked''::text) THEN (new.status = ANY (ARRAY[''vectorized''::text, ''error''::text]))
            WHEN (old.status = ''vectorized''::text) THEN (new.status = ANY (ARRAY[''completed''::text, ''error''::text]))
            WHEN (old.status = ''error''::text) THEN (new.status = ANY (ARRAY[''uploaded''::text, ''processing''::text]))
            ELSE NULL::boolean
        END IS NOT TRUE))) EXECUTE FUNCTION public.refuse_state(''status'')', 'origin'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.documents FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.documents FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin')$$, 'public.documents: triggers');

SELECT is(pg_temp.row_security_of('public.documents'), 'forced', 'public.documents: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.documents')$$, $$VALUES
  ('documents_delete_authenticated', 'delete', 'permissive', 'authenticated', '(user_id = ( SELECT auth.uid() AS uid))', NULL),
  ('documents_delete_service_role', 'delete', 'permissive', 'service_role', 'true', NULL),
  ('documents_insert_authenticated', 'insert', 'permissive', 'authenticated', NULL, '((user_id = ( SELECT auth.uid() AS uid)) AND (status = ''uploaded''::text))'),
  ('documents_insert_service_role', 'insert', 'permissive', 'service_role', NULL, 'true'),
  ('documents_select_authenticated', 'select', 'permissive', 'authenticated', '((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT public.has_role(''emergency''::text) AS has_role))', NULL),
  ('documents_select_service_role', 'select', 'permissive', 'service_role', 'true', NULL),
  ('documents_update_service_role', 'update', 'permissive', 'service_role', 'true', 'true')$$, 'public.documents: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.documents')$$, $$VALUES
  ('content_type', 'authenticated', 'INSERT'),
  ('filename', 'authenticated', 'INSERT'),
  ('id', 'authenticated', 'INSERT'),
  ('status', 'authenticated', 'INSERT'),
  ('storage_path', 'authenticated', 'INSERT'),
  ('user_id', 'authenticated', 'INSERT'),
  (NULL, 'authenticated', 'DELETE, SELECT')$$, 'public.documents: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.documents$$), '42501', 'public.documents: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.documents DEFAULT VALUES$$), '42501', 'public.documents: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.documents SET content_type = NULL WHERE FALSE$$), '42501', 'public.documents: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.documents WHERE FALSE$$), '42501', 'public.documents: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.documents$$), '42501', 'public.documents: TRUNCATE by auditor is refused');

-- public.embeddings

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.embeddings')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('model', 'text', TRUE, '''text-embedding-3-small''::text'),
  ('vector', 'extensions.vector(1536)', TRUE, NULL),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('chunk_id', 'uuid', TRUE, NULL),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.embeddings: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.embeddings')$$, $$VALUES
  ('embeddings_chunk_id_fkey', 'FOREIGN KEY (chunk_id) REFERENCES public.chunks(id) ON DELETE CASCADE'),
  ('embeddings_pkey', 'PRIMARY KEY (id)')$$, 'public.embeddings: keys, checks and references');

SELECT set_eq($$SELECT * FROM pg_temp.indexes_of('public.embeddings')$$, $$VALUES
  ('embeddings_chunk_model_key', 'CREATE UNIQUE INDEX embeddings_chunk_model_key ON public.embeddings USING btree (chunk_id, model)', TRUE),
  ('embeddings_vector_idx', 'CREATE INDEX embeddings_vector_idx ON public.embeddings USING hnsw (vector extensions.vector_cosine_ops)', TRUE)$$, 'public.embeddings: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.embeddings')$$, $$VALUES
  ('audit_embeddings_delete', 'CREATE TRIGGER audit_embeddings_delete AFTER DELETE ON public.embeddings REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings()', 'always'),
  ('audit_embeddings_insert', 'CREATE TRIGGER audit_embeddings_insert AFTER INSERT ON public.embeddings REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings()', 'always'),
  ('audit_embeddings_truncate', 'CREATE TRIGGER audit_embeddings_truncate AFTER TRUNCATE ON public.embeddings FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings()', 'always'),
  ('audit_embeddings_update', 'CREATE TRIGGER audit_embeddings_update AFTER UPDATE ON public.embeddings REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit.log_embeddings()', 'always'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.embeddings FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.embeddings FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin')$$, 'public.embeddings: triggers');

SELECT is(pg_temp.row_security_of('public.embeddings'), 'forced', 'public.embeddings: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.embeddings')$$, $$VALUES
  ('embeddings_delete_service_role', 'delete', 'permissive', 'service_role', 'true', NULL),
  ('embeddings_insert_service_role', 'insert', 'permissive', 'service_role', NULL, 'true'),
  ('embeddings_select_authenticated', 'select', 'permissive', 'authenticated', '((chunk_id = ANY (ARRAY( SELECT chunks.id
   FROM public.chunks
  WHERE (chunks.document_id = ANY (ARRAY( SELECT documents.id
           FROM public.documents
          WHERE (documents.user_id = ( SELECT auth.uid() AS uid)))))))) OR ( SELECT public.has_role(''emergency''::text) AS has_role))', NULL),
  ('embeddings_select_service_role', 'select', 'permissive', 'service_role', 'true', NULL),
  ('embeddings_update_service_role', 'update', 'permissive', 'service_role', 'true', 'true')$$, 'public.embeddings: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.embeddings')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT')$$, 'public.embeddings: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.embeddings$$), '42501', 'public.embeddings: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.embeddings DEFAULT VALUES$$), '42501', 'public.embeddings: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.embeddings SET chunk_id = NULL WHERE FALSE$$), '42501', 'public.embeddings: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.embeddings WHERE FALSE$$), '42501', 'public.embeddings: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.embeddings$$), '42501', 'public.embeddings: TRUNCATE by auditor is refused');

-- public.parsed_documents

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.parsed_documents')$$, $$VALUES
  ('id', 'uuid', TRUE, 'gen_random_uuid()'),
  ('content', 'jsonb', TRUE, NULL),
  ('parser', 'text', TRUE, '''llamaparse''::text'),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('document_id', 'uuid', TRUE, NULL),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.parsed_documents: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.parsed_documents')$$, $$VALUES
  ('parsed_documents_document_id_fkey', 'FOREIGN KEY (document_id) REFERENCES public.documents(id) ON DELETE CASCADE'),
  ('parsed_documents_document_id_key', 'UNIQUE (document_id)'),
  ('parsed_documents_pkey', 'PRIMARY KEY (id)')$$, 'public.parsed_documents: keys, checks and references');

SELECT is_empty($$SELECT * FROM pg_temp.indexes_of('public.parsed_documents')$$, 'public.parsed_documents: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.parsed_documents')$$, $$VALUES
  ('audit_parsed_documents', 'CREATE TRIGGER audit_parsed_documents AFTER INSERT OR DELETE OR UPDATE ON public.parsed_documents FOR EACH ROW EXECUTE FUNCTION audit.log_parsed_documents()', 'always'),
  ('audit_parsed_documents_truncate', 'CREATE TRIGGER audit_parsed_documents_truncate AFTER TRUNCATE ON public.parsed_documents FOR EACH STATEMENT EXECUTE FUNCTION audit.log_parsed_documents()', 'always'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.parsed_documents FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.parsed_documents FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin')$$, 'public.parsed_documents: triggers');

SELECT is(pg_temp.row_security_of('public.parsed_documents'), 'forced', 'public.parsed_documents: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.parsed_documents')$$, $$VALUES
  ('parsed_documents_delete_service_role', 'delete', 'permissive', 'service_role', 'true', NULL),
  ('parsed_documents_insert_service_role', 'insert', 'permissive', 'service_role', NULL, 'true'),
  ('parsed_documents_select_authenticated', 'select', 'permissive', 'authenticated', '((document_id = ANY (ARRAY( SELECT documents.id
   FROM public.documents
  WHERE (documents.user_id = ( SELECT auth.uid() AS uid))))) OR ( SELECT public.has_role(''emergency''::text) AS has_role))', NULL),
  ('parsed_documents_select_service_role', 'select', 'permissive', 'service_role', 'true', NULL),
  ('parsed_documents_update_service_role', 'update', 'permissive', 'service_role', 'true', 'true')$$, 'public.parsed_documents: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.parsed_documents')$$, $$VALUES
  (NULL, 'authenticated', 'SELECT')$$, 'public.parsed_documents: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.parsed_documents$$), '42501', 'public.parsed_documents: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.parsed_documents DEFAULT VALUES$$), '42501', 'public.parsed_documents: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.parsed_documents SET content = NULL WHERE FALSE$$), '42501', 'public.parsed_documents: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.parsed_documents WHERE FALSE$$), '42501', 'public.parsed_documents: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.parsed_documents$$), '42501', 'public.parsed_documents: TRUNCATE by auditor is refused');

-- public.users

SELECT set_eq($$SELECT * FROM pg_temp.columns_of('public.users')$$, $$VALUES
  ('id', 'uuid', TRUE, NULL),
  ('email', 'text', TRUE, NULL),
  ('name', 'text', TRUE, NULL),
  ('created_at', 'timestamp with time zone', TRUE, 'now()'),
  ('last_login', 'timestamp with time zone', FALSE, NULL),
  ('session_expires', 'timestamp with time zone', FALSE, NULL),
  ('consent_version', 'text', FALSE, NULL),
  ('updated_at', 'timestamp with time zone', FALSE, NULL),
  ('version', 'integer', TRUE, '1')$$, 'public.users: columns, NOT NULL and defaults');

SELECT set_eq($$SELECT * FROM pg_temp.constraints_of('public.users')$$, $$VALUES
  ('users_email_check', 'CHECK ((email ~~ ''%_@_%''::text))'),
  ('users_email_key', 'UNIQUE (email)'),
  ('users_id_fkey', 'FOREIGN KEY (id) REFERENCES auth.users(id) ON DELETE CASCADE'),
  ('users_name_check', 'CHECK (((length(name) >= 1) AND (length(name) <= 200)))'),
  ('users_pkey', 'PRIMARY KEY (id)')$$, 'public.users: keys, checks and references');

SELECT is_empty($$SELECT * FROM pg_temp.indexes_of('public.users')$$, 'public.users: indexes');

SELECT set_eq($$SELECT * FROM pg_temp.triggers_of('public.users')$$, $$VALUES
  ('audit_users', 'CREATE TRIGGER audit_users AFTER INSERT OR DELETE OR UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION audit.log_users()', 'always'),
  ('audit_users_truncate', 'CREATE TRIGGER audit_users_truncate AFTER TRUNCATE ON public.users FOR EACH STATEMENT EXECUTE FUNCTION audit.log_users()', 'always'),
  ('lock_version', 'CREATE TRIGGER lock_version BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.lock_version()', 'origin'),
  ('stamp_updated_at', 'CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.users FOR EACH ROW WHEN ((old.* *<> new.*)) EXECUTE FUNCTION public.stamp_updated_at()', 'origin')$$, 'public.users: triggers');

SELECT is(pg_temp.row_security_of('public.users'), 'forced', 'public.users: row level security is forced');

SELECT set_eq($$SELECT * FROM pg_temp.policies_of('public.users')$$, $$VALUES
  ('users_insert_service_role', 'insert', 'permissive', 'service_role', NULL, 'true'),
  ('users_select_authenticated', 'select', 'permissive', 'authenticated', '((id = ( SELECT auth.uid() AS uid)) OR ( SELECT public.has_role(''emergency''::text) AS has_role))', NULL),
  ('users_select_service_role', 'select', 'permissive', 'service_role', 'true', NULL),
  ('users_update_authenticated', 'update', 'permissive', 'authenticated', '(id = ( SELECT auth.uid() AS uid))', '(id = ( SELECT auth.uid() AS uid))'),
  ('users_update_service_role', 'update', 'permissive', 'service_role', 'true', 'true')$$, 'public.users: policies');

SELECT set_eq($$SELECT * FROM pg_temp.privileges_of('public.users')$$, $$VALUES
  ('name', 'authenticated', 'UPDATE'),
  ('version', 'authenticated', 'UPDATE'),
  (NULL, 'authenticated', 'SELECT')$$, 'public.users: privileges of everyone but the owner');

SELECT is(pg_temp.answer_to('auditor', $$SELECT FROM public.users$$), '42501', 'public.users: SELECT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$INSERT INTO public.users DEFAULT VALUES$$), '42501', 'public.users: INSERT by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$UPDATE public.users SET consent_version = NULL WHERE FALSE$$), '42501', 'public.users: UPDATE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$DELETE FROM public.users WHERE FALSE$$), '42501', 'public.users: DELETE by auditor is refused');

SELECT is(pg_temp.answer_to('auditor', $$TRUNCATE public.users$$), '42501', 'public.users: TRUNCATE by auditor is refused');

-- Functions

SELECT is(pg_temp.function_is('audit.log_chunks()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_chunks(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_documents()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_documents(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_embeddings()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_embeddings(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_parsed_documents()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_parsed_documents(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.log_users()'), 'runs as its owner, search_path pinned, called by nobody else', 'audit.log_users(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('audit.refuse_change()'), 'runs as its caller, search_path pinned, called by nobody else', 'audit.refuse_change(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('private.handle_new_email()'), 'runs as its owner, search_path pinned, called by nobody else', 'private.handle_new_email(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('private.handle_new_user()'), 'runs as its owner, search_path pinned, called by nobody else', 'private.handle_new_user(): runs as its owner, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.has_role(text)'), 'runs as its caller, called by anon and authenticated', 'public.has_role(text): runs as its caller, called by anon and authenticated');

SELECT is(pg_temp.function_is('public.lock_version()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.lock_version(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.match_chunks(extensions.vector, integer, double precision)'), 'runs as its caller, search_path pinned, called by authenticated', 'public.match_chunks(extensions.vector, integer, double precision): runs as its caller, search_path pinned, called by authenticated');

SELECT is(pg_temp.function_is('public.me()'), 'runs as its caller, called by anon and authenticated', 'public.me(): runs as its caller, called by anon and authenticated');

SELECT is(pg_temp.function_is('public.refuse_state()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.refuse_state(): runs as its caller, search_path pinned, called by nobody else');

SELECT is(pg_temp.function_is('public.stamp_updated_at()'), 'runs as its caller, search_path pinned, called by nobody else', 'public.stamp_updated_at(): runs as its caller, search_path pinned, called by nobody else');

SELECT * FROM finish();

ROLLBACK;
