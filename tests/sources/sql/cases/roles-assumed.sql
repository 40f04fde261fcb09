--- schema.sql
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'made_by_do') THEN CREATE ROLE made_by_do; END IF; END $$;
DO $$ BEGIN CREATE ROLE plain; END $$;
CREATE TABLE t (id int);
ALTER TABLE t OWNER TO "app owner";
GRANT SELECT ON t TO plain, made_by_do, PUBLIC;
CREATE POLICY p ON t TO reader USING (true);
DO $$ BEGIN GRANT UPDATE ON t TO in_a_do; END $$;
DROP ROLE IF EXISTS never_there;
SET ROLE "app owner";

--- same as
CREATE ROLE made_by_do;
CREATE ROLE plain;
CREATE ROLE "app owner";
CREATE ROLE reader;
CREATE ROLE in_a_do;
CREATE TABLE t (id int);
ALTER TABLE t OWNER TO "app owner";
GRANT SELECT ON t TO plain, made_by_do, PUBLIC;
GRANT UPDATE ON t TO in_a_do;
CREATE POLICY p ON t TO reader USING (true);

--- findings
info[sql/assumed-roles]: These roles are used and not made in the files; they are taken to exist: "app owner", reader, in_a_do.
