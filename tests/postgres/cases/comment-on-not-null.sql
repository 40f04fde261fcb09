--- before
CREATE TABLE t (a int NOT NULL, b int NOT NULL);
COMMENT ON CONSTRAINT t_b_not_null ON t IS 'Goes.';

--- after
CREATE TABLE t (a int NOT NULL, b int);
COMMENT ON CONSTRAINT t_a_not_null ON t IS 'Always.';
CREATE TABLE n (c int CONSTRAINT there NOT NULL);
COMMENT ON CONSTRAINT there ON n IS 'There.';

--- plan
-- expand
CREATE TABLE public.n (
  c integer CONSTRAINT there NOT NULL
);
-- expand
COMMENT ON CONSTRAINT there ON public.n IS 'There.';
-- expand
COMMENT ON CONSTRAINT t_a_not_null ON public.t IS 'Always.';
-- contract
COMMENT ON CONSTRAINT t_b_not_null ON public.t IS NULL;
-- expand
ALTER TABLE public.t ALTER COLUMN b DROP NOT NULL;
