DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {{name}}) THEN
    CREATE ROLE {{role}} NOLOGIN;
  END IF;
END
$body$
