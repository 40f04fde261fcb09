--- before
CREATE ROLE clerk;
CREATE ROLE team;

--- after
CREATE ROLE team;
CREATE ROLE clerk LOGIN NOINHERIT IN ROLE team;
CREATE ROLE auditor BYPASSRLS;
ALTER ROLE clerk SET statement_timeout = '5s';
ALTER ROLE clerk SET search_path = app, public;

--- plan
-- expand
DO $do$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'auditor') THEN
    EXECUTE 'CREATE ROLE auditor BYPASSRLS';
  END IF;
END
$do$;
-- expand, changes-access
ALTER ROLE clerk LOGIN NOINHERIT;
-- expand
ALTER ROLE clerk SET search_path TO app, public;
-- expand
ALTER ROLE clerk SET statement_timeout TO '5s';
-- expand, changes-access
GRANT team TO clerk;
