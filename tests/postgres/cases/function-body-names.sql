--- before

--- after
CREATE FUNCTION z_same(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT lower($1) = lower($2) $$;
CREATE OPERATOR ~=~ (FUNCTION = z_same, LEFTARG = text, RIGHTARG = text);
CREATE FUNCTION "Z odd"(a text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT a $$;
CREATE FUNCTION b_twice(a text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT "Z odd"(a) OPERATOR(public.~=~) a $$;
CREATE FUNCTION a_shout(a text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT B_Twice(a) $$;

--- plan
-- expand
CREATE OR REPLACE FUNCTION public."Z odd"(a text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT a $function$;
-- expand
CREATE OR REPLACE FUNCTION public.z_same(text, text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT lower($1) = lower($2) $function$;
-- expand
CREATE OPERATOR public.~=~ (
  FUNCTION = public.z_same,
  LEFTARG = text,
  RIGHTARG = text
);
-- expand
CREATE OR REPLACE FUNCTION public.b_twice(a text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT "Z odd"(a) OPERATOR(public.~=~) a $function$;
-- expand
CREATE OR REPLACE FUNCTION public.a_shout(a text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT B_Twice(a) $function$;
