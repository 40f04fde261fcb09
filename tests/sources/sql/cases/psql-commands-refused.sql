--- main.sql
\! rm -rf /
\copy people from people.csv
SELECT 'CREATE TABLE a ()' \gexec
CREATE TABLE b (id int)
\i missing.sql
\ir loop.sql
\i
\connect one
\connect one
\connect two
\connect - somebody
CREATE TABLE :name (id int);
CREATE TABLE c (id int);

--- loop.sql
\ir main.sql

--- findings
error[sql/psql-command]: The psql command \! is not understood.
  --> main.sql:1:1
     1 | \! rm -rf /
       | ^^^^^^^^^^^
  help: Of psql's own commands \i, \ir and \connect are followed, and \set, \echo, \restrict … passed over.

error[sql/psql-command]: The psql command \copy is not understood.
  --> main.sql:2:1
     2 | \copy people from people.csv
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: Of psql's own commands \i, \ir and \connect are followed, and \set, \echo, \restrict … passed over.

error[sql/not-ended]: A psql command stands inside this statement.
  --> main.sql:3:1
     3 | SELECT 'CREATE TABLE a ()' \gexec
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: End the statement with a semicolon before the command.

error[sql/psql-command]: The psql command \gexec is not understood.
  --> main.sql:3:28
     3 | SELECT 'CREATE TABLE a ()' \gexec
       |                            ^^^^^^
  help: Of psql's own commands \i, \ir and \connect are followed, and \set, \echo, \restrict … passed over.

error[sql/not-ended]: A psql command stands inside this statement.
  --> main.sql:4:1
     4 | CREATE TABLE b (id int)
       | ^^^^^^^^^^^^^^^^^^^^^^^
  help: End the statement with a semicolon before the command.

error[sql/include-missing]: There is no file missing.sql.
  --> main.sql:5:1
     5 | \i missing.sql
       | ^^^^^^^^^^^^^^
  help: It is looked for in the current folder, then beside the file that includes it.

error[sql/include-cycle]: Files include each other: loop.sql -> main.sql -> loop.sql.
  --> main.sql:6:1
     6 | \ir loop.sql
       | ^^^^^^^^^^^^

error[sql/psql-command]: The name of the file to read is missing.
  --> main.sql:7:1
     7 | \i
       | ^^
  help: Write \i file.sql.

error[sql/several-databases]: What stands from here on belongs to another database than "one".
  --> main.sql:10:1
    10 | \connect two
       | ^^^^^^^^^^^^
  help: Give each database a file of its own: pg_dump writes one, pg_dumpall all.

error[sql/psql-command]: \connect as another user is not followed.
  --> main.sql:11:1
    11 | \connect - somebody
       | ^^^^^^^^^^^^^^^^^^^
  help: Write SET ROLE instead.

error[sql/psql-variable]: psql's variables are not filled in.
  --> main.sql:12:14
    12 | CREATE TABLE :name (id int);
       |              ^
  help: Write the value itself, or make the file with psql's variables filled in.
