-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- Roles, settings and functions
-- =============================================================================

-- access-functions: The current user's id, from the setting app.user_id.
CREATE FUNCTION public.me() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.user_id', TRUE), ''))::bigint;

-- access-functions: Their roles, from the setting app.roles.
CREATE FUNCTION public.has_role(wanted text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE
RETURN COALESCE(wanted = ANY (string_to_array(current_setting('app.roles', TRUE), ',')), FALSE);

-- access-functions: What else a session brings, from the setting of the form claim.name.
CREATE FUNCTION public.claim(wanted text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = ''
AS $body$ SELECT NULLIF(current_setting('claim.' || wanted, TRUE), '') $body$;

-- =============================================================================
-- users
-- =============================================================================

CREATE TABLE public.users (
  id bigint PRIMARY KEY,
  link text
);
