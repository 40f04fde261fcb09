--- schema.sql
CREATE TABLE kept (id int);
BEGIN;
SET search_path = nowhere;
CREATE TABLE gone (id int);
DROP TABLE kept;
ROLLBACK;
BEGIN;
CREATE TABLE also_kept (id int);
SAVEPOINT here;
CREATE TABLE gone (id int);
ROLLBACK TO SAVEPOINT here;
CREATE TABLE last (id int);

--- same as
CREATE TABLE kept (id int);
CREATE TABLE also_kept (id int);
CREATE TABLE last (id int);

--- findings
info[sql/rolled-back]: The 2 statements from schema.sql:4 on are rolled back here and left out.
  --> schema.sql:6:1
     6 | ROLLBACK;
       | ^^^^^^^^

info[sql/rolled-back]: The statement from schema.sql:10 on is rolled back here and left out.
  --> schema.sql:11:1
    11 | ROLLBACK TO SAVEPOINT here;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^

warning[sql/transaction-not-ended]: The transaction that begins here never ends; it is read as if it were committed.
  --> schema.sql:7:1
     7 | BEGIN;
       | ^^^^^
  help: End it with COMMIT; psql would roll it back.
