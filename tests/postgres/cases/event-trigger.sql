--- before
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no tables here'; END $$;
CREATE EVENT TRIGGER changed ON ddl_command_end EXECUTE FUNCTION watch();
CREATE EVENT TRIGGER switched ON sql_drop EXECUTE FUNCTION watch();
CREATE EVENT TRIGGER in_the_way ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION forbid();
COMMENT ON EVENT TRIGGER switched IS 'Sees what goes.';

--- after
CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
CREATE TABLE t (a int);
CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no indexes here'; END $$;
CREATE EVENT TRIGGER changed ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'ALTER TABLE') EXECUTE FUNCTION watch();
CREATE EVENT TRIGGER switched ON sql_drop EXECUTE FUNCTION watch();
COMMENT ON EVENT TRIGGER switched IS 'Saw what goes.';
ALTER EVENT TRIGGER switched DISABLE;
CREATE EVENT TRIGGER guards ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION forbid();
ALTER EVENT TRIGGER guards ENABLE ALWAYS;

--- plan
-- expand
DROP EVENT TRIGGER in_the_way;
-- expand
CREATE TABLE public.t (
  a integer
);
-- expand
CREATE OR REPLACE FUNCTION public.forbid()
 RETURNS event_trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RAISE 'no indexes here'; END $function$;
-- contract
DROP EVENT TRIGGER changed;
-- contract
CREATE EVENT TRIGGER changed ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'ALTER TABLE') EXECUTE FUNCTION public.watch();
-- contract
CREATE EVENT TRIGGER guards ON ddl_command_start WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION public.forbid();
-- contract
ALTER EVENT TRIGGER guards ENABLE ALWAYS;
-- contract
ALTER EVENT TRIGGER switched DISABLE;
-- expand
COMMENT ON EVENT TRIGGER switched IS 'Saw what goes.';
