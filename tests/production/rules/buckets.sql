-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

-- buckets: Buckets are rows of the platform's storage; one that is there gets these limits.
INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
VALUES ('documents', 'documents', FALSE, 52428800, ARRAY['application/pdf', 'text/plain'])
ON CONFLICT (id) DO UPDATE SET public = EXCLUDED.public,
  file_size_limit = EXCLUDED.file_size_limit, allowed_mime_types = EXCLUDED.allowed_mime_types;

INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
VALUES ('public''s', 'public''s', TRUE, NULL, NULL)
ON CONFLICT (id) DO UPDATE SET public = EXCLUDED.public,
  file_size_limit = EXCLUDED.file_size_limit, allowed_mime_types = EXCLUDED.allowed_mime_types;

-- buckets: The first folder of a path is the id of the one whose file it is.
CREATE POLICY "documents own folder select" ON storage.objects
FOR SELECT TO authenticated USING (bucket_id = 'documents' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);

CREATE POLICY "documents own folder insert" ON storage.objects
FOR INSERT TO authenticated WITH CHECK (bucket_id = 'documents' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);

CREATE POLICY "documents own folder update" ON storage.objects
FOR UPDATE TO authenticated USING (bucket_id = 'documents' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text) WITH CHECK (bucket_id = 'documents' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);

CREATE POLICY "documents own folder delete" ON storage.objects
FOR DELETE TO authenticated USING (bucket_id = 'documents' AND (storage.foldername(name))[1] = (SELECT auth.uid())::text);

-- =============================================================================
-- users
-- =============================================================================

CREATE TABLE public.users (
  id uuid PRIMARY KEY
);
