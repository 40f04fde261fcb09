-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- accounts: Whom we serve.
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text,
  fax text
);

-- comments: From the definition.
COMMENT ON TABLE public.accounts IS 'Whom we serve.';

-- comments: Classified as personal data.
COMMENT ON COLUMN public.accounts.name IS 'It''s printed. [pii: personal]';

-- comments: From the definition.
COMMENT ON COLUMN public.accounts.fax IS 'Deprecated: use email';
