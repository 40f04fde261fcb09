-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- people
-- =============================================================================

CREATE TABLE public.people (
  id uuid PRIMARY KEY
);

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text,
  number text,
  form jsonb,
  tags text[],
  status text,
  created_at timestamptz,
  owner_id uuid
);

-- query-indexes: Serves the query by_owner.
CREATE INDEX accounts_owner_id_status_created_at_desc_idx ON public.accounts (owner_id, status, created_at DESC);

-- query-indexes: Serves the query starts_with.
CREATE INDEX accounts_expression_159403_idx ON public.accounts (number text_pattern_ops);

-- query-indexes: Serves the query with.
CREATE INDEX accounts_expression_gin_9bc8dd_idx ON public.accounts USING gin (form jsonb_path_ops);

CREATE INDEX accounts_tags_gin_idx ON public.accounts USING gin (tags);

-- query-indexes: Serves the query about.
CREATE INDEX accounts_expression_gin_ec4cd9_idx ON public.accounts USING gin (to_tsvector('simple', COALESCE(name, '') || ' ' || COALESCE(number, '')));
