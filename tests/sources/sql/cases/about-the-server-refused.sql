--- schema.sql
ALTER SYSTEM SET work_mem = '1GB';
CREATE TABLESPACE fast LOCATION '/ssd';
COPY t FROM PROGRAM 'cat /etc/passwd';
COPY t FROM '/etc/passwd';
CREATE SUBSCRIPTION s CONNECTION 'host=elsewhere' PUBLICATION p;
PREPARE TRANSACTION 'x';
SET standard_conforming_strings = off;

--- findings
error[sql/not-supported]: ALTER SYSTEM cannot be part of a schema's source.
  --> schema.sql:1:1
     1 | ALTER SYSTEM SET work_mem = '1GB';
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: It acts on the server itself. Take it out of the files.

error[sql/not-supported]: CREATE TABLESPACE cannot be part of a schema's source.
  --> schema.sql:2:1
     2 | CREATE TABLESPACE fast LOCATION '/ssd';
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: It acts on the server itself. Take it out of the files.

error[sql/not-supported]: COPY from a file or program of the server is not run.
  --> schema.sql:3:1
     3 | COPY t FROM PROGRAM 'cat /etc/passwd';
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: Only the schema is read: take it out, or write the rows that belong to the schema as INSERT.

error[sql/not-supported]: COPY from a file or program of the server is not run.
  --> schema.sql:4:1
     4 | COPY t FROM '/etc/passwd';
       | ^^^^^^^^^^^^^^^^^^^^^^^^^
  help: Only the schema is read: take it out, or write the rows that belong to the schema as INSERT.

error[sql/not-supported]: This subscription would connect to its publisher and begin to copy.
  --> schema.sql:5:1
     5 | CREATE SUBSCRIPTION s CONNECTION '**************' PUBLICATION p;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: Write WITH (connect = false, …), as pg_dump does.

error[sql/not-supported]: Prepared transactions are not read.
  --> schema.sql:6:1
     6 | PREPARE TRANSACTION 'x';
       | ^^^^^^^^^^^^^^^^^^^^^^^
  help: End the transaction with COMMIT.

error[sql/not-supported]: Strings with backslash escapes (standard_conforming_strings off) are not read.
  --> schema.sql:7:1
     7 | SET standard_conforming_strings = off;
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: Write such strings as E'…', or dump again with a newer pg_dump.
