DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = {{name}}) THEN
    CREATE ROLE {{role}} NOLOGIN;
  END IF;
  -- Who makes the schema gives this role its functions, which takes being a member of it.
  GRANT {{role}} TO CURRENT_USER;
END
$body$
