--- schema.sql
CREATE TABLE items (id int, code text DEFAULT next_code());
CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS $$ SELECT count(*)::text FROM items $$;

--- same as
SET check_function_bodies = off;
CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS $$ SELECT count(*)::text FROM items $$;
CREATE TABLE items (id int, code text DEFAULT next_code());

--- findings
