--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
COMMENT ON TABLE accounts IS 'Old.';
COMMENT ON COLUMN accounts.tel IS 'Gone.';

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
COMMENT ON TABLE accounts IS 'It''s new: \ and "quotes".';
COMMENT ON CONSTRAINT accounts_pkey ON accounts IS 'Key.';
CREATE VIEW v AS SELECT id FROM accounts;
COMMENT ON COLUMN v.id IS 'Id.';
CREATE FUNCTION f(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION f(int, text) IS 'Line one
line two.';
CREATE SCHEMA s;
COMMENT ON SCHEMA s IS 'S.';
CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN END $$;
COMMENT ON PROCEDURE p() IS 'P.';

--- plan
-- expand
CREATE SCHEMA s;
-- expand
CREATE VIEW public.v AS
SELECT id
   FROM public.accounts;
-- expand
CREATE OR REPLACE FUNCTION public.f(integer, text)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT 1$function$;
-- expand
CREATE OR REPLACE PROCEDURE public.p()
 LANGUAGE plpgsql
AS $procedure$ BEGIN END $procedure$;
-- expand
COMMENT ON COLUMN public.v.id IS 'Id.';
-- expand
COMMENT ON CONSTRAINT accounts_pkey ON public.accounts IS 'Key.';
-- expand
COMMENT ON FUNCTION public.f(integer, text) IS 'Line one
line two.';
-- expand
COMMENT ON PROCEDURE public.p() IS 'P.';
-- expand
COMMENT ON SCHEMA s IS 'S.';
-- expand
COMMENT ON TABLE public.accounts IS E'It''s new: \\ and "quotes".';
-- contract
COMMENT ON COLUMN public.accounts.tel IS NULL;
