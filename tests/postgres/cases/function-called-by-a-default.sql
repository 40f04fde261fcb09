--- before
CREATE FUNCTION inner_check(v text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN z_helper(v); END';
CREATE FUNCTION wrapper(v text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN inner_check(v); END';
CREATE DOMAIN checked AS text CHECK (wrapper(VALUE));
CREATE TABLE entries (id int);
INSERT INTO entries VALUES (1);

--- after
CREATE FUNCTION z_helper(v text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT length(v) > 0';
CREATE FUNCTION inner_check(v text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN z_helper(v); END';
CREATE FUNCTION wrapper(v text) RETURNS bool LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN inner_check(v); END';
CREATE DOMAIN checked AS text CHECK (wrapper(VALUE));
CREATE TABLE entries (id int, val checked DEFAULT 'ok');

--- plan
-- expand
CREATE OR REPLACE FUNCTION public.z_helper(v text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT length(v) > 0$function$;
-- expand
ALTER TABLE public.entries ADD COLUMN val public.checked DEFAULT 'ok'::text;
