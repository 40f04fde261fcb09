--- schema.sql
CREATE TABLE a (id int PRIMARY KEY);
BEGIN;
INSERT INTO a VALUES (1);
INSERT INTO a VALUES ('ü😀'); -- 😀
INSERT INTO a (nothing) VALUES (1);
COMMIT;
INSERT INTO a VALUES (1), (1);

--- findings
error[sql/refused]: PostgreSQL refuses this statement: invalid input syntax for type integer: "ü😀" (SQLSTATE 22P02)
  --> schema.sql:4:23
     4 | INSERT INTO a VALUES ('ü😀'); -- 😀
       |                       ^

error[sql/refused]: PostgreSQL refuses this statement: duplicate key value violates unique constraint "a_pkey" (SQLSTATE 23505)
  --> schema.sql:7:1
     7 | INSERT INTO a VALUES (1), (1);
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: Key (id)=(1) already exists.
