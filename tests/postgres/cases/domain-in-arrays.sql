--- before
CREATE DOMAIN d AS int CONSTRAINT positive CHECK (VALUE > 0);
CREATE TABLE t (id int, a d, b d[]);
CREATE INDEX t_a ON t (a);
INSERT INTO t VALUES (1, 2, '{3,4}');

--- after
CREATE DOMAIN d AS int DEFAULT 3 CONSTRAINT more CHECK (VALUE > 1);
CREATE TABLE t (id int, a d, b d[]);
CREATE INDEX t_a ON t (a);
INSERT INTO t VALUES (1, 2, '{3,4}');

--- plan
-- contract
DROP INDEX public.t_a;
-- contract
ALTER DOMAIN public.d RENAME TO d__old;
-- contract
CREATE DOMAIN public.d AS integer DEFAULT 3 CONSTRAINT more CHECK ((VALUE > 1));
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN a TYPE public.d USING a::text::public.d;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN b TYPE public.d[] USING b::text[]::public.d[];
-- contract
DROP DOMAIN public.d__old;
-- contract, blocks-writes, scans-table
CREATE INDEX t_a ON public.t USING btree (a);
