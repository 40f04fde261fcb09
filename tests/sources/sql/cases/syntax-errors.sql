--- a.sql
CREATE TABLE größe_😀 (id int, naem text nott null);
CREATE TABLE fine (id int);
CREATE VIEW v AS SELECT /* 'ü' /* nested; */ ; */ 'it''s; fine', E'\';', $$;$$, $ü$ ' ; $ü$, "a;""b" FORM t;
CREATE TABLE unclosed (id int;
CREATE TABLE after_unclosed (id int,);
CREATE TABL again (id int);

--- b.sql
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
CREATE TABLE a (id int)
CREATE TABLE b (id int);
SELECT 'never closed;

--- findings
error[sql/syntax]: Syntax error at or near "nott".
  --> a.sql:1:42
     1 | CREATE TABLE größe_😀 (id int, naem text nott null);
       |                                          ^^^^

error[sql/syntax]: Syntax error at or near "t".
  --> a.sql:3:107
     3 | CREATE VIEW v AS SELECT /* 'ü' /* nested; */ ; */ 'it''s; fine', E'\';', $$;$$, $ü$ ' ; $ü$, "a;""b" FORM t;
       |                                                                                                           ^

error[sql/syntax]: Syntax error at or near ";".
  --> a.sql:4:30
     4 | CREATE TABLE unclosed (id int;
       |                              ^

error[sql/syntax]: Syntax error at or near ")".
  --> a.sql:5:37
     5 | CREATE TABLE after_unclosed (id int,);
       |                                     ^

error[sql/syntax]: Syntax error at or near "TABL".
  --> a.sql:6:8
     6 | CREATE TABL again (id int);
       |        ^^^^

error[sql/syntax]: Syntax error at or near "CREATE".
  --> b.sql:3:1
     3 | CREATE TABLE b (id int);
       | ^^^^^^

error[sql/syntax]: Unterminated quoted string at or near "'never closed;".
  --> b.sql:4:8
     4 | SELECT 'never closed;
       |        ^
