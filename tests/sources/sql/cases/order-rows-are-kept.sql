--- schema.sql
INSERT INTO log (what) VALUES ('first');
INSERT INTO log (what) SELECT count(*)::text FROM log;
CREATE TABLE log (id int GENERATED ALWAYS AS IDENTITY, what text);
DO $$ BEGIN
  IF (SELECT array_agg(what ORDER BY id) FROM log) = '{first,1}' THEN CREATE TABLE in_order (); END IF;
END $$;

--- same as
CREATE TABLE log (id int GENERATED ALWAYS AS IDENTITY, what text);
CREATE TABLE in_order ();

--- findings
