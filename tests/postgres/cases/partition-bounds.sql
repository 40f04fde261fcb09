--- before
CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE t (id int NOT NULL, person int REFERENCES people, v text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE INDEX ON t (v);
CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (10);
CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM (10) TO (30);
CREATE TABLE t_old PARTITION OF t FOR VALUES FROM (100) TO (200);
CREATE VIEW v AS SELECT id FROM t;

--- after
CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE t (id int NOT NULL, person int REFERENCES people, v text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE INDEX ON t (v);
CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (20);
CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM (20) TO (30);
CREATE TABLE t_new PARTITION OF t FOR VALUES FROM (150) TO (300);
CREATE VIEW v AS SELECT id FROM t;

--- plan
-- contract, blocks-reads
ALTER TABLE public.t DETACH PARTITION public.t_1;
-- contract, blocks-reads
ALTER TABLE public.t DETACH PARTITION public.t_2;
-- contract, deletes-data
DROP TABLE public.t_old;
-- expand
CREATE TABLE public.t_new PARTITION OF public.t FOR VALUES FROM (150) TO (300);
-- contract, may-fail, scans-table
ALTER TABLE public.t ATTACH PARTITION public.t_1 FOR VALUES FROM (0) TO (20);
-- contract, may-fail, scans-table
ALTER TABLE public.t ATTACH PARTITION public.t_2 FOR VALUES FROM (20) TO (30);
