--- before
CREATE TABLE a (id int PRIMARY KEY, x int CONSTRAINT x_ok CHECK (x > 0));
CREATE TABLE b (a int REFERENCES a);

--- after
CREATE TABLE a (id int PRIMARY KEY, x int CONSTRAINT x_ok CHECK (x > 1));
CREATE TABLE b (a int REFERENCES a ON DELETE SET NULL);

--- plan
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.a DROP CONSTRAINT x_ok, ADD CONSTRAINT x_ok CHECK ((x > 1));
-- validate, may-fail, scans-table, blocks-writes
ALTER TABLE public.b DROP CONSTRAINT b_a_fkey, ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id) ON DELETE SET NULL;
