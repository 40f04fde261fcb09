--- schema.sql
CREATE VIEW a AS SELECT * FROM b;
CREATE VIEW b AS SELECT * FROM a;
CREATE VIEW c AS SELECT * FROM b;

--- findings
error[sql/missing]: PostgreSQL refuses this statement: relation "b" does not exist (SQLSTATE 42P01)
  --> schema.sql:1:32
     1 | CREATE VIEW a AS SELECT * FROM b;
       |                                ^
  help: These statements wait for each other: schema.sql:1, schema.sql:2.

error[sql/missing]: PostgreSQL refuses this statement: relation "a" does not exist (SQLSTATE 42P01)
  --> schema.sql:2:32
     2 | CREATE VIEW b AS SELECT * FROM a;
       |                                ^
  help: These statements wait for each other: schema.sql:1, schema.sql:2.

info[sql/consequences]: One more statement fails as a consequence.
  --> schema.sql:3:1
     3 | CREATE VIEW c AS SELECT * FROM b;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
