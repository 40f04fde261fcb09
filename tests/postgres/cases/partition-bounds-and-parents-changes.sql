--- before
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE e (id int, at int NOT NULL, gone int CHECK (gone > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE e_1 PARTITION OF e FOR VALUES FROM (0) TO (5);
CREATE TABLE e_2 PARTITION OF e FOR VALUES FROM (10) TO (20) PARTITION BY LIST (id);
CREATE TABLE e_2_1 PARTITION OF e_2 FOR VALUES IN (1);
CREATE INDEX e_at ON e (at);
CREATE TRIGGER tr BEFORE INSERT ON e FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE e_1 DISABLE TRIGGER tr;
INSERT INTO e VALUES (1, 1, 1), (1, 10, 1);

--- after
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE e (id int, at int NOT NULL, made int DEFAULT 1, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE e_1 PARTITION OF e FOR VALUES FROM (0) TO (7);
CREATE TABLE e_2 PARTITION OF e FOR VALUES FROM (7) TO (20) PARTITION BY LIST (id);
CREATE TABLE e_2_1 PARTITION OF e_2 FOR VALUES IN (1);
CREATE INDEX e_at ON e (at DESC);
CREATE INDEX e_made ON e (made);
CREATE TRIGGER tr BEFORE INSERT ON e FOR EACH ROW EXECUTE FUNCTION f();
ALTER TABLE e_1 DISABLE TRIGGER tr;
ALTER TABLE e_2_1 DISABLE TRIGGER tr;

--- plan
-- question: column e.gone = e.made
-- expand
ALTER TABLE public.e ADD COLUMN made integer DEFAULT 1;
-- expand, blocks-writes, scans-table
CREATE INDEX e_made ON public.e USING btree (made);
-- contract
ALTER TABLE public.e_1 ENABLE TRIGGER tr;
-- contract
DROP INDEX public.e_at;
-- expand
ALTER TABLE public.e DROP CONSTRAINT e_gone_check;
-- contract, deletes-data
ALTER TABLE public.e DROP COLUMN gone;
-- contract, blocks-writes, scans-table
CREATE INDEX e_at ON public.e USING btree (at DESC);
-- contract, blocks-reads
ALTER TABLE public.e DETACH PARTITION public.e_1;
-- contract, blocks-reads
ALTER TABLE public.e DETACH PARTITION public.e_2;
-- contract, may-fail, scans-table
ALTER TABLE public.e ATTACH PARTITION public.e_1 FOR VALUES FROM (0) TO (7);
-- contract, may-fail, scans-table
ALTER TABLE public.e ATTACH PARTITION public.e_2 FOR VALUES FROM (7) TO (20);
-- expand
ALTER TABLE public.e_2_1 DISABLE TRIGGER tr;
-- contract
ALTER TABLE public.e_1 DISABLE TRIGGER tr;
