--- before
CREATE TYPE part AS (name text, count int, note text);
CREATE TABLE t (id int, p part DEFAULT ROW('x', 1, NULL), ps part[]);
INSERT INTO t VALUES (1, ROW('a', 1, 'n'), ARRAY[ROW('b', 2, 'm')::part, NULL]), (2, NULL, NULL), (3, ROW(NULL, NULL, NULL), '{}');
COMMENT ON TYPE part IS 'Of a machine.';

--- after
CREATE TYPE part AS (count bigint, name text, price numeric(10,2));
CREATE TABLE t (id int, p part, ps part[]);
COMMENT ON TYPE part IS 'Of a machine.';

--- plan
-- contract
COMMENT ON TYPE public.part IS NULL;
-- contract
ALTER TYPE public.part RENAME TO part__old;
-- contract
CREATE TYPE public.part AS (
  count bigint,
  name text,
  price numeric(10,2)
);
-- contract
CREATE FUNCTION pg_temp.converted(public.part__old[]) RETURNS public.part[] LANGUAGE sql AS 'SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT CASE WHEN $1[i] IS DISTINCT FROM NULL THEN ROW(($1[i]).count::text::bigint, ($1[i]).name, NULL)::public.part END FROM generate_subscripts($1, 1) AS i ORDER BY i) END';
-- contract
ALTER TABLE public.t ALTER COLUMN p DROP DEFAULT;
-- contract, rewrites-table, blocks-reads, may-fail, deletes-data
ALTER TABLE public.t ALTER COLUMN p TYPE public.part USING CASE WHEN p IS DISTINCT FROM NULL THEN ROW((p).count::text::bigint, (p).name, NULL)::public.part END;
-- contract, rewrites-table, blocks-reads, may-fail, deletes-data
ALTER TABLE public.t ALTER COLUMN ps TYPE public.part[] USING pg_temp.converted(ps);
-- contract
DROP FUNCTION pg_temp.converted(public.part__old[]);
-- contract
DROP TYPE public.part__old;
-- expand
ALTER TABLE public.t ALTER COLUMN p DROP DEFAULT;
-- contract
COMMENT ON TYPE public.part IS 'Of a machine.';
