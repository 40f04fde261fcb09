--- schema.sql
CREATE EXTENSION no_such_extension;
CREATE TABLE a (id int, at some_type);
CREATE VIEW b AS SELECT some_function(id) FROM a;
CREATE VIEW c AS SELECT some_function(1);
CREATE VIEW d AS SELECT * FROM not_there;

--- findings
error[sql/refused]: PostgreSQL refuses this statement: extension "no_such_extension" is not available (SQLSTATE 0A000)
  --> schema.sql:1:1
     1 | CREATE EXTENSION no_such_extension;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: The embedded PostgreSQL does not carry it.

error[sql/missing]: PostgreSQL refuses this statement: relation "not_there" does not exist (SQLSTATE 42P01)
  --> schema.sql:5:32
     5 | CREATE VIEW d AS SELECT * FROM not_there;
       |                                ^^^^^^^^^

info[sql/consequences]: 3 more statements fail as a consequence, first this one.
  --> schema.sql:2:1
     2 | CREATE TABLE a (id int, at some_type);
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
