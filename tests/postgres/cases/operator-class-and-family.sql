--- before
CREATE TYPE pair AS (a integer, b integer);
CREATE OPERATOR FAMILY kept USING btree;
ALTER OPERATOR FAMILY kept USING btree ADD OPERATOR 1 < (integer, bigint), OPERATOR 3 = (integer, bigint);
CREATE OPERATOR FAMILY gone USING hash;
CREATE OPERATOR CLASS changed FOR TYPE integer USING btree FAMILY kept AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);
CREATE TABLE t (a integer);
CREATE INDEX t_a ON t (a changed);

--- after
CREATE FUNCTION backwards(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp($2, $1)';
CREATE OPERATOR FAMILY kept USING btree;
ALTER OPERATOR FAMILY kept USING btree ADD OPERATOR 1 < (integer, bigint), FUNCTION 1 (integer, bigint) btint48cmp(integer, bigint);
CREATE OPERATOR CLASS changed FOR TYPE integer USING btree FAMILY kept AS
  OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 backwards(integer, integer);
CREATE TYPE pair AS (a integer, b integer);
CREATE OPERATOR CLASS "Added" DEFAULT FOR TYPE pair USING gist AS STORAGE text;
CREATE OPERATOR CLASS nothing FOR TYPE integer USING hash AS STORAGE integer;
CREATE TABLE t (a integer);
CREATE INDEX t_a ON t (a changed);
COMMENT ON OPERATOR CLASS changed USING btree IS 'From the end';
COMMENT ON OPERATOR FAMILY kept USING btree IS 'Numbers';

--- plan
-- expand
CREATE OR REPLACE FUNCTION public.backwards(integer, integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT btint4cmp($2, $1)$function$;
-- expand
CREATE OPERATOR FAMILY public."Added" USING gist;
-- expand
CREATE OPERATOR FAMILY public.nothing USING hash;
-- expand
CREATE OPERATOR CLASS public."Added" DEFAULT FOR TYPE public.pair USING gist FAMILY public."Added" AS
  STORAGE text;
-- expand
CREATE OPERATOR CLASS public.nothing FOR TYPE integer USING hash FAMILY public.nothing AS
  STORAGE integer;
-- contract, breaks-clients
DROP OPERATOR FAMILY public.gone USING hash;
-- contract
DROP INDEX public.t_a;
-- contract, breaks-clients
DROP OPERATOR CLASS public.changed USING btree;
-- expand
ALTER OPERATOR FAMILY public.kept USING btree DROP OPERATOR 3 (integer, bigint);
-- expand
ALTER OPERATOR FAMILY public.kept USING btree ADD FUNCTION 1 (integer, bigint) btint48cmp(integer,bigint);
-- expand
COMMENT ON OPERATOR FAMILY public.kept USING btree IS 'Numbers';
-- contract
CREATE OPERATOR CLASS public.changed FOR TYPE integer USING btree FAMILY public.kept AS
  FUNCTION 1 (integer, integer) public.backwards(integer,integer),
  OPERATOR 1 >(integer,integer),
  OPERATOR 2 >=(integer,integer),
  OPERATOR 3 =(integer,integer),
  OPERATOR 4 <=(integer,integer),
  OPERATOR 5 <(integer,integer);
-- expand
COMMENT ON OPERATOR CLASS public.changed USING btree IS 'From the end';
-- contract, blocks-writes, scans-table
CREATE INDEX t_a ON public.t USING btree (a public.changed);
