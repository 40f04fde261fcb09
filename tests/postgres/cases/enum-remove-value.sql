--- before
CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id int PRIMARY KEY, m mood NOT NULL DEFAULT 'ok', past mood[], CHECK (m <> 'sad'));
CREATE INDEX ON t (m) WHERE m = 'happy';
CREATE VIEW v AS SELECT m FROM t;
CREATE FUNCTION glad(m mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT m = 'happy' $$;

--- after
CREATE TYPE mood AS ENUM ('happy', 'ok');
CREATE TABLE t (id int PRIMARY KEY, m mood NOT NULL DEFAULT 'ok', past mood[], CHECK (m <> 'ok'));
CREATE INDEX ON t (m) WHERE m = 'happy';
CREATE VIEW v AS SELECT m FROM t;
CREATE FUNCTION glad(m mood) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT m = 'happy' $$;

--- plan
-- contract
DROP FUNCTION public.glad(public.mood);
-- contract
DROP VIEW public.v;
-- contract
DROP INDEX public.t_m_idx;
-- validate
ALTER TABLE public.t DROP CONSTRAINT t_m_check;
-- contract
ALTER TYPE public.mood RENAME TO mood__old;
-- contract
CREATE TYPE public.mood AS ENUM ('happy', 'ok');
-- contract
ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood;
-- contract
ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'ok'::public.mood;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN past TYPE public.mood[] USING past::text[]::public.mood[];
-- contract
DROP TYPE public.mood__old;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT t_m_check CHECK ((m <> 'ok'::public.mood));
-- contract, blocks-writes, scans-table
CREATE INDEX t_m_idx ON public.t USING btree (m) WHERE (m = 'happy'::public.mood);
-- contract
CREATE VIEW public.v AS
SELECT m
   FROM public.t;
-- contract
CREATE OR REPLACE FUNCTION public.glad(m public.mood)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT m = 'happy' $function$;
