--- before
CREATE TABLE t (m text NOT NULL DEFAULT 'ok');

--- after
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE t (m mood NOT NULL DEFAULT 'ok');

--- plan
-- expand
CREATE TYPE public.mood AS ENUM ('sad', 'ok');
-- contract
ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::public.mood;
-- contract
ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'ok'::public.mood;
