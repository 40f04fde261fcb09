--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE VIEW v AS SELECT id FROM accounts;

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE VIEW v AS SELECT id FROM accounts;
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER instead INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION tf();

--- plan
-- expand
CREATE OR REPLACE FUNCTION public.tf()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RETURN NULL; END $function$;
-- expand
CREATE TRIGGER instead INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.tf();
