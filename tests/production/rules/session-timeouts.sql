-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

-- session-timeouts: Counts for every session that begins afterwards.
DO $do$ BEGIN
  EXECUTE format('ALTER DATABASE %I ', current_database()) || 'SET idle_in_transaction_session_timeout = ''1min''';
END $do$;

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY
);
