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
-- unique: accounts_number_key
-- foreign-keys: accounts_owner_id_fkey
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  number text,
  status text,
  created_at timestamptz,
  owner_id uuid,
  CONSTRAINT accounts_number_key UNIQUE (number),
  CONSTRAINT accounts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.people (id) ON DELETE RESTRICT
);

-- declared-indexes: The entity declares it. Serves the query by_status.
CREATE INDEX accounts_status_idx ON public.accounts (status);

-- query-indexes: Serves the query by_owner. The entity declares it. Finds the rows that refer through owner.
CREATE INDEX accounts_owner_id_status_created_at_idx ON public.accounts (owner_id, status, created_at);
