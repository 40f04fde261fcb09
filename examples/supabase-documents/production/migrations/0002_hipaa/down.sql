-- iteration: 0002_hipaa
-- parent: 301e6b09f875230a257708af3828d267bcd8dce1b8fe6ae94c55d50bfe5167bd
-- hash: 8cc85f754c857c03cfd63e3106ec17ac4d824de0b057c59fa0f7f88076e322e8

-- For a database in use: the file has its own transactions. Where one fails, those before it stay:
--   psql -v ON_ERROR_STOP=1 -f <this file>

BEGIN;

SET LOCAL lock_timeout = '3s';
SET LOCAL statement_timeout = '30s';

-- phase: expand

-- changes-access: Who sees and changes which rows of chunks changes.
ALTER POLICY chunks_select_authenticated ON public.chunks USING (document_id = ANY (ARRAY( SELECT documents.id
   FROM public.documents
  WHERE (documents.user_id = ( SELECT auth.uid() AS uid)))));

-- changes-access: Who sees and changes which rows of documents changes.
ALTER POLICY documents_select_authenticated ON public.documents USING (user_id = ( SELECT auth.uid() AS uid));

-- changes-access: Who sees and changes which rows of embeddings changes.
ALTER POLICY embeddings_select_authenticated ON public.embeddings USING (chunk_id = ANY (ARRAY( SELECT chunks.id
   FROM public.chunks
  WHERE (chunks.document_id = ANY (ARRAY( SELECT documents.id
           FROM public.documents
          WHERE (documents.user_id = ( SELECT auth.uid() AS uid))))))));

-- changes-access: Who sees and changes which rows of parsed_documents changes.
ALTER POLICY parsed_documents_select_authenticated ON public.parsed_documents USING (document_id = ANY (ARRAY( SELECT documents.id
   FROM public.documents
  WHERE (documents.user_id = ( SELECT auth.uid() AS uid)))));

-- changes-access: Who sees and changes which rows of users changes.
ALTER POLICY users_select_authenticated ON public.users USING (id = ( SELECT auth.uid() AS uid));

-- phase: contract

-- deletes-data: All values of documents.encryption_key_id are lost.
ALTER TABLE public.documents DROP COLUMN encryption_key_id;

-- deletes-data: All values of users.consent_version are lost.
ALTER TABLE public.users DROP COLUMN consent_version;

COMMIT;
