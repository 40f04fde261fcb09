--- before
CREATE LANGUAGE kept HANDLER plpgsql_call_handler;
CREATE TRUSTED LANGUAGE gone HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler VALIDATOR plpgsql_validator;
CREATE FUNCTION f() RETURNS integer LANGUAGE kept AS 'BEGIN RETURN 1; END';
CREATE TRANSFORM FOR integer LANGUAGE kept (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
CREATE TRANSFORM FOR bigint LANGUAGE kept (FROM SQL WITH FUNCTION prsd_lextype(internal));
COMMENT ON LANGUAGE kept IS 'Old';

--- after
CREATE TRUSTED LANGUAGE kept HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;
CREATE LANGUAGE "Added" HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;
CREATE FUNCTION f() RETURNS integer LANGUAGE kept AS 'BEGIN RETURN 1; END';
CREATE FUNCTION g() RETURNS integer LANGUAGE "Added" AS 'BEGIN RETURN 1; END';
CREATE TRANSFORM FOR integer LANGUAGE kept (FROM SQL WITH FUNCTION prsd_lextype(internal));
CREATE TRANSFORM FOR smallint LANGUAGE "Added" (TO SQL WITH FUNCTION int2recv(internal));
COMMENT ON LANGUAGE kept IS 'New';
COMMENT ON TRANSFORM FOR smallint LANGUAGE "Added" IS 'Small';

--- plan
-- expand
CREATE LANGUAGE "Added" HANDLER plpgsql_call_handler INLINE plpgsql_inline_handler;
-- expand
CREATE OR REPLACE FUNCTION public.g()
 RETURNS integer
 LANGUAGE "Added"
AS $function$BEGIN RETURN 1; END$function$;
-- expand
CREATE TRANSFORM FOR smallint LANGUAGE "Added" (TO SQL WITH FUNCTION int2recv(internal));
-- expand
COMMENT ON TRANSFORM FOR smallint LANGUAGE "Added" IS 'Small';
-- contract, breaks-clients
DROP TRANSFORM FOR bigint LANGUAGE kept;
-- expand
CREATE OR REPLACE TRUSTED LANGUAGE kept HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;
-- expand
CREATE OR REPLACE TRANSFORM FOR integer LANGUAGE kept (FROM SQL WITH FUNCTION prsd_lextype(internal));
-- expand
COMMENT ON LANGUAGE kept IS 'New';
-- contract, breaks-clients
DROP LANGUAGE gone;
