--- before
CREATE TABLE t (id int PRIMARY KEY, name text, b text);
CREATE VIEW v AS SELECT id, name FROM t;

--- after
CREATE TABLE t (id int PRIMARY KEY, title text NOT NULL, b text);
CREATE VIEW v AS SELECT id, title FROM t;

--- renames
column t.name = title

--- for
online

--- plan
-- expand, breaks-clients
ALTER TABLE public.t RENAME COLUMN name TO title;
-- validate
ALTER TABLE public.t ADD CONSTRAINT t_title_not_null NOT NULL title NOT VALID;
-- ----
-- validate, may-fail, scans-table
ALTER TABLE public.t VALIDATE CONSTRAINT t_title_not_null;
-- ----
-- contract, breaks-clients
DROP VIEW public.v;
-- contract
CREATE VIEW public.v AS
SELECT id,
    title
   FROM public.t;
