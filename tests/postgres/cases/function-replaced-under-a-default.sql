--- before
CREATE FUNCTION n() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE TABLE t (id bigint DEFAULT n(), g int);

--- after
CREATE FUNCTION n() RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$;
CREATE TABLE t (id bigint DEFAULT n(), g int);

--- plan
-- contract
ALTER TABLE public.t ALTER COLUMN id DROP DEFAULT;
-- contract, breaks-clients
DROP FUNCTION public.n();
-- contract
CREATE OR REPLACE FUNCTION public.n()
 RETURNS bigint
 LANGUAGE sql
AS $function$ SELECT 1::bigint $function$;
-- contract
ALTER TABLE public.t ALTER COLUMN id SET DEFAULT public.n();
