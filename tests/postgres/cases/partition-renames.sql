--- before
CREATE TABLE t (id int NOT NULL, k text, CONSTRAINT old_check CHECK (id > 0), CONSTRAINT t_pk PRIMARY KEY (id, k)) PARTITION BY LIST (k);
CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b') PARTITION BY RANGE (id);
CREATE TABLE t_b_1 PARTITION OF t_b DEFAULT;
CREATE INDEX ON t (id);
CREATE TABLE base (a int, CONSTRAINT c1 CHECK (a > 0));
CREATE TABLE child (b int) INHERITS (base);

--- after
CREATE TABLE t (no int NOT NULL, k text, CONSTRAINT new_check CHECK (no > 0), CONSTRAINT t_pkey PRIMARY KEY (no, k)) PARTITION BY LIST (k);
CREATE TABLE t_x PARTITION OF t FOR VALUES IN ('a');
CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b') PARTITION BY RANGE (no);
CREATE TABLE t_b_1 PARTITION OF t_b DEFAULT;
CREATE INDEX ON t (no);
CREATE TABLE parent (aa int, CONSTRAINT c2 CHECK (aa > 0));
CREATE TABLE child (b int) INHERITS (parent);

--- renames
column t.id = t.no
table t_a = t_x
table base = parent
column base.a = parent.aa

--- plan
-- expand, breaks-clients
ALTER TABLE public.t_a RENAME TO t_x;
-- expand, breaks-clients
ALTER TABLE public.base RENAME TO parent;
-- expand, breaks-clients
ALTER TABLE public.t RENAME COLUMN id TO no;
-- expand, breaks-clients
ALTER TABLE public.parent RENAME COLUMN a TO aa;
-- expand
ALTER TABLE public.parent RENAME CONSTRAINT c1 TO c2;
-- expand
ALTER TABLE public.t RENAME CONSTRAINT old_check TO new_check;
-- expand
ALTER TABLE public.t RENAME CONSTRAINT t_pk TO t_pkey;
-- expand
ALTER TABLE public.t_x RENAME CONSTRAINT t_a_pkey TO t_x_pkey;
-- expand
ALTER INDEX public.t_b_1_id_idx RENAME TO t_b_1_no_idx;
-- expand
ALTER INDEX public.t_b_id_idx RENAME TO t_b_no_idx;
-- expand
ALTER INDEX public.t_id_idx RENAME TO t_no_idx;
-- expand
ALTER INDEX public.t_a_id_idx RENAME TO t_x_no_idx;
-- expand
ALTER TABLE public.t RENAME CONSTRAINT t_id_not_null TO t_no_not_null;
