--- schema.sql
CREATE TABLE accounts (id int PRIMARY KEY, kind acount_kind);
CREATE TYPE account_kind AS ENUM ('a');
CREATE VIEW v AS SELECT * FROM accounts;
CREATE VIEW w AS SELECT * FROM v;
CREATE TABLE notes (
  id int,
  account_id int REFERENCES acounts (id)
);
CREATE VIEW x AS SELECT 'ü😀', nam FROM notes;
CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS $$
  SELECT count(*) FROM note
$$;
DROP TABLE later;
CREATE TABLE later (id int);
ALTER TABLE notes DROP COLUMN nothing;
SET serach_path = app;
SELECT 1;

--- findings
info[sql/no-effect]: 1 statement changes nothing in a schema: SELECT.
  --> schema.sql:17:1
    17 | SELECT 1;
       | ^^^^^^^^

error[sql/missing]: PostgreSQL refuses this statement: type "acount_kind" does not exist (SQLSTATE 42704)
  --> schema.sql:1:49
     1 | CREATE TABLE accounts (id int PRIMARY KEY, kind acount_kind);
       |                                                 ^^^^^^^^^^^
  help: Did you mean "account_kind"?

error[sql/missing]: PostgreSQL refuses this statement: relation "acounts" does not exist (SQLSTATE 42P01)
  --> schema.sql:7:29
     7 |   account_id int REFERENCES acounts (id)
       |                             ^^^^^^^
  help: Did you mean "accounts"?

error[sql/missing]: PostgreSQL refuses this statement: column "nam" does not exist (SQLSTATE 42703)
  --> schema.sql:9:32
     9 | CREATE VIEW x AS SELECT 'ü😀', nam FROM notes;
       |                                ^^^

error[sql/missing]: PostgreSQL refuses this statement: relation "note" does not exist (SQLSTATE 42P01)
  --> schema.sql:11:24
    11 |   SELECT count(*) FROM note
       |                        ^^^^
  help: Did you mean "notes"?

error[sql/missing]: PostgreSQL refuses this statement: table "later" does not exist (SQLSTATE 42P01)
  --> schema.sql:13:12
    13 | DROP TABLE later;
       |            ^^^^^

error[sql/missing]: PostgreSQL refuses this statement: column "nothing" of relation "notes" does not exist (SQLSTATE 42703)
  --> schema.sql:15:31
    15 | ALTER TABLE notes DROP COLUMN nothing;
       |                               ^^^^^^^

error[sql/missing]: PostgreSQL refuses this statement: unrecognized configuration parameter "serach_path" (SQLSTATE 42704)
  --> schema.sql:16:5
    16 | SET serach_path = app;
       |     ^^^^^^^^^^^

info[sql/consequences]: 2 more statements fail as a consequence, first this one.
  --> schema.sql:3:1
     3 | CREATE VIEW v AS SELECT * FROM accounts;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
