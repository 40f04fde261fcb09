--- before
CREATE ROLE admin SUPERUSER LOGIN;
CREATE ROLE other SUPERUSER;
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER seen ON ddl_command_end EXECUTE FUNCTION f();

--- after
CREATE ROLE admin LOGIN;
CREATE ROLE other SUPERUSER;
CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER seen ON ddl_command_end EXECUTE FUNCTION f();
ALTER EVENT TRIGGER seen OWNER TO other;

--- plan
-- expand, changes-access
ALTER ROLE admin NOSUPERUSER;
-- expand, changes-access
ALTER EVENT TRIGGER seen OWNER TO other;
