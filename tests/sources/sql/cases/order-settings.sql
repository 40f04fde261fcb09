--- 1.sql
SET search_path = app;
CREATE VIEW names AS SELECT name FROM people;
CREATE TABLE people (name text);
RESET search_path;
CREATE TABLE people (note text);

--- 2.sql
BEGIN;
SET LOCAL search_path = other;
SELECT set_config('search_path', 'app', true);
CREATE TABLE cities (name text);
COMMIT;
CREATE TABLE towns (name text);

--- 3.sql
CREATE SCHEMA app;

--- same as
CREATE SCHEMA app;
CREATE TABLE app.people (name text);
CREATE VIEW app.names AS SELECT name FROM app.people;
CREATE TABLE people (note text);
CREATE TABLE app.cities (name text);
CREATE TABLE towns (name text);

--- findings
