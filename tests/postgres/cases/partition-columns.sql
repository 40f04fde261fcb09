--- before
CREATE TABLE t (id int NOT NULL, k text, status text, v int DEFAULT 1, w int DEFAULT 1) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t (v DEFAULT 7) FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');

--- after
CREATE TABLE t (id int NOT NULL, k text, status varchar(10), v int DEFAULT 2, w int, n int) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t (v DEFAULT 7, w DEFAULT 1) FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t (k NOT NULL, CHECK (v > 0)) FOR VALUES IN ('b');
CREATE TABLE t_c PARTITION OF t (status DEFAULT 'new' NOT NULL, v DEFAULT NULL, CHECK (v > 0), UNIQUE (id)) FOR VALUES IN ('c');
CREATE INDEX ON t (v);
CREATE INDEX ON t (status);
ALTER INDEX t_a_v_idx RENAME TO other;

--- plan
-- expand
ALTER TABLE public.t ADD COLUMN n integer;
-- expand
ALTER TABLE public.t ALTER COLUMN v SET DEFAULT 2;
-- expand
ALTER TABLE public.t_a ALTER COLUMN v SET DEFAULT 7;
-- expand
ALTER TABLE public.t ALTER COLUMN w DROP DEFAULT;
-- expand
ALTER TABLE public.t_a ALTER COLUMN w SET DEFAULT 1;
-- expand, blocks-writes, scans-table
CREATE INDEX t_v_idx ON public.t USING btree (v);
-- expand
ALTER INDEX public.t_a_v_idx RENAME TO other;
-- validate, may-fail, scans-table
ALTER TABLE public.t_b ALTER COLUMN k SET NOT NULL;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t_b ADD CONSTRAINT t_b_v_check CHECK ((v > 0));
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN status TYPE varchar(10);
-- expand
CREATE TABLE public.t_c PARTITION OF public.t (
  CONSTRAINT t_c_id_key UNIQUE (id),
  CONSTRAINT t_c_v_check CHECK ((v > 0))
) FOR VALUES IN ('c');
-- expand
ALTER TABLE public.t_c ALTER COLUMN status SET DEFAULT 'new'::character varying;
-- validate
ALTER TABLE public.t_c ALTER COLUMN status SET NOT NULL;
-- expand
ALTER TABLE public.t_c ALTER COLUMN v DROP DEFAULT;
-- expand, blocks-writes, scans-table
CREATE INDEX t_status_idx ON public.t USING btree (status);
