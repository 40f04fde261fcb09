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
-- unique: accounts_number_key, accounts_owner_id_key
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  number varchar(20),
  deleted_at timestamptz,
  owner_id uuid,
  CONSTRAINT accounts_number_key UNIQUE (number),
  CONSTRAINT accounts_owner_id_key UNIQUE (owner_id)
);
