--- before
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION grade(mood) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT CASE $1 WHEN 'ok' THEN 1 ELSE 0 END $$;
CREATE CAST (mood AS int) WITH FUNCTION grade(mood);
CREATE CAST (mood AS varchar) WITH INOUT AS ASSIGNMENT;
CREATE TABLE t (m mood);
CREATE VIEW v AS SELECT m::int AS grade FROM t;

--- after
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION grade(mood) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT CASE $1 WHEN 'ok' THEN 1 ELSE 0 END $$;
CREATE CAST (mood AS int) WITH FUNCTION grade(mood) AS IMPLICIT;
CREATE TYPE temper AS ENUM ('calm');
CREATE CAST (temper AS mood) WITH INOUT AS ASSIGNMENT;
COMMENT ON CAST (temper AS mood) IS 'By name.';
CREATE TABLE t (m mood);
CREATE VIEW v AS SELECT m::int AS grade FROM t;

--- plan
-- expand
CREATE TYPE public.temper AS ENUM ('calm');
-- expand
CREATE CAST (public.temper AS public.mood) WITH INOUT AS ASSIGNMENT;
-- expand
COMMENT ON CAST (public.temper AS public.mood) IS 'By name.';
-- contract, breaks-clients
DROP CAST (public.mood AS character varying);
-- contract, breaks-clients
DROP CAST (public.mood AS integer);
-- contract
CREATE CAST (public.mood AS integer) WITH FUNCTION public.grade(public.mood) AS IMPLICIT;
