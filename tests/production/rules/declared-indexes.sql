-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text,
  number text,
  form jsonb,
  tags text[],
  email text,
  deleted_at timestamptz
);

-- declared-indexes: The entity declares it.
CREATE INDEX accounts_name_number_desc_idx ON public.accounts (name, number DESC);

CREATE INDEX accounts_expression_996509_idx ON public.accounts (name text_pattern_ops DESC);

CREATE INDEX accounts_expression_gin_9bc8dd_idx ON public.accounts USING gin (form jsonb_path_ops);

CREATE INDEX accounts_tags_gin_idx ON public.accounts USING gin (tags);

CREATE INDEX accounts_by_name ON public.accounts ((lower(name))) INCLUDE (number);

CREATE UNIQUE INDEX accounts_email_1575e3_key ON public.accounts (email) WHERE deleted_at is null;
