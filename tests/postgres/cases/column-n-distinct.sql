--- before
CREATE TABLE t (a int, b int, c int);
ALTER TABLE t ALTER COLUMN a SET (n_distinct = 5), ALTER COLUMN b SET (n_distinct = 5, n_distinct_inherited = 7);

--- after
CREATE TABLE t (a int, b bigint, c int);
ALTER TABLE t ALTER COLUMN b SET (n_distinct_inherited = 8), ALTER COLUMN c SET (n_distinct = -0.5);
CREATE TABLE p (a int) PARTITION BY LIST (a);
ALTER TABLE p ALTER COLUMN a SET (n_distinct = 3);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
ALTER TABLE p1 ALTER COLUMN a SET (n_distinct = 1);
COMMENT ON COLUMN t.a IS 'A.';

--- plan
-- expand
CREATE TABLE public.p (
  a integer
) PARTITION BY LIST (a);
-- expand
ALTER TABLE public.p ALTER COLUMN a SET (n_distinct=3);
-- expand
CREATE TABLE public.p1 PARTITION OF public.p FOR VALUES IN (1);
-- expand
ALTER TABLE public.p1 ALTER COLUMN a SET (n_distinct=1);
-- expand
ALTER TABLE public.t ALTER COLUMN a RESET (n_distinct);
-- expand
ALTER TABLE public.t ALTER COLUMN c SET (n_distinct=-0.5);
-- expand
COMMENT ON COLUMN public.t.a IS 'A.';
-- contract, rewrites-table, blocks-reads
ALTER TABLE public.t ALTER COLUMN b TYPE bigint;
-- contract
ALTER TABLE public.t ALTER COLUMN b RESET (n_distinct);
-- contract
ALTER TABLE public.t ALTER COLUMN b SET (n_distinct_inherited=8);
