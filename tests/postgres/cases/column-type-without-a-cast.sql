--- before
CREATE SCHEMA old;
CREATE TYPE old.size AS ENUM ('small', 'large');
CREATE TYPE old.point AS (x int, y int);
CREATE TABLE t (id int PRIMARY KEY, s old.size DEFAULT 'small', ss old.size[], p old.point, n numeric, b boolean, u text);
INSERT INTO t VALUES (1, 'large', '{small,large}', '(1,2)', 1.5, true, '00000000-0000-0000-0000-000000000001');

--- after
CREATE SCHEMA old;
CREATE TYPE old.size AS ENUM ('small', 'large');
CREATE TYPE old.point AS (x int, y int);
CREATE TYPE size AS ENUM ('small', 'medium', 'large');
CREATE TYPE point3 AS (x bigint, y bigint);
CREATE TABLE t (id int PRIMARY KEY, s size DEFAULT 'small', ss size[], p point3, n int, b int, u uuid);
INSERT INTO t VALUES (1, 'large', '{small,large}', '(1,2)', 1, 1, '00000000-0000-0000-0000-000000000001');

--- plan
-- expand
CREATE TYPE public.size AS ENUM ('small', 'medium', 'large');
-- expand
CREATE TYPE public.point3 AS (
  x bigint,
  y bigint
);
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN b TYPE integer USING b::integer;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN n TYPE integer;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN p TYPE public.point3 USING p::text::public.point3;
-- contract
ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN s TYPE public.size USING s::text::public.size;
-- contract
ALTER TABLE public.t ALTER COLUMN s SET DEFAULT 'small'::public.size;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN ss TYPE public.size[] USING ss::text[]::public.size[];
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN u TYPE uuid USING u::uuid;
