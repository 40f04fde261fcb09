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
-- territories
-- =============================================================================

CREATE TABLE public.territories (
  country text,
  number integer,
  PRIMARY KEY (country, number)
);

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  owner_id uuid,
  territory_country text,
  territory_number integer
);

-- foreign-key-indexes: Finds the rows that refer through owner.
CREATE INDEX accounts_owner_id_idx ON public.accounts (owner_id);

-- foreign-key-indexes: Finds the rows that refer through territory.
CREATE INDEX accounts_territory_country_territory_number_idx ON public.accounts (territory_country, territory_number);
