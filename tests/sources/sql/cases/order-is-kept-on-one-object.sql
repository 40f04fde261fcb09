--- schema.sql
ALTER TABLE accounts ADD COLUMN kind account_kind;
ALTER TABLE accounts ADD COLUMN note text;
CREATE OR REPLACE FUNCTION kinds() RETURNS SETOF account_kind LANGUAGE sql AS $$ SELECT NULL::account_kind $$;
CREATE OR REPLACE FUNCTION kinds() RETURNS SETOF account_kind LANGUAGE sql AS $$ SELECT enum_first(NULL::account_kind) $$;
CREATE TABLE accounts (id int);
CREATE VIEW everything AS SELECT * FROM accounts;
DROP TYPE IF EXISTS account_kind;
CREATE TYPE account_kind AS ENUM ('a');
GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
CREATE ROLE reader;

--- same as
CREATE ROLE reader;
CREATE TYPE account_kind AS ENUM ('a');
CREATE TABLE accounts (id int, kind account_kind, note text);
CREATE VIEW everything AS SELECT * FROM accounts;
CREATE FUNCTION kinds() RETURNS SETOF account_kind LANGUAGE sql AS $$ SELECT enum_first(NULL::account_kind) $$;
GRANT SELECT ON accounts, everything TO reader;

--- findings
