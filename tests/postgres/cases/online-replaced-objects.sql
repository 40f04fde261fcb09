--- before
CREATE TABLE accounts (id int, name text, city text);
CREATE VIEW names AS SELECT id, name FROM accounts;
CREATE VIEW long_names AS SELECT name FROM names;
CREATE VIEW ids AS SELECT id FROM accounts;
GRANT SELECT ON names TO PUBLIC;

--- after
CREATE TABLE accounts (id bigint, name text, city text NOT NULL);
CREATE INDEX by_city ON accounts (city);
CREATE INDEX by_id ON accounts (id);
CREATE VIEW names AS SELECT name, id FROM accounts;
CREATE VIEW long_names AS SELECT name FROM names;
CREATE VIEW ids AS SELECT id FROM accounts;
GRANT SELECT ON names TO PUBLIC;
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON accounts USING (true);

--- for
online

--- plan
-- expand, changes-access
ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;
-- expand, changes-access
CREATE POLICY everyone ON public.accounts USING (true);
-- validate
ALTER TABLE public.accounts ADD CONSTRAINT accounts_city_not_null NOT NULL city NOT VALID;
-- ----
-- validate, may-fail, scans-table
ALTER TABLE public.accounts VALIDATE CONSTRAINT accounts_city_not_null;
-- ----
-- expand, scans-table, outside a transaction
CREATE INDEX CONCURRENTLY by_city ON public.accounts USING btree (city);
-- ----
-- expand
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.by_city'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.by_city is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
-- ----
-- contract, breaks-clients
DROP VIEW public.ids;
-- contract
DROP VIEW public.long_names;
-- contract, breaks-clients
DROP VIEW public.names;
-- contract, rewrites-table, blocks-reads
ALTER TABLE public.accounts ALTER COLUMN id TYPE bigint;
-- contract
CREATE VIEW public.ids AS
SELECT id
   FROM public.accounts;
-- contract
CREATE VIEW public.names AS
SELECT name,
    id
   FROM public.accounts;
-- contract
CREATE VIEW public.long_names AS
SELECT name
   FROM public.names;
-- contract
GRANT SELECT ON TABLE public.names TO PUBLIC;
-- ----
-- expand, scans-table, outside a transaction
CREATE INDEX CONCURRENTLY by_id ON public.accounts USING btree (id);
-- ----
-- expand
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.by_id'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.by_id is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
