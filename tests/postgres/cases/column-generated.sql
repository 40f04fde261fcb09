--- before
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED, c int GENERATED ALWAYS AS (a * 2) STORED, d int);

--- after
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 2) STORED, c int, d int GENERATED ALWAYS AS (a * 3) VIRTUAL);

--- plan
-- expand
ALTER TABLE public.t ALTER COLUMN c DROP EXPRESSION;
-- contract, breaks-clients
ALTER TABLE public.t DROP COLUMN b;
-- contract, deletes-data
ALTER TABLE public.t DROP COLUMN d;
-- contract, rewrites-table
ALTER TABLE public.t ADD COLUMN b integer GENERATED ALWAYS AS (a + 2) STORED;
-- contract
ALTER TABLE public.t ADD COLUMN d integer GENERATED ALWAYS AS (a * 3) VIRTUAL;
