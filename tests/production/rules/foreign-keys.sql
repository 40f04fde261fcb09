-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- people
-- foreign-keys: people_main_account_id_fkey
-- =============================================================================

CREATE TABLE public.people (
  id uuid PRIMARY KEY,
  main_account_id uuid
);

-- =============================================================================
-- territories
-- =============================================================================

CREATE TABLE public.territories (
  country text,
  number integer,
  PRIMARY KEY (country, number)
);

-- =============================================================================
-- accounts
-- foreign-keys: accounts_owner_id_fkey, accounts_parent_id_fkey, accounts_territory_country_territory_number_fkey
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  owner_id uuid,
  parent_id uuid,
  territory_country text,
  territory_number integer,
  CONSTRAINT accounts_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.people (id) ON DELETE RESTRICT,
  CONSTRAINT accounts_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.accounts (id) ON DELETE RESTRICT,
  CONSTRAINT accounts_territory_country_territory_number_fkey FOREIGN KEY (territory_country, territory_number) REFERENCES public.territories (country, number) ON DELETE SET NULL ON UPDATE CASCADE
);

-- =============================================================================
-- References between tables that refer to each other
-- =============================================================================

-- foreign-keys
ALTER TABLE public.people ADD CONSTRAINT people_main_account_id_fkey FOREIGN KEY (main_account_id) REFERENCES public.accounts (id) ON DELETE RESTRICT;
