--- before
CREATE TYPE pair AS (a int, b text);
CREATE TABLE t OF pair (PRIMARY KEY (a));
CREATE TABLE u OF pair (a WITH OPTIONS CHECK (a > 0));
CREATE TABLE holds (a int, p pair);
CREATE VIEW v AS SELECT a FROM t;
COMMENT ON COLUMN pair.a IS 'First';
INSERT INTO t VALUES (1, 'one');
INSERT INTO holds VALUES (1, ROW(1, 'one'));

--- after
CREATE TYPE pair AS ("First" int, b text, z int, c int);
CREATE TABLE t OF pair (PRIMARY KEY ("First"));
CREATE TABLE u OF pair ("First" WITH OPTIONS CONSTRAINT u_a_check CHECK ("First" > 0));
CREATE TABLE holds (a int, p pair);
CREATE VIEW v AS SELECT "First" FROM t;
COMMENT ON COLUMN pair."First" IS 'First';

--- renames
column t.a = "First"

--- plan
-- expand, breaks-clients
ALTER TYPE public.pair RENAME ATTRIBUTE a TO "First" CASCADE;
-- contract, breaks-clients
DROP VIEW public.v;
-- contract
ALTER TABLE public.t NOT OF;
-- expand
ALTER TABLE public.t RENAME CONSTRAINT t_a_not_null TO "t_First_not_null";
-- expand
ALTER TABLE public.t ADD COLUMN z integer;
-- expand
ALTER TABLE public.t ADD COLUMN c integer;
-- contract
ALTER TABLE public.u NOT OF;
-- expand
ALTER TYPE public.pair ADD ATTRIBUTE z integer;
-- expand
ALTER TYPE public.pair ADD ATTRIBUTE c integer;
-- expand
ALTER TABLE public.u ADD COLUMN z integer;
-- expand
ALTER TABLE public.u ADD COLUMN c integer;
-- contract
ALTER TABLE public.t OF public.pair;
-- contract
ALTER TABLE public.u OF public.pair;
-- contract
CREATE VIEW public.v AS
SELECT "First"
   FROM public.t;
