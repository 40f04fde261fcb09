--- before
CREATE TABLE t (id int NOT NULL, k text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE INDEX t_id ON t (id);
CREATE UNIQUE INDEX t_a_id_k_key ON t_a (id, k);
CREATE TABLE u (id int NOT NULL, k text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE u_a PARTITION OF u FOR VALUES IN ('a');
CREATE TABLE u_b PARTITION OF u FOR VALUES IN ('b');
CREATE INDEX u_k ON u (k);
ALTER TABLE u ADD CONSTRAINT u_pkey PRIMARY KEY (id, k);

--- after
CREATE TABLE t (id int NOT NULL, k text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE INDEX t_a_id_idx ON t_a (id);
ALTER TABLE t ADD CONSTRAINT t_id_k_key UNIQUE (id, k);
CREATE TABLE u (id int NOT NULL, k text NOT NULL) PARTITION BY LIST (k);
CREATE TABLE u_a PARTITION OF u FOR VALUES IN ('a');
CREATE TABLE u_b PARTITION OF u FOR VALUES IN ('b');
CREATE INDEX u_k ON ONLY u (k);
CREATE INDEX u_a_k_idx ON u_a (k);
ALTER TABLE ONLY u ADD CONSTRAINT u_pkey PRIMARY KEY (id, k);
ALTER TABLE u_b ADD CONSTRAINT u_b_pkey PRIMARY KEY (id, k);
ALTER INDEX u_pkey ATTACH PARTITION u_b_pkey;

--- plan
-- contract
DROP INDEX public.t_a_id_k_key;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT t_id_k_key UNIQUE (id, k);
-- contract
DROP INDEX public.t_id;
-- contract
DROP INDEX public.u_k;
-- validate
ALTER TABLE public.u DROP CONSTRAINT u_pkey;
-- validate
ALTER TABLE ONLY public.u ADD CONSTRAINT u_pkey PRIMARY KEY (id, k);
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.u_b ADD CONSTRAINT u_b_pkey PRIMARY KEY (id, k);
-- validate
ALTER INDEX public.u_pkey ATTACH PARTITION public.u_b_pkey;
-- contract, blocks-writes, scans-table
CREATE INDEX t_a_id_idx ON public.t_a USING btree (id);
-- contract, blocks-writes, scans-table
CREATE INDEX u_a_k_idx ON public.u_a USING btree (k);
-- contract
CREATE INDEX u_k ON ONLY public.u USING btree (k);
