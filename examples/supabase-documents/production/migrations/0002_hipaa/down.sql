-- iteration: 0002_hipaa
-- parent: 703fbb038bda4f4e7615942237cff2113ea554e71cea014fb1dae9a6b695e136
-- hash: 8cc754a2f23929298cb9a2066c0afae815753b3dd86c0fac3d7cdac9f5d35621

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
