--- schema.sql
CREATE DATABASE shop;
ALTER DATABASE shop SET search_path = app;
COMMENT ON DATABASE shop IS 'The shop';
GRANT CONNECT ON DATABASE shop TO PUBLIC;
COPY (SELECT 1) TO STDOUT;
CREATE TABLE t (id int);

--- same as
CREATE TABLE t (id int);

--- findings
info[sql/left-out]: It is about a whole database, not about what it holds: this statement is left out.
  --> schema.sql:1:1
     1 | CREATE DATABASE shop;
       | ^^^^^^^^^^^^^^^^^^^^

info[sql/left-out]: It is about a whole database, not about what it holds: this statement is left out.
  --> schema.sql:2:1
     2 | ALTER DATABASE shop SET search_path = app;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

info[sql/left-out]: It is about a whole database, not about what it holds: this statement is left out.
  --> schema.sql:3:1
     3 | COMMENT ON DATABASE shop IS 'The shop';
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

info[sql/left-out]: It is about a whole database, not about what it holds: this statement is left out.
  --> schema.sql:4:1
     4 | GRANT CONNECT ON DATABASE shop TO PUBLIC;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

info[sql/left-out]: It only reads: this statement is left out.
  --> schema.sql:5:1
     5 | COPY (SELECT 1) TO STDOUT;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^
