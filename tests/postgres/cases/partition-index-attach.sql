--- before
CREATE TABLE t (id int NOT NULL, k text) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');
CREATE INDEX t_k ON ONLY t (k);
CREATE INDEX a_k ON t_a (k);
CREATE INDEX b_id ON t_b (id);

--- after
CREATE TABLE t (id int NOT NULL, k text) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');
CREATE INDEX t_k ON ONLY t (k);
CREATE INDEX a_k ON t_a (k);
CREATE INDEX b_k ON t_b (k);
ALTER INDEX t_k ATTACH PARTITION a_k;
ALTER INDEX t_k ATTACH PARTITION b_k;
CREATE INDEX t_id ON ONLY t (id);
CREATE INDEX a_id ON t_a (id);
ALTER INDEX t_id ATTACH PARTITION a_id;
CREATE INDEX b_id ON t_b (id);

--- plan
-- expand
CREATE INDEX t_id ON ONLY public.t USING btree (id);
-- expand, blocks-writes, scans-table
CREATE INDEX a_id ON public.t_a USING btree (id);
-- expand
ALTER INDEX public.t_id ATTACH PARTITION public.a_id;
-- expand
ALTER INDEX public.t_k ATTACH PARTITION public.a_k;
-- expand, blocks-writes, scans-table
CREATE INDEX b_k ON public.t_b USING btree (k);
-- expand
ALTER INDEX public.t_k ATTACH PARTITION public.b_k;
