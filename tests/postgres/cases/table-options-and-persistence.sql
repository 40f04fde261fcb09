--- before
CREATE TABLE t (a int) WITH (fillfactor = 80, autovacuum_enabled = false);

--- after
CREATE UNLOGGED TABLE t (a int) WITH (fillfactor = 70);
ALTER TABLE t REPLICA IDENTITY NOTHING;

--- plan
-- expand, rewrites-table
ALTER TABLE public.t SET UNLOGGED;
-- expand
ALTER TABLE public.t RESET (autovacuum_enabled);
-- expand
ALTER TABLE public.t SET (fillfactor=70);
-- expand
ALTER TABLE public.t REPLICA IDENTITY NOTHING;
