--- before
CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE t (id int NOT NULL, k text NOT NULL, who int REFERENCES people, note text, CONSTRAINT positive CHECK (id > 0)) PARTITION BY LIST (k);
CREATE UNIQUE INDEX t_id_k ON t (id, k);
CREATE INDEX t_note ON t (note);

--- after
CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE t (id int NOT NULL, k text NOT NULL, who int REFERENCES people, note text, CONSTRAINT positive CHECK (id > 0)) PARTITION BY LIST (k);
CREATE UNIQUE INDEX t_id_k ON t (id, k);
CREATE INDEX t_note ON t (note);
CREATE TABLE same PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE not_null_names (id int NOT NULL, k text NOT NULL, who int, note text, CONSTRAINT positive CHECK (id > 0));
ALTER TABLE t ATTACH PARTITION not_null_names FOR VALUES IN ('b');
CREATE TABLE order_of_columns (note text, who int, k text CONSTRAINT t_k_not_null NOT NULL, id int CONSTRAINT t_id_not_null NOT NULL, CONSTRAINT positive CHECK (id > 0));
ALTER TABLE t ATTACH PARTITION order_of_columns FOR VALUES IN ('c');
CREATE TABLE key_of_its_own (id int, k text, who int, note text, CONSTRAINT positive CHECK (id > 0), PRIMARY KEY (id, k));
CREATE INDEX other_parameters ON key_of_its_own (note) WITH (fillfactor = 70);
ALTER TABLE t ATTACH PARTITION key_of_its_own FOR VALUES IN ('d');
CREATE TABLE sub (id int NOT NULL, k text NOT NULL, who int, note text, CONSTRAINT positive CHECK (id > 0)) PARTITION BY RANGE (id);
CREATE TABLE sub_1 PARTITION OF sub DEFAULT;
ALTER TABLE t ATTACH PARTITION sub FOR VALUES IN ('e');

--- plan
-- expand
CREATE TABLE public.key_of_its_own (
  id integer NOT NULL,
  k text NOT NULL,
  who integer,
  note text,
  CONSTRAINT key_of_its_own_pkey PRIMARY KEY (id, k),
  CONSTRAINT positive CHECK ((id > 0))
);
-- expand
CREATE TABLE public.not_null_names (
  id integer NOT NULL,
  k text NOT NULL,
  who integer,
  note text,
  CONSTRAINT positive CHECK ((id > 0))
);
-- expand
CREATE TABLE public.order_of_columns (
  note text,
  who integer,
  k text CONSTRAINT t_k_not_null NOT NULL,
  id integer CONSTRAINT t_id_not_null NOT NULL,
  CONSTRAINT positive CHECK ((id > 0))
);
-- expand
CREATE TABLE public.same PARTITION OF public.t FOR VALUES IN ('a');
-- expand
CREATE TABLE public.sub (
  id integer NOT NULL,
  k text NOT NULL,
  who integer,
  note text,
  CONSTRAINT positive CHECK ((id > 0))
) PARTITION BY RANGE (id);
-- expand
CREATE UNIQUE INDEX not_null_names_id_k_idx ON public.not_null_names USING btree (id, k);
-- expand
CREATE INDEX not_null_names_note_idx ON public.not_null_names USING btree (note);
-- expand
ALTER TABLE public.t ATTACH PARTITION public.not_null_names FOR VALUES IN ('b');
-- expand
CREATE UNIQUE INDEX order_of_columns_id_k_idx ON public.order_of_columns USING btree (id, k);
-- expand
CREATE INDEX order_of_columns_note_idx ON public.order_of_columns USING btree (note);
-- expand
ALTER TABLE public.t ATTACH PARTITION public.order_of_columns FOR VALUES IN ('c');
-- expand
CREATE INDEX other_parameters ON public.key_of_its_own USING btree (note) WITH (fillfactor=70);
-- expand
ALTER TABLE public.t ATTACH PARTITION public.key_of_its_own FOR VALUES IN ('d');
-- expand
CREATE UNIQUE INDEX sub_id_k_idx ON public.sub USING btree (id, k);
-- expand
CREATE INDEX sub_note_idx ON public.sub USING btree (note);
-- expand
ALTER TABLE public.t ATTACH PARTITION public.sub FOR VALUES IN ('e');
-- expand
CREATE TABLE public.sub_1 PARTITION OF public.sub DEFAULT;
