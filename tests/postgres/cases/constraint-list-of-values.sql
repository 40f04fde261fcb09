--- before
CREATE TABLE t (a varchar(20), b text);

--- after
CREATE TABLE t (a varchar(20) DEFAULT 'x' CHECK (a IN ('x', 'it''s, "so"')), b text CHECK (b IN ('x', 'y')));
CREATE INDEX ON t (b) WHERE a IN ('x', 'z');
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (a NOT IN ('x', 'y'));

--- plan
-- expand, changes-access
ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;
-- expand
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 'x'::character varying;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT t_a_check CHECK (((a)::text = ANY (ARRAY['x'::character varying, 'it''s, "so"'::character varying])));
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT t_b_check CHECK ((b = ANY (ARRAY['x'::text, 'y'::text])));
-- expand, blocks-writes, scans-table
CREATE INDEX t_b_idx ON public.t USING btree (b) WHERE ((a)::text = ANY (ARRAY['x'::character varying, 'z'::character varying]));
-- expand, changes-access
CREATE POLICY p ON public.t USING ((a)::text <> ALL (ARRAY['x'::character varying, 'y'::character varying]));
