DO $body$
BEGIN
  -- What an extension brings stays executable by everyone: types and operators are made of it.
  ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
  CREATE EXTENSION IF NOT EXISTS {{extension}} WITH SCHEMA {{schema}};
  ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
END
$body$
