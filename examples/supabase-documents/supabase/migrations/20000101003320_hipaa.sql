-- Made by `schema harden` of production/migrations/0002_hipaa: change the definitions, not this file.

-- Roles, settings and extensions; down.sql leaves them

DO $do$ BEGIN
  EXECUTE format('ALTER DATABASE %I ', current_database()) || 'SET idle_in_transaction_session_timeout = ''1min''';
END $do$;
