--- before
CREATE TABLE a (id int NOT NULL UNIQUE);
CREATE TABLE b (a int REFERENCES a (id));

--- after
CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (a int REFERENCES a);
CREATE TABLE c (a int REFERENCES a);

--- plan
-- validate
ALTER TABLE public.b DROP CONSTRAINT b_a_fkey;
-- expand
ALTER TABLE public.a DROP CONSTRAINT a_id_key;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY (id);
-- expand
CREATE TABLE public.c (
  a integer,
  CONSTRAINT c_a_fkey FOREIGN KEY (a) REFERENCES public.a(id)
);
-- validate, may-fail, scans-table, blocks-writes
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id);
