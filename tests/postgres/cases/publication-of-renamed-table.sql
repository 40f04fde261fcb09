--- before
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE r (id int);
ALTER TABLE r REPLICA IDENTITY FULL;
CREATE PUBLICATION p FOR TABLE t (id, a) WHERE (id > 0), r;
CREATE STATISTICS s ON id, a FROM t;
CREATE RULE quiet AS ON DELETE TO t DO INSTEAD UPDATE t SET a = 0 WHERE t.id = old.id;

--- after
CREATE TABLE t2 (id int PRIMARY KEY, b int);
CREATE TABLE r2 (id int);
ALTER TABLE r2 REPLICA IDENTITY FULL;
CREATE PUBLICATION p FOR TABLE t2 (id, b) WHERE (id > 0), r2;
CREATE STATISTICS s ON id, b FROM t2;
CREATE RULE quiet AS ON DELETE TO t2 DO INSTEAD UPDATE t2 SET b = 0 WHERE t2.id = old.id;

--- renames
table public.t = public.t2
table public.r = public.r2
column public.t2.a = public.t2.b

--- plan
-- expand, breaks-clients
ALTER TABLE public.t RENAME TO t2;
-- expand, breaks-clients
ALTER TABLE public.r RENAME TO r2;
-- expand, breaks-clients
ALTER TABLE public.t2 RENAME COLUMN a TO b;
-- expand
ALTER TABLE public.t2 RENAME CONSTRAINT t_pkey TO t2_pkey;
-- expand
ALTER TABLE public.t2 RENAME CONSTRAINT t_id_not_null TO t2_id_not_null;
-- expand
CREATE OR REPLACE RULE quiet AS
    ON DELETE TO public.t2 DO INSTEAD  UPDATE public.t2 SET b = 0
  WHERE (t2.id = old.id);
