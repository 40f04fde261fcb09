--- before
CREATE TABLE owners (id int PRIMARY KEY);
CREATE TABLE logs (id int, owner int) PARTITION BY RANGE (id);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM (1) TO (10);

--- after
CREATE TABLE owners (id int PRIMARY KEY);
CREATE TABLE logs (id int CHECK (id > 0), owner int NOT NULL, UNIQUE (id), CONSTRAINT owned FOREIGN KEY (owner) REFERENCES owners) PARTITION BY RANGE (id);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM (1) TO (10);

--- for
online 17

--- plan
-- validate
ALTER TABLE public.logs ADD CONSTRAINT logs_owner_is_not_null CHECK (owner IS NOT NULL) NOT VALID;
-- ----
-- validate, may-fail, scans-table
ALTER TABLE public.logs VALIDATE CONSTRAINT logs_owner_is_not_null;
-- ----
-- validate
ALTER TABLE public.logs ALTER COLUMN owner SET NOT NULL;
-- validate
ALTER TABLE public.logs DROP CONSTRAINT logs_owner_is_not_null;
-- validate
ALTER TABLE public.logs ADD CONSTRAINT logs_id_check CHECK ((id > 0)) NOT VALID;
-- ----
-- validate, may-fail, scans-table
ALTER TABLE public.logs VALIDATE CONSTRAINT logs_id_check;
-- ----
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.logs ADD CONSTRAINT logs_id_key UNIQUE (id);
-- ----
-- validate, may-fail, scans-table, blocks-writes
ALTER TABLE public.logs ADD CONSTRAINT owned FOREIGN KEY (owner) REFERENCES public.owners(id);
