-- iteration: 0002_hipaa
-- parent: 301e6b09f875230a257708af3828d267bcd8dce1b8fe6ae94c55d50bfe5167bd
-- hash: 8cc85f754c857c03cfd63e3106ec17ac4d824de0b057c59fa0f7f88076e322e8

-- For a database in use: the file has its own transactions. Where one fails, those before it stay:
--   psql -v ON_ERROR_STOP=1 -f <this file>

-- Roles, settings and extensions; down.sql leaves them

DO $do$ BEGIN
  EXECUTE format('ALTER DATABASE %I ', current_database()) || 'SET idle_in_transaction_session_timeout = ''1min''';
END $do$;

BEGIN;

SET LOCAL lock_timeout = '3s';
SET LOCAL statement_timeout = '30s';

-- phase: expand

-- locks documents: AccessExclusiveLock
ALTER TABLE public.documents ADD COLUMN encryption_key_id uuid;

-- locks users: AccessExclusiveLock
ALTER TABLE public.users ADD COLUMN consent_version text;

-- changes-access: Who sees and changes which rows of chunks changes.
-- locks chunks: AccessExclusiveLock
-- locks documents: AccessShareLock
ALTER POLICY chunks_select_authenticated ON public.chunks USING ((document_id = ANY (ARRAY( SELECT documents.id
   FROM public.documents
  WHERE (documents.user_id = ( SELECT auth.uid() AS uid))))) OR ( SELECT public.has_role('emergency'::text) AS has_role));

-- changes-access: Who sees and changes which rows of documents changes.
-- locks documents: AccessExclusiveLock
ALTER POLICY documents_select_authenticated ON public.documents USING ((user_id = ( SELECT auth.uid() AS uid)) OR ( SELECT public.has_role('emergency'::text) AS has_role));

-- changes-access: Who sees and changes which rows of embeddings changes.
-- locks chunks: AccessShareLock
-- locks documents: AccessShareLock
-- locks embeddings: AccessExclusiveLock
ALTER POLICY embeddings_select_authenticated ON public.embeddings USING ((chunk_id = ANY (ARRAY( SELECT chunks.id
   FROM public.chunks
  WHERE (chunks.document_id = ANY (ARRAY( SELECT documents.id
           FROM public.documents
          WHERE (documents.user_id = ( SELECT auth.uid() AS uid)))))))) OR ( SELECT public.has_role('emergency'::text) AS has_role));

-- changes-access: Who sees and changes which rows of parsed_documents changes.
-- locks documents: AccessShareLock
-- locks parsed_documents: AccessExclusiveLock
ALTER POLICY parsed_documents_select_authenticated ON public.parsed_documents USING ((document_id = ANY (ARRAY( SELECT documents.id
   FROM public.documents
  WHERE (documents.user_id = ( SELECT auth.uid() AS uid))))) OR ( SELECT public.has_role('emergency'::text) AS has_role));

-- changes-access: Who sees and changes which rows of users changes.
-- locks users: AccessExclusiveLock
ALTER POLICY users_select_authenticated ON public.users USING ((id = ( SELECT auth.uid() AS uid)) OR ( SELECT public.has_role('emergency'::text) AS has_role));

-- locks documents: AccessShareLock
GRANT INSERT (encryption_key_id), UPDATE (encryption_key_id) ON TABLE public.documents TO service_role;

-- locks users: AccessShareLock
GRANT INSERT (consent_version), UPDATE (consent_version) ON TABLE public.users TO service_role;

-- locks documents: ShareUpdateExclusiveLock
COMMENT ON COLUMN public.documents.encryption_key_id IS 'The secret in Supabase Vault that the content is encrypted with.';

-- locks users: ShareUpdateExclusiveLock
COMMENT ON COLUMN public.users.consent_version IS 'The version of the consent text that was agreed to.';

COMMIT;
