--- before
CREATE TABLE t (id int NOT NULL, code varchar(20) NOT NULL);
CREATE UNIQUE INDEX t_id ON t (id);
ALTER TABLE t REPLICA IDENTITY USING INDEX t_id;
CREATE TABLE u (id int NOT NULL CONSTRAINT u_id UNIQUE, code text NOT NULL);
ALTER TABLE u REPLICA IDENTITY USING INDEX u_id;

--- after
CREATE TABLE t (id int NOT NULL, code varchar(20) NOT NULL) WITH (fillfactor = 70);
CREATE UNIQUE INDEX t_code ON t (code);
ALTER TABLE t REPLICA IDENTITY USING INDEX t_code;
CREATE TABLE u (id bigint NOT NULL, code text NOT NULL);
CREATE UNIQUE INDEX u_code ON u (code, id);
ALTER TABLE u REPLICA IDENTITY USING INDEX u_code;
ALTER TABLE u ENABLE ROW LEVEL SECURITY;

--- plan
-- expand
ALTER TABLE public.t SET (fillfactor=70);
-- expand, blocks-writes, scans-table, may-fail
CREATE UNIQUE INDEX t_code ON public.t USING btree (code);
-- expand
ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_code;
-- contract
DROP INDEX public.t_id;
-- expand, changes-access
ALTER TABLE public.u ENABLE ROW LEVEL SECURITY;
-- contract, rewrites-table, blocks-reads
ALTER TABLE public.u ALTER COLUMN id TYPE bigint;
-- expand, blocks-writes, scans-table, may-fail
CREATE UNIQUE INDEX u_code ON public.u USING btree (code, id);
-- expand
ALTER TABLE public.u REPLICA IDENTITY USING INDEX u_code;
-- expand
ALTER TABLE public.u DROP CONSTRAINT u_id;
