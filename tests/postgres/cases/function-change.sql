--- before
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT a + 1 $$;
CREATE FUNCTION g() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN END $$;

--- after
CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT a + 2 $$;
CREATE FUNCTION g() RETURNS text LANGUAGE sql AS $$ SELECT '$function$' $$;
CREATE PROCEDURE p(a int) LANGUAGE plpgsql AS $$ BEGIN END $$;

--- plan
-- expand
CREATE OR REPLACE FUNCTION public.f(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a + 2 $function$;
-- expand
CREATE OR REPLACE PROCEDURE public.p(IN a integer)
 LANGUAGE plpgsql
AS $procedure$ BEGIN END $procedure$;
-- contract, breaks-clients
DROP FUNCTION public.g();
-- contract, breaks-clients
DROP PROCEDURE public.p();
-- contract
CREATE OR REPLACE FUNCTION public.g()
 RETURNS text
 LANGUAGE sql
AS $functionx$ SELECT '$function$' $functionx$;
