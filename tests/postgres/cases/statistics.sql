--- before
CREATE TABLE t (a int, b int, c varchar(10));
CREATE STATISTICS changed (ndistinct) ON a, b FROM t;
CREATE STATISTICS target ON a, b FROM t;
ALTER STATISTICS target SET STATISTICS 100;
CREATE STATISTICS unset ON a, c FROM t;
ALTER STATISTICS unset SET STATISTICS 100;
CREATE STATISTICS dropped ON (a + b) FROM t;
COMMENT ON STATISTICS changed IS 'They go together.';

--- after
CREATE SCHEMA s;
CREATE TABLE t (a int, b int, c text);
CREATE STATISTICS changed (ndistinct, mcv) ON a, b FROM t;
CREATE STATISTICS target ON a, b FROM t;
ALTER STATISTICS target SET STATISTICS 200;
CREATE STATISTICS unset ON a, c FROM t;
CREATE STATISTICS s.added (dependencies) ON a, c FROM t;
ALTER STATISTICS s.added SET STATISTICS 0;
CREATE STATISTICS expression ON lower(c) FROM t;
COMMENT ON STATISTICS changed IS 'They go together.';

--- plan
-- expand
CREATE SCHEMA s;
-- expand
ALTER STATISTICS public.target SET STATISTICS 200;
-- contract
DROP STATISTICS public.changed;
-- contract
DROP STATISTICS public.dropped;
-- contract
ALTER TABLE public.t ALTER COLUMN c TYPE text;
-- expand
CREATE STATISTICS public.expression ON lower(c) FROM public.t;
-- expand
ALTER STATISTICS public.unset SET STATISTICS -1;
-- expand
CREATE STATISTICS s.added (dependencies) ON a, c FROM public.t;
-- expand
ALTER STATISTICS s.added SET STATISTICS 0;
-- contract
CREATE STATISTICS public.changed (ndistinct, mcv) ON a, b FROM public.t;
-- contract
COMMENT ON STATISTICS public.changed IS 'They go together.';
