--- before
CREATE TABLE t (a text) WITH (fillfactor = 80, toast.autovacuum_enabled = false, toast.autovacuum_vacuum_threshold = 100);

--- after
CREATE TABLE t (a text) WITH (fillfactor = 80, toast.autovacuum_vacuum_threshold = 200);
CREATE TABLE u (a text) WITH (toast.autovacuum_enabled = false);

--- plan
-- expand
ALTER TABLE public.t RESET (toast.autovacuum_enabled);
-- expand
ALTER TABLE public.t SET (toast.autovacuum_vacuum_threshold=200);
-- expand
CREATE TABLE public.u (
  a text
) WITH (toast.autovacuum_enabled=false);
