--- 1-security.sql
CREATE POLICY own ON notes USING (owner = current_user);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE TRIGGER stamp BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE RULE keep AS ON DELETE TO notes DO INSTEAD (INSERT INTO gone VALUES (OLD.id); SELECT 1);

--- 2-functions.sql
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at := now(); RETURN NEW; END $$;
CREATE FUNCTION latest() RETURNS SETOF notes LANGUAGE sql AS $$ SELECT * FROM notes ORDER BY at $$;

--- 3-tables.sql
CREATE TABLE notes (id int, owner name, at timestamptz) PARTITION BY RANGE (id);
CREATE TABLE gone (id int);
CREATE TABLE notes_1 PARTITION OF notes FOR VALUES FROM (0) TO (10);

--- same as
CREATE TABLE notes (id int, owner name, at timestamptz) PARTITION BY RANGE (id);
CREATE TABLE gone (id int);
CREATE TABLE notes_1 PARTITION OF notes FOR VALUES FROM (0) TO (10);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.at := now(); RETURN NEW; END $$;
CREATE FUNCTION latest() RETURNS SETOF notes LANGUAGE sql AS $$ SELECT * FROM notes ORDER BY at $$;
CREATE POLICY own ON notes USING (owner = current_user);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE TRIGGER stamp BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE RULE keep AS ON DELETE TO notes DO INSTEAD (INSERT INTO gone VALUES (OLD.id); SELECT 1);

--- findings
