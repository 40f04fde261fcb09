--- before
CREATE TABLE t (id int NOT NULL, k text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');
CREATE TABLE u (id int NOT NULL, k text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE u_a PARTITION OF u FOR VALUES IN ('a');
ALTER TABLE u_a ADD CONSTRAINT u_a_pkey PRIMARY KEY (id, k);

--- after
CREATE TABLE t (id int NOT NULL, k text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');
ALTER TABLE t_a ADD CONSTRAINT t_a_pkey PRIMARY KEY (id, k);
CREATE UNIQUE INDEX t_id_k ON t (id, k);
CREATE TABLE u (id int NOT NULL, k text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE u_a PARTITION OF u FOR VALUES IN ('a');
ALTER TABLE u ADD CONSTRAINT u_pkey PRIMARY KEY (id, k);

--- plan
-- expand
CREATE UNIQUE INDEX t_id_k ON ONLY public.t USING btree (id, k);
-- expand, blocks-writes, scans-table, may-fail
CREATE UNIQUE INDEX t_b_id_k_idx ON public.t_b USING btree (id, k);
-- expand
ALTER INDEX public.t_id_k ATTACH PARTITION public.t_b_id_k_idx;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t_a ADD CONSTRAINT t_a_pkey PRIMARY KEY (id, k);
-- validate
ALTER INDEX public.t_id_k ATTACH PARTITION public.t_a_pkey;
-- validate
ALTER TABLE ONLY public.u ADD CONSTRAINT u_pkey PRIMARY KEY (id, k);
-- validate
ALTER INDEX public.u_pkey ATTACH PARTITION public.u_a_pkey;
