--- before
CREATE TABLE t (id int PRIMARY KEY, tenant int NOT NULL);
CREATE TABLE u (a int);
ALTER TABLE u REPLICA IDENTITY FULL;

--- after
CREATE TABLE t (id int PRIMARY KEY, tenant int NOT NULL, CONSTRAINT by_tenant UNIQUE (tenant, id));
ALTER TABLE t REPLICA IDENTITY USING INDEX by_tenant;
CREATE TABLE u (a int NOT NULL);
CREATE UNIQUE INDEX u_a ON u (a);
ALTER TABLE u REPLICA IDENTITY USING INDEX u_a;

--- plan
-- validate, may-fail, scans-table
ALTER TABLE public.u ALTER COLUMN a SET NOT NULL;
-- expand, blocks-writes, scans-table, may-fail
CREATE UNIQUE INDEX u_a ON public.u USING btree (a);
-- expand
ALTER TABLE public.u REPLICA IDENTITY USING INDEX u_a;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT by_tenant UNIQUE (tenant, id);
-- expand
ALTER TABLE public.t REPLICA IDENTITY USING INDEX by_tenant;
