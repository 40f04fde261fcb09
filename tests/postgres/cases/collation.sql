--- before
CREATE COLLATION gone FROM "C";
CREATE COLLATION german (LOCALE = 'C');
CREATE TABLE t (id int, name text COLLATE german NOT NULL DEFAULT 'a', CHECK (name > 'A'));
CREATE UNIQUE INDEX ON t (name);
CREATE VIEW v AS SELECT name FROM t ORDER BY name;
INSERT INTO t VALUES (1, 'b');

--- after
CREATE COLLATION german (PROVIDER = builtin, LOCALE = 'C.UTF-8');
CREATE COLLATION "By Byte" (LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
COMMENT ON COLLATION "By Byte" IS 'As a machine sees it.';
CREATE TABLE t (id int, name text COLLATE german NOT NULL DEFAULT 'a', CHECK (name > 'A'));
CREATE UNIQUE INDEX ON t (name);
CREATE VIEW v AS SELECT name FROM t ORDER BY name;
CREATE TABLE u (name text COLLATE "By Byte");

--- plan
-- expand
CREATE COLLATION public."By Byte" (PROVIDER = libc, LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
-- expand
CREATE TABLE public.u (
  name text COLLATE public."By Byte"
);
-- expand
COMMENT ON COLLATION public."By Byte" IS 'As a machine sees it.';
-- contract
DROP VIEW public.v;
-- contract
DROP INDEX public.t_name_idx;
-- validate
ALTER TABLE public.t DROP CONSTRAINT t_name_check;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT t_name_check CHECK ((name > 'A'::text));
-- contract, breaks-clients
DROP COLLATION public.gone;
-- contract
ALTER COLLATION public.german RENAME TO german__old;
-- contract
CREATE COLLATION public.german (PROVIDER = builtin, LOCALE = 'C.UTF-8');
-- contract, blocks-reads
ALTER TABLE public.t ALTER COLUMN name TYPE text COLLATE public.german;
-- contract
DROP COLLATION public.german__old;
-- contract, blocks-writes, scans-table, may-fail
CREATE UNIQUE INDEX t_name_idx ON public.t USING btree (name);
-- contract
CREATE VIEW public.v AS
SELECT name
   FROM public.t
  ORDER BY name;
