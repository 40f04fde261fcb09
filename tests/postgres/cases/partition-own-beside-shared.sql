--- before
CREATE TABLE t (id int, k text) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');

--- after
CREATE TABLE t (id int, k text) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');
CREATE INDEX t_id ON t (id);
CREATE INDEX a_id ON t_a (id);
ALTER TABLE t ADD CONSTRAINT positive CHECK (id > 0) NOT VALID;
ALTER TABLE t_a VALIDATE CONSTRAINT positive;

--- plan
-- validate
ALTER TABLE public.t ADD CONSTRAINT positive CHECK ((id > 0)) NOT VALID;
-- expand, blocks-writes, scans-table
CREATE INDEX t_id ON public.t USING btree (id);
-- validate, may-fail, scans-table
ALTER TABLE public.t_a VALIDATE CONSTRAINT positive;
-- expand, blocks-writes, scans-table
CREATE INDEX a_id ON public.t_a USING btree (id);
