--- before
CREATE TABLE t (a int NOT NULL, b int);

--- after
CREATE TABLE t (a int, b int NOT NULL);

--- plan
-- expand
ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL;
-- validate, may-fail, scans-table
ALTER TABLE public.t ALTER COLUMN b SET NOT NULL;
