--- before
CREATE TYPE unused AS (a int);
CREATE TYPE address AS (street text, zip text, note text);
CREATE TYPE money_of AS (amount int, currency text);
CREATE TABLE t (id int, home address, past address[]);
INSERT INTO t VALUES (1, ROW('s', 'z', 'n'), ARRAY[ROW('a', 'b', 'c')::address]);
CREATE VIEW v AS SELECT (home).street FROM t;
CREATE FUNCTION price() RETURNS money_of LANGUAGE sql AS $$ SELECT ROW(1, 'EUR')::money_of $$;
COMMENT ON COLUMN address.note IS 'For the driver.';

--- after
CREATE TYPE size AS (width int, "Höhe" varchar(5) COLLATE "C");
CREATE TYPE address AS (street text, zip text, country text);
CREATE TYPE money_of AS (amount bigint, currency text);
CREATE TABLE t (id int, home address, past address[]);
CREATE VIEW v AS SELECT (home).street FROM t;
CREATE FUNCTION price() RETURNS money_of LANGUAGE sql AS $$ SELECT ROW(1, 'EUR')::money_of $$;
COMMENT ON COLUMN address.country IS 'In two letters.';
COMMENT ON TYPE size IS 'In millimetres.';
REVOKE USAGE ON TYPE size FROM PUBLIC;

--- plan
-- expand
CREATE TYPE public.size AS (
  width integer,
  "Höhe" varchar(5) COLLATE pg_catalog."C"
);
-- expand
REVOKE USAGE ON TYPE public.size FROM PUBLIC;
-- expand
COMMENT ON TYPE public.size IS 'In millimetres.';
-- contract
COMMENT ON COLUMN public.address.note IS NULL;
-- contract
DROP FUNCTION public.price();
-- expand
ALTER TYPE public.money_of ALTER ATTRIBUTE amount TYPE bigint;
-- contract
DROP VIEW public.v;
-- expand
ALTER TYPE public.address ADD ATTRIBUTE country text;
-- contract, deletes-data
ALTER TYPE public.address DROP ATTRIBUTE note;
-- expand
COMMENT ON COLUMN public.address.country IS 'In two letters.';
-- contract, breaks-clients
DROP TYPE public.unused;
-- contract
CREATE VIEW public.v AS
SELECT (home).street AS street
   FROM public.t;
-- contract
CREATE OR REPLACE FUNCTION public.price()
 RETURNS public.money_of
 LANGUAGE sql
AS $function$ SELECT ROW(1, 'EUR')::money_of $function$;
