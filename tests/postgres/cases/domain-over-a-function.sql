--- before

--- after
CREATE FUNCTION is_code(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 ~ '^[A-Z]+$' $$;
CREATE DOMAIN code AS text CHECK (is_code(VALUE));
CREATE DOMAIN later AS int;
ALTER DOMAIN later ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;

--- plan
-- expand
CREATE DOMAIN public.later AS integer;
-- expand
ALTER DOMAIN public.later ADD CONSTRAINT positive CHECK ((VALUE > 0)) NOT VALID;
-- expand
CREATE OR REPLACE FUNCTION public.is_code(text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT $1 ~ '^[A-Z]+$' $function$;
-- expand
CREATE DOMAIN public.code AS text CONSTRAINT code_check CHECK (public.is_code(VALUE));
