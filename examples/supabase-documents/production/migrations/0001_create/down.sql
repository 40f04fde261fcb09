-- iteration: 0001_create
-- parent: none
-- hash: 301e6b09f875230a257708af3828d267bcd8dce1b8fe6ae94c55d50bfe5167bd

-- phase: contract

-- changes-access: What authenticated may do on public changes.
REVOKE USAGE ON SCHEMA public FROM authenticated;

-- changes-access: What service_role may do on public changes.
REVOKE USAGE ON SCHEMA public FROM service_role;

-- changes-access: Who sees and changes which rows of storage.objects changes.
DROP POLICY "documents own folder delete" ON storage.objects;

-- changes-access: Who sees and changes which rows of storage.objects changes.
DROP POLICY "documents own folder insert" ON storage.objects;

-- changes-access: Who sees and changes which rows of storage.objects changes.
DROP POLICY "documents own folder select" ON storage.objects;

DROP TRIGGER on_auth_user_created ON auth.users;

DROP TRIGGER on_auth_user_email_changed ON auth.users;

-- breaks-clients: private.handle_new_email() is gone.
DROP FUNCTION private.handle_new_email();

-- breaks-clients: private.handle_new_user() is gone.
DROP FUNCTION private.handle_new_user();

-- breaks-clients: public.has_role(text) is gone.
DROP FUNCTION public.has_role(text);

-- breaks-clients: public.match_chunks(extensions.vector, integer, double precision) is gone.
DROP FUNCTION public.match_chunks(extensions.vector, integer, double precision);

-- breaks-clients: public.me() is gone.
DROP FUNCTION public.me();

-- deletes-data: All rows of audit.log are lost.
DROP TABLE audit.log;

-- breaks-clients: audit.refuse_change() is gone.
DROP FUNCTION audit.refuse_change();

-- deletes-data: All rows of embeddings are lost.
DROP TABLE public.embeddings;

-- breaks-clients: audit.log_embeddings() is gone.
DROP FUNCTION audit.log_embeddings();

-- deletes-data: All rows of chunks are lost.
DROP TABLE public.chunks;

-- breaks-clients: audit.log_chunks() is gone.
DROP FUNCTION audit.log_chunks();

-- deletes-data: All rows of parsed_documents are lost.
DROP TABLE public.parsed_documents;

-- breaks-clients: audit.log_parsed_documents() is gone.
DROP FUNCTION audit.log_parsed_documents();

-- deletes-data: All rows of documents are lost.
DROP TABLE public.documents;

-- breaks-clients: audit.log_documents() is gone.
DROP FUNCTION audit.log_documents();

-- breaks-clients: public.refuse_state() is gone.
DROP FUNCTION public.refuse_state();

-- deletes-data: All rows of users are lost.
DROP TABLE public.users;

-- breaks-clients: audit.log_users() is gone.
DROP FUNCTION audit.log_users();

-- breaks-clients: public.lock_version() is gone.
DROP FUNCTION public.lock_version();

-- breaks-clients: public.stamp_updated_at() is gone.
DROP FUNCTION public.stamp_updated_at();

-- breaks-clients: Schema audit is gone.
DROP SCHEMA audit;

-- breaks-clients: Schema private is gone.
DROP SCHEMA private;
