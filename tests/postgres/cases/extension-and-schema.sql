--- before
CREATE EXTENSION citext;

--- after
CREATE SCHEMA ext;
CREATE EXTENSION citext SCHEMA ext;
CREATE EXTENSION pg_trgm;
CREATE TABLE t (name ext.citext);
CREATE INDEX ON t USING gin ((name::text) gin_trgm_ops);

--- plan
-- expand
CREATE SCHEMA ext;
-- expand
ALTER EXTENSION citext SET SCHEMA ext;
-- expand
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
-- expand
CREATE TABLE public.t (
  name ext.citext
);
-- expand
CREATE INDEX t_name_idx ON public.t USING gin (((name)::text) public.gin_trgm_ops);
