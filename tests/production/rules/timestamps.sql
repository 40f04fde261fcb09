-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

-- timestamps: Sets updated_at, for every table that has one.
CREATE FUNCTION public.stamp_updated_at() RETURNS trigger
LANGUAGE plpgsql SET search_path = ''
AS $body$
BEGIN
  new.updated_at := now();
  RETURN new;
END
$body$;

-- =============================================================================
-- accounts
-- =============================================================================

CREATE TABLE public.accounts (
  id uuid PRIMARY KEY,
  updated_at timestamp,
  created_at timestamptz
);

-- =============================================================================
-- tags
-- =============================================================================

CREATE TABLE public.tags (
  id uuid PRIMARY KEY,
  net integer,
  gross integer GENERATED ALWAYS AS (net + 1) STORED,
  created_at timestamptz,
  updated_at timestamptz
);

-- =============================================================================
-- account_tags: Links account to tag.
-- =============================================================================

CREATE TABLE public.account_tags (
  account_id uuid,
  tag_id uuid,
  created_at timestamptz,
  PRIMARY KEY (account_id, tag_id)
);

-- =============================================================================
-- accounts: triggers, access
-- =============================================================================

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.accounts
FOR EACH ROW WHEN (old.* *<> new.*) EXECUTE FUNCTION public.stamp_updated_at();

-- =============================================================================
-- tags: triggers, access
-- =============================================================================

-- timestamps: Sets updated_at when a row changes.
CREATE TRIGGER stamp_updated_at BEFORE UPDATE ON public.tags
FOR EACH ROW WHEN (old.id IS DISTINCT FROM new.id OR old.net IS DISTINCT FROM new.net OR old.created_at IS DISTINCT FROM new.created_at OR old.updated_at IS DISTINCT FROM new.updated_at) EXECUTE FUNCTION public.stamp_updated_at();
