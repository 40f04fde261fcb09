--- before
CREATE ROLE app; CREATE ROLE leaver;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO leaver;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO app;
REVOKE SELECT ON pg_catalog.pg_roles FROM PUBLIC;

--- after
CREATE ROLE app;
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql TO app;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO app;
REVOKE EXECUTE ON FUNCTION pg_catalog.version() FROM PUBLIC;
REVOKE USAGE ON TYPE pg_catalog.money FROM PUBLIC;
GRANT CREATE ON SCHEMA pg_catalog TO app;
GRANT SELECT ON pg_catalog.pg_authid TO app;

--- plan
-- expand, changes-access
REVOKE USAGE ON TYPE pg_catalog.money FROM PUBLIC;
-- expand, changes-access
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) TO app;
-- expand, changes-access
REVOKE EXECUTE ON FUNCTION pg_catalog.version() FROM PUBLIC;
-- expand, changes-access
REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC;
-- expand, changes-access
GRANT USAGE ON LANGUAGE plpgsql TO app;
-- expand, changes-access
GRANT CREATE ON SCHEMA pg_catalog TO app;
-- expand, changes-access
GRANT SELECT ON TABLE pg_catalog.pg_authid TO app;
-- contract, changes-access
REVOKE SELECT (rolname) ON TABLE pg_catalog.pg_authid FROM app;
-- contract, changes-access
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_read_file(text) FROM leaver;
-- contract, changes-access
GRANT SELECT ON TABLE pg_catalog.pg_roles TO PUBLIC;
-- contract, changes-access
DROP ROLE leaver;
