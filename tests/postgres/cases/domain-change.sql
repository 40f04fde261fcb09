--- before
CREATE DOMAIN email AS text DEFAULT 'a@b' CHECK (VALUE LIKE '%@%');
CREATE DOMAIN code AS varchar(5);
CREATE TABLE t (e email, c code DEFAULT 'x');

--- after
CREATE DOMAIN email AS text NOT NULL CONSTRAINT long CHECK (length(VALUE) > 3);
CREATE DOMAIN code AS text;
CREATE TABLE t (e email, c code DEFAULT 'x');

--- plan
-- expand
ALTER DOMAIN public.email DROP CONSTRAINT email_check;
-- expand, may-fail, scans-table
ALTER DOMAIN public.email ADD CONSTRAINT long CHECK ((length(VALUE) > 3));
-- expand
ALTER DOMAIN public.email DROP DEFAULT;
-- expand, may-fail, scans-table
ALTER DOMAIN public.email SET NOT NULL;
-- contract
ALTER DOMAIN public.code RENAME TO code__old;
-- contract
CREATE DOMAIN public.code AS text;
-- contract
ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN c TYPE public.code USING c::text::public.code;
-- contract
DROP DOMAIN public.code__old;
-- expand
ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 'x'::text;
