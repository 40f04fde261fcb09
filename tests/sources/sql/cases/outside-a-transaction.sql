--- schema.sql
BEGIN;
CREATE TYPE mood AS ENUM ('ok');
ALTER TYPE mood ADD VALUE 'good';
CREATE TABLE days (mood mood DEFAULT 'good');
COMMIT;
CREATE INDEX CONCURRENTLY days_mood ON days (mood);
VACUUM days;
LOCK TABLE days;
ANALYZE;
SELECT * FROM days WHERE mood::text = 'a "FuncCall":{"funcname":[]';
SELECT count(*) FROM days;
SELECT nextval('days_seen');
CREATE SEQUENCE days_seen;

--- same as
CREATE TYPE mood AS ENUM ('ok', 'good');
CREATE TABLE days (mood mood DEFAULT 'good');
CREATE INDEX days_mood ON days (mood);
CREATE SEQUENCE days_seen;

--- findings
info[sql/no-effect]: 5 statements change nothing in a schema: VACUUM, LOCK, ANALYZE, SELECT.
  --> schema.sql:7:1
     7 | VACUUM days;
       | ^^^^^^^^^^^
