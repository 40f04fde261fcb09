--- before

--- after
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree);

--- plan
-- expand
CREATE TABLE public.a (
  id integer NOT NULL,
  b integer,
  CONSTRAINT a_pkey PRIMARY KEY (id)
);
-- expand
CREATE TABLE public.b (
  id integer NOT NULL,
  a integer,
  CONSTRAINT b_pkey PRIMARY KEY (id)
);
-- expand
CREATE TABLE public.tree (
  id integer NOT NULL,
  parent integer,
  CONSTRAINT tree_pkey PRIMARY KEY (id),
  CONSTRAINT tree_parent_fkey FOREIGN KEY (parent) REFERENCES public.tree(id)
);
-- expand
ALTER TABLE public.a ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES public.b(id);
-- expand
ALTER TABLE public.b ADD CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id);
