--- before
CREATE TABLE p (a int, e text);
CREATE TABLE k (d int) INHERITS (p);
CREATE TABLE g (e text) INHERITS (k);

--- after
CREATE TABLE p (a int);
CREATE TABLE k (d int) INHERITS (p);
CREATE TABLE g () INHERITS (k);

--- plan
-- contract, deletes-data
ALTER TABLE public.p DROP COLUMN e;
-- contract, deletes-data
ALTER TABLE public.g DROP COLUMN e;
