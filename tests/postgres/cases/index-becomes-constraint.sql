--- before
CREATE TABLE t (a int);
CREATE UNIQUE INDEX t_a ON t (a);

--- after
CREATE TABLE t (a int, CONSTRAINT t_a UNIQUE (a));

--- plan
-- contract
DROP INDEX public.t_a;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT t_a UNIQUE (a);
