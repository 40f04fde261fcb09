--- before
CREATE TABLE t (a int, b text, c int);
CREATE VIEW v AS SELECT a, b FROM t;
ALTER VIEW v ALTER COLUMN b SET DEFAULT 'old';
CREATE VIEW w AS SELECT a, b, c FROM t;
ALTER VIEW w ALTER COLUMN a SET DEFAULT 1, ALTER COLUMN b SET DEFAULT 'b', ALTER COLUMN c SET DEFAULT 3;

--- after
CREATE FUNCTION word() RETURNS text LANGUAGE sql AS 'SELECT ''new''';
CREATE TABLE t (a int, b text, c int);
CREATE VIEW v AS SELECT b, a FROM t;
ALTER VIEW v ALTER COLUMN b SET DEFAULT 'old';
CREATE VIEW w AS SELECT a, b, c FROM t;
ALTER VIEW w ALTER COLUMN b SET DEFAULT word(), ALTER COLUMN c SET DEFAULT 3;
CREATE VIEW x AS SELECT a FROM t;
ALTER VIEW x ALTER COLUMN a SET DEFAULT 5;

--- plan
-- expand
CREATE VIEW public.x AS
SELECT a
   FROM public.t;
-- expand
ALTER VIEW public.x ALTER COLUMN a SET DEFAULT 5;
-- expand
CREATE OR REPLACE FUNCTION public.word()
 RETURNS text
 LANGUAGE sql
AS $function$SELECT 'new'$function$;
-- expand
ALTER VIEW public.w ALTER COLUMN b SET DEFAULT public.word();
-- contract
ALTER VIEW public.w ALTER COLUMN a DROP DEFAULT;
-- contract, breaks-clients
DROP VIEW public.v;
-- contract
CREATE VIEW public.v AS
SELECT b,
    a
   FROM public.t;
-- contract
ALTER VIEW public.v ALTER COLUMN b SET DEFAULT 'old'::text;
