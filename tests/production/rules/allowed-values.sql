-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Types
-- =============================================================================

CREATE TYPE public.mood AS ENUM ('sad', 'ok');

-- =============================================================================
-- accounts
-- allowed-values: accounts_status_values, accounts_type_values, accounts_days_values
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  status text,
  type varchar(50),
  days text[],
  mood public.mood,
  CONSTRAINT accounts_status_values CHECK (status IN ('Active', 'It''s over')),
  CONSTRAINT accounts_type_values CHECK (type::text IN ('Residential', 'Commercial')),
  CONSTRAINT accounts_days_values CHECK (days <@ ARRAY['mon', 'tue']::text[])
);
