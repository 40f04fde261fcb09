-- iteration: 0002_hipaa
-- parent: f889bf3d94708d27d1ca4eafffdad3b263e46e05b2d94671c6c426c5c1e1d6e5
-- hash: f1ea5137d607d30d4337b543ca9e1c77e46057be7671fcfc98bf6e1c5f369d4d

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
