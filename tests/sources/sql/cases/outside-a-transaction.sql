--- schema.sql
BEGIN;
CREATE TYPE mood AS ENUM ('ok');
ALTER TYPE mood ADD VALUE 'good';
CREATE TABLE days (mood mood DEFAULT 'good');
COMMIT;
CREATE INDEX CONCURRENTLY days_mood ON days (mood);
VACUUM days;
LOCK TABLE days;

--- same as
CREATE TYPE mood AS ENUM ('ok', 'good');
CREATE TABLE days (mood mood DEFAULT 'good');
CREATE INDEX days_mood ON days (mood);

--- findings
