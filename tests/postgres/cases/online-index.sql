--- before
CREATE TABLE accounts (id int, name text, city text);
CREATE INDEX by_city ON accounts (city);
CREATE INDEX by_id ON accounts (id);
CREATE INDEX by_name ON accounts (name);
COMMENT ON INDEX by_name IS 'For the search.';
CREATE MATERIALIZED VIEW names AS SELECT name FROM accounts;

--- after
CREATE TABLE accounts (id int, name text, city text, phone text);
CREATE UNIQUE INDEX by_id ON accounts (id);
CREATE INDEX by_name ON accounts (lower(name));
COMMENT ON INDEX by_name IS 'For the search.';
CREATE INDEX "odd $do$ name" ON accounts (city) WHERE name IS NULL;
CREATE TABLE orders (id int);
CREATE INDEX orders_id_idx ON orders (id);
CREATE MATERIALIZED VIEW names AS SELECT name FROM accounts;
CREATE UNIQUE INDEX by_names ON names (name);

--- for
online

--- plan
-- expand
CREATE TABLE public.orders (
  id integer
);
-- expand
ALTER TABLE public.accounts ADD COLUMN phone text;
-- expand
CREATE INDEX orders_id_idx ON public.orders USING btree (id);
-- ----
-- expand, scans-table, may-fail, outside a transaction
CREATE UNIQUE INDEX CONCURRENTLY by_id__new ON public.accounts USING btree (id);
-- ----
-- expand
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.by_id__new'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.by_id__new is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
-- ----
-- expand, outside a transaction
DROP INDEX CONCURRENTLY public.by_id;
-- ----
-- expand
ALTER INDEX public.by_id__new RENAME TO by_id;
-- ----
-- expand, scans-table, outside a transaction
CREATE INDEX CONCURRENTLY by_name__new ON public.accounts USING btree (lower(name));
-- ----
-- expand
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.by_name__new'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.by_name__new is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
-- ----
-- expand, outside a transaction
DROP INDEX CONCURRENTLY public.by_name;
-- ----
-- expand
ALTER INDEX public.by_name__new RENAME TO by_name;
-- expand
COMMENT ON INDEX public.by_name IS 'For the search.';
-- ----
-- expand, scans-table, may-fail, outside a transaction
CREATE UNIQUE INDEX CONCURRENTLY by_names ON public.names USING btree (name);
-- ----
-- expand
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.by_names'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.by_names is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
-- ----
-- expand, scans-table, outside a transaction
CREATE INDEX CONCURRENTLY "odd $do$ name" ON public.accounts USING btree (city) WHERE (name IS NULL);
-- ----
-- expand
DO $doo$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public."odd $do$ name"'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public."odd $do$ name" is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $doo$;
-- ----
-- contract, outside a transaction
DROP INDEX CONCURRENTLY public.by_city;
