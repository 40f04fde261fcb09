-- The production schema of test, for PostgreSQL 15 and later. Made by `schema harden`: change the definitions, not this file.
-- Load it into an empty database, as the role that is to own it:
--   psql -v ON_ERROR_STOP=1 --single-transaction -f schema.sql

-- =============================================================================
-- customers
-- json-shape: customers_preferences_shape, customers_profile_shape
-- =============================================================================

CREATE TABLE public.customers (
  id uuid PRIMARY KEY,
  preferences jsonb,
  profile json,
  CONSTRAINT customers_preferences_shape CHECK (preferences @@ E'$.type() == "object" &&
    $."language".type() == "string" && ($."language" == "de" || $."language" == "en") &&
    (!exists($."newsletter") || $."newsletter".type() == "null" || $."newsletter".type() == "boolean") &&
    (!exists($."a \\"b\\"") || $."a \\"b\\"".type() == "null" || $."a \\"b\\"".type() == "string")'),
  CONSTRAINT customers_profile_shape CHECK (profile::jsonb @@ '$.type() == "object" &&
    $."id".type() == "string" && $."id" like_regex "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$" &&
    (!exists($."birthday") || $."birthday".type() == "null" || ($."birthday".type() == "string" && $."birthday" like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")) &&
    $."zip".type() == "string" &&
    $."visits".type() == "number" && $."visits".floor() == $."visits" &&
    $."tags".type() == "array" && !($."tags"[*].type() != "string") &&
    (!exists($."sizes") || $."sizes".type() == "null" || ($."sizes".type() == "array" && !($."sizes"[*].type() != "number") && !exists($."sizes"[*] ? (!(@.floor() == @))))) &&
    (!exists($."grid") || $."grid".type() == "null" || ($."grid".type() == "array" && !($."grid"[*].type() != "array") && !($."grid"[*][*].type() != "number") && !exists($."grid"[*][*] ? (!(@.floor() == @))))) &&
    exists($."anything") &&
    (!exists($."address") || $."address".type() == "null" || ($."address".type() == "object" && $."address"."street".type() == "string" && $."address"."geo".type() == "object" && $."address"."geo"."lat".type() == "number" && $."address"."geo"."lon".type() == "number" && (!exists($."address"."since") || $."address"."since".type() == "null" || ($."address"."since".type() == "string" && $."address"."since" like_regex "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$"))))' AND char_length(profile::jsonb #>> '{"zip"}') <= 10)
);
