--- before
CREATE TYPE gone AS RANGE (SUBTYPE = int);
CREATE TYPE speed AS RANGE (SUBTYPE = float4);
CREATE TABLE t (id int, s speed NOT NULL DEFAULT '[1,2)', ss speed[], m speed_multirange);
CREATE INDEX ON t USING gist (s);
INSERT INTO t VALUES (1, '[1,2]', '{"[3,4)"}', '{[1,2),[3,4)}');

--- after
CREATE FUNCTION "minutes between"(a time, b time) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$ SELECT extract(epoch FROM a - b)::float8 / 60 $$;
CREATE TYPE hours AS RANGE (SUBTYPE = time, SUBTYPE_DIFF = "minutes between", MULTIRANGE_TYPE_NAME = opening);
CREATE TYPE words AS RANGE (SUBTYPE = text, COLLATION = "C", SUBTYPE_OPCLASS = text_pattern_ops);
COMMENT ON TYPE hours IS 'From and to.';
REVOKE ALL ON TYPE hours FROM PUBLIC;
CREATE TYPE speed AS RANGE (SUBTYPE = float8);
CREATE TABLE t (id int, s speed NOT NULL DEFAULT '[1,2)', ss speed[], m speed_multirange);
CREATE INDEX ON t USING gist (s);
CREATE TABLE shops (open opening);

--- plan
-- expand
CREATE TYPE public.words AS RANGE (
  SUBTYPE = text,
  SUBTYPE_OPCLASS = pg_catalog.text_pattern_ops,
  COLLATION = pg_catalog."C",
  MULTIRANGE_TYPE_NAME = public.words_multirange
);
-- expand
CREATE OR REPLACE FUNCTION public."minutes between"(a time without time zone, b time without time zone)
 RETURNS double precision
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT extract(epoch FROM a - b)::float8 / 60 $function$;
-- expand
CREATE TYPE public.hours AS RANGE (
  SUBTYPE = time without time zone,
  SUBTYPE_DIFF = public."minutes between",
  MULTIRANGE_TYPE_NAME = public.opening
);
-- expand
CREATE TABLE public.shops (
  open public.opening
);
-- expand
REVOKE USAGE ON TYPE public.hours FROM PUBLIC;
-- expand
COMMENT ON TYPE public.hours IS 'From and to.';
-- contract
DROP INDEX public.t_s_idx;
-- contract, breaks-clients
DROP TYPE public.gone;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN m TYPE text USING m::text;
-- contract
ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN s TYPE text USING s::text;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN ss TYPE text[] USING ss::text[];
-- contract
DROP TYPE public.speed;
-- contract
CREATE TYPE public.speed AS RANGE (
  SUBTYPE = double precision,
  MULTIRANGE_TYPE_NAME = public.speed_multirange
);
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN m TYPE public.speed_multirange USING m::public.speed_multirange;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN s TYPE public.speed USING s::public.speed;
-- contract
ALTER TABLE public.t ALTER COLUMN s SET DEFAULT '[1,2)'::public.speed;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN ss TYPE public.speed[] USING ss::public.speed[];
-- contract, blocks-writes, scans-table
CREATE INDEX t_s_idx ON public.t USING gist (s);
