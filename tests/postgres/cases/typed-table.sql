--- before
CREATE TYPE pair AS (a int, b text);
CREATE TYPE grows AS (a int);
CREATE TABLE lets_go OF pair (PRIMARY KEY (a));
CREATE TABLE takes (a int NOT NULL DEFAULT 1, b text);
CREATE TABLE grown OF grows;
CREATE TABLE goes OF grows;
CREATE TABLE moves OF pair;

--- after
CREATE TYPE pair AS (a int, b text);
CREATE TYPE grows AS (a bigint, "New" text);
CREATE TABLE lets_go (a int, b text, c int, PRIMARY KEY (a));
CREATE TABLE takes OF pair (a NOT NULL DEFAULT 1);
CREATE TABLE grown OF grows;
CREATE TABLE moves OF grows;
CREATE TABLE made OF pair (a WITH OPTIONS DEFAULT 2 CHECK (a > 1), b NOT NULL, PRIMARY KEY (a));
CREATE TABLE plain OF pair;
CREATE TABLE parted OF pair PARTITION BY LIST (a);
COMMENT ON COLUMN made.b IS 'Second';

--- plan
-- question: column moves.b = moves."New"
-- expand
CREATE TABLE public.made OF public.pair (
  a WITH OPTIONS DEFAULT 2 NOT NULL,
  b WITH OPTIONS NOT NULL,
  CONSTRAINT made_pkey PRIMARY KEY (a),
  CONSTRAINT made_a_check CHECK ((a > 1))
);
-- expand
CREATE TABLE public.parted OF public.pair PARTITION BY LIST (a);
-- expand
CREATE TABLE public.plain OF public.pair;
-- expand
ALTER TABLE public.takes OF public.pair;
-- expand
COMMENT ON COLUMN public.made.b IS 'Second';
-- contract
ALTER TABLE public.grown NOT OF;
-- expand
ALTER TABLE public.grown ADD COLUMN "New" text;
-- contract
ALTER TABLE public.lets_go NOT OF;
-- expand
ALTER TABLE public.lets_go ADD COLUMN c integer;
-- contract
ALTER TABLE public.moves NOT OF;
-- expand
ALTER TABLE public.moves ADD COLUMN "New" text;
-- contract, deletes-data
ALTER TABLE public.moves DROP COLUMN b;
-- contract, deletes-data
DROP TABLE public.goes;
-- expand
ALTER TYPE public.grows ADD ATTRIBUTE "New" text;
-- expand
ALTER TYPE public.grows ALTER ATTRIBUTE a TYPE bigint;
-- contract, rewrites-table, blocks-reads
ALTER TABLE public.grown ALTER COLUMN a TYPE bigint;
-- contract
ALTER TABLE public.grown OF public.grows;
-- contract, rewrites-table, blocks-reads
ALTER TABLE public.moves ALTER COLUMN a TYPE bigint;
-- contract
ALTER TABLE public.moves OF public.grows;
