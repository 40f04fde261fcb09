--- schema.sql
CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER seen ON ddl_command_end EXECUTE FUNCTION seen();
ALTER EVENT TRIGGER seen OWNER TO platform_admin;

--- same as
CREATE ROLE platform_admin SUPERUSER;
CREATE FUNCTION seen() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER seen ON ddl_command_end EXECUTE FUNCTION seen();
ALTER EVENT TRIGGER seen OWNER TO platform_admin;

--- findings
info[sql/assumed-roles]: These roles are used and not made in the files; they are taken to exist: platform_admin.
