--- before
CREATE TABLE a (id int PRIMARY KEY, code text NOT NULL);
CREATE TABLE b (a int REFERENCES a);

--- after
CREATE TABLE a (id int UNIQUE NOT NULL, code text PRIMARY KEY);
CREATE TABLE b (a int REFERENCES a (id));

--- plan
-- validate
ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;
-- validate
ALTER TABLE public.a DROP CONSTRAINT a_pkey;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.a ADD CONSTRAINT a_id_key UNIQUE (id);
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY (code);
-- validate, may-fail, scans-table, blocks-writes
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id);
