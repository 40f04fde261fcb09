--- before
CREATE ROLE app; CREATE ROLE boss; CREATE ROLE leaver;
CREATE SCHEMA s AUTHORIZATION leaver;
CREATE TABLE s.t (id serial PRIMARY KEY, a int GENERATED ALWAYS AS IDENTITY);
ALTER TABLE s.t OWNER TO leaver;
GRANT SELECT ON s.t TO app;
CREATE TABLE s.kept (id int);
ALTER TABLE s.kept OWNER TO app;
CREATE VIEW s.v AS SELECT id FROM s.kept;
CREATE FUNCTION s.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION s.f OWNER TO app;
CREATE TYPE s.mood AS ENUM ('sad');
ALTER TYPE s.mood OWNER TO app;
CREATE PROCEDURE s.p() LANGUAGE sql AS 'SELECT 1';
ALTER PROCEDURE s.p() OWNER TO app;

--- after
CREATE ROLE app; CREATE ROLE boss; CREATE ROLE newcomer;
CREATE SCHEMA s AUTHORIZATION newcomer;
CREATE TABLE s.t (id serial PRIMARY KEY, a int GENERATED ALWAYS AS IDENTITY);
ALTER TABLE s.t OWNER TO app;
REVOKE TRUNCATE ON s.t FROM app;
CREATE TABLE s.kept (id bigserial);
ALTER TABLE s.kept OWNER TO app;
CREATE VIEW s.v AS SELECT id FROM s.kept;
ALTER VIEW s.v OWNER TO boss;
CREATE FUNCTION s.f() RETURNS bigint LANGUAGE sql AS 'SELECT 1';
ALTER FUNCTION s.f OWNER TO app;
CREATE TYPE s.mood AS ENUM ('glad');
ALTER TYPE s.mood OWNER TO app;
CREATE PROCEDURE s.p() LANGUAGE sql AS 'SELECT 1';
CREATE DOMAIN s.d AS int;
ALTER DOMAIN s.d OWNER TO boss;
CREATE MATERIALIZED VIEW s.m AS SELECT 1 AS one;
ALTER MATERIALIZED VIEW s.m OWNER TO boss;
CREATE SEQUENCE s.q;
ALTER SEQUENCE s.q OWNER TO boss;
CREATE AGGREGATE s.total(int) (SFUNC = int4pl, STYPE = int);
ALTER AGGREGATE s.total(int) OWNER TO boss;
CREATE TABLE s.other (id serial);
ALTER TABLE s.other OWNER TO boss;
CREATE STATISTICS s.st ON id, a FROM s.t;
ALTER STATISTICS s.st OWNER TO boss;

--- plan
-- expand
DO $do$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'newcomer') THEN
    EXECUTE 'CREATE ROLE newcomer';
  END IF;
END
$do$;
-- expand
CREATE DOMAIN s.d AS integer;
-- expand
CREATE SEQUENCE s.kept_id_seq;
-- expand
CREATE SEQUENCE s.other_id_seq AS integer;
-- expand
CREATE SEQUENCE s.q;
-- expand
CREATE TABLE s.other (
  id integer DEFAULT nextval('s.other_id_seq'::regclass) NOT NULL
);
-- expand
CREATE STATISTICS s.st ON id, a FROM s.t;
-- expand, scans-table
CREATE MATERIALIZED VIEW s.m AS
SELECT 1 AS one;
-- expand
CREATE AGGREGATE s.total(integer) (
  SFUNC = int4pl,
  STYPE = integer
);
-- expand
ALTER AGGREGATE s.total(integer) OWNER TO boss;
-- expand
ALTER DOMAIN s.d OWNER TO boss;
-- expand, changes-access
ALTER PROCEDURE s.p() OWNER TO CURRENT_USER;
-- expand
ALTER MATERIALIZED VIEW s.m OWNER TO boss;
-- expand, changes-access
ALTER SCHEMA s OWNER TO newcomer;
-- expand
ALTER SEQUENCE s.kept_id_seq OWNER TO app;
-- expand
ALTER SEQUENCE s.other_id_seq OWNER TO boss;
-- expand
ALTER SEQUENCE s.q OWNER TO boss;
-- expand
ALTER STATISTICS s.st OWNER TO boss;
-- expand
ALTER TABLE s.other OWNER TO boss;
-- expand
ALTER SEQUENCE s.other_id_seq OWNED BY s.other.id;
-- contract, changes-access
REVOKE SELECT ON TABLE s.t FROM app;
-- expand, changes-access
ALTER TABLE s.t OWNER TO app;
-- contract, breaks-clients
DROP FUNCTION s.f();
-- contract, breaks-clients
DROP VIEW s.v;
-- contract, changes-access
DROP ROLE leaver;
-- contract
ALTER TYPE s.mood RENAME TO mood__old;
-- contract
CREATE TYPE s.mood AS ENUM ('glad');
-- contract
DROP TYPE s.mood__old;
-- contract, rewrites-table, blocks-reads
ALTER TABLE s.kept ALTER COLUMN id TYPE bigint;
-- contract
ALTER TABLE s.kept ALTER COLUMN id SET DEFAULT nextval('s.kept_id_seq'::regclass);
-- expand
SELECT pg_catalog.setval('s.kept_id_seq', max(id)) FROM s.kept HAVING max(id) >= 1;
-- validate, may-fail, scans-table
ALTER TABLE s.kept ALTER COLUMN id SET NOT NULL;
-- expand
ALTER SEQUENCE s.kept_id_seq OWNED BY s.kept.id;
-- contract
CREATE VIEW s.v AS
SELECT id
   FROM s.kept;
-- contract
CREATE OR REPLACE FUNCTION s.f()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 1$function$;
-- contract
ALTER TYPE s.mood OWNER TO app;
-- contract
ALTER FUNCTION s.f() OWNER TO app;
-- contract
ALTER VIEW s.v OWNER TO boss;
-- contract, changes-access
REVOKE TRUNCATE ON TABLE s.t FROM app;
