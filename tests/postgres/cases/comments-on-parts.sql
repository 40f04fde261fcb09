--- before
CREATE DOMAIN d AS int CONSTRAINT low CHECK (VALUE > 0) CONSTRAINT high CHECK (VALUE < 10);
COMMENT ON CONSTRAINT low ON DOMAIN d IS 'Low.';
CREATE TABLE t (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, u int UNIQUE);
COMMENT ON INDEX t_u_key IS 'Unique.';
COMMENT ON SCHEMA public IS 'Ours.';

--- after
CREATE DOMAIN d AS int CONSTRAINT low CHECK (VALUE > 0) CONSTRAINT high CHECK (VALUE < 10);
COMMENT ON CONSTRAINT high ON DOMAIN d IS 'High.';
CREATE TABLE t (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, u int UNIQUE DEFERRABLE);
COMMENT ON INDEX t_pkey IS 'Key.';
COMMENT ON INDEX t_u_key IS 'Unique.';
COMMENT ON SEQUENCE t_n_seq IS 'Counts.';
CREATE TABLE p (id int) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX ON p (id);
COMMENT ON INDEX p_id_idx IS 'All.';
COMMENT ON INDEX p1_id_idx IS 'One.';

--- plan
-- expand
CREATE TABLE public.p (
  id integer
) PARTITION BY LIST (id);
-- expand
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);
-- expand
CREATE INDEX p_id_idx ON public.p USING btree (id);
-- expand
COMMENT ON CONSTRAINT high ON DOMAIN public.d IS 'High.';
-- expand
COMMENT ON INDEX public.p1_id_idx IS 'One.';
-- expand
COMMENT ON INDEX public.p_id_idx IS 'All.';
-- expand
COMMENT ON INDEX public.t_pkey IS 'Key.';
-- expand
COMMENT ON SEQUENCE public.t_n_seq IS 'Counts.';
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t DROP CONSTRAINT t_u_key, ADD CONSTRAINT t_u_key UNIQUE (u) DEFERRABLE;
-- validate
COMMENT ON INDEX public.t_u_key IS 'Unique.';
-- contract
COMMENT ON CONSTRAINT low ON DOMAIN public.d IS NULL;
-- contract
COMMENT ON SCHEMA public IS 'standard public schema';
