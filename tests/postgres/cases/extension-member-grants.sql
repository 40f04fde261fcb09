--- before
CREATE ROLE clerk; CREATE ROLE leaver;
CREATE EXTENSION citext;
CREATE EXTENSION hstore;
GRANT EXECUTE ON FUNCTION hstore(text, text) TO leaver;
GRANT USAGE ON TYPE citext TO leaver;

--- after
CREATE ROLE clerk;
CREATE EXTENSION citext;
REVOKE EXECUTE ON FUNCTION citext_eq(citext, citext) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION citext_eq(citext, citext) TO clerk;
CREATE EXTENSION pg_trgm;
REVOKE EXECUTE ON FUNCTION similarity(text, text) FROM PUBLIC;

--- plan
-- expand
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
-- expand, changes-access
REVOKE EXECUTE ON FUNCTION public.citext_eq(public.citext, public.citext) FROM PUBLIC;
-- expand, changes-access
GRANT EXECUTE ON FUNCTION public.citext_eq(public.citext, public.citext) TO clerk;
-- expand
REVOKE EXECUTE ON FUNCTION public.similarity(text, text) FROM PUBLIC;
-- contract, changes-access
REVOKE USAGE ON TYPE public.citext FROM leaver;
-- contract, breaks-clients
DROP EXTENSION hstore;
-- contract, changes-access
DROP ROLE leaver;
