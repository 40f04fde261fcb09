-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- accounts
-- not-null: name
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  phone text
);
