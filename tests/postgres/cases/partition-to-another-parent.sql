--- before
CREATE TABLE a (id int NOT NULL, k text, v int DEFAULT 1, PRIMARY KEY (id, k)) PARTITION BY LIST (k);
CREATE TABLE b (id bigint NOT NULL, k text, v int DEFAULT 2) PARTITION BY LIST (k);
CREATE INDEX b_v ON b (v);
CREATE TABLE x PARTITION OF a FOR VALUES IN ('x') PARTITION BY RANGE (id);
CREATE TABLE x_1 PARTITION OF x FOR VALUES FROM (0) TO (10);

--- after
CREATE TABLE a (id int NOT NULL, k text, v int DEFAULT 1, PRIMARY KEY (id, k)) PARTITION BY LIST (k);
CREATE TABLE b (id bigint NOT NULL, k text, v int DEFAULT 2) PARTITION BY LIST (k);
CREATE INDEX b_v ON b (v);
CREATE TABLE x PARTITION OF b FOR VALUES IN ('x', 'y') PARTITION BY RANGE (id);
CREATE TABLE x_1 PARTITION OF x FOR VALUES FROM (0) TO (10);

--- plan
-- contract, blocks-reads
ALTER TABLE public.x DETACH PARTITION public.x_1;
-- expand
ALTER TABLE public.x_1 DROP CONSTRAINT x_1_pkey;
-- contract, deletes-data
DROP TABLE public.x;
-- contract
CREATE TABLE public.x PARTITION OF public.b FOR VALUES IN ('x', 'y') PARTITION BY RANGE (id);
-- expand
ALTER TABLE public.x_1 ALTER COLUMN k DROP NOT NULL;
-- expand
ALTER TABLE public.x_1 ALTER COLUMN v SET DEFAULT 2;
-- contract, rewrites-table, blocks-reads
ALTER TABLE public.x_1 ALTER COLUMN id TYPE bigint;
-- expand
ALTER TABLE public.x_1 RENAME CONSTRAINT a_id_not_null TO b_id_not_null;
-- expand, blocks-writes, scans-table
CREATE INDEX x_1_v_idx ON public.x_1 USING btree (v);
-- contract, may-fail, scans-table
ALTER TABLE public.x ATTACH PARTITION public.x_1 FOR VALUES FROM ('0') TO ('10');
