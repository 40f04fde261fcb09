-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- accounts
-- checks: accounts_state_check, accounts_opened at_check, closed_after_opened
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  state varchar(2),
  "opened at" date,
  closed_at date,
  CONSTRAINT accounts_state_check CHECK (state ~ '^[A-Z]{2}$'),
  CONSTRAINT "accounts_opened at_check" CHECK ("opened at" > '2000-01-01'),
  CONSTRAINT closed_after_opened CHECK (closed_at >= "opened at")
);
