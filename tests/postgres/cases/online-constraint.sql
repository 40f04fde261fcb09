--- before
CREATE TABLE owners (id int PRIMARY KEY);
CREATE TABLE accounts (id int NOT NULL, number int, owner int, size int, during int4range,
  CONSTRAINT size_ok CHECK (size > 0), CONSTRAINT number_key UNIQUE (number));
COMMENT ON CONSTRAINT size_ok ON accounts IS 'Never none.';
COMMENT ON CONSTRAINT number_key ON accounts IS 'Once.';

--- after
CREATE TABLE owners (id int PRIMARY KEY);
CREATE TABLE accounts (id int, number int, owner int CONSTRAINT owned REFERENCES owners ON DELETE CASCADE, size int,
  during int4range, CONSTRAINT once EXCLUDE USING gist (during WITH &&),
  CONSTRAINT accounts_pkey PRIMARY KEY (id) INCLUDE (size),
  CONSTRAINT size_ok CHECK (size > 1), CONSTRAINT number_key UNIQUE NULLS NOT DISTINCT (number) DEFERRABLE,
  CONSTRAINT both_ok CHECK (size > number) NO INHERIT);
ALTER TABLE accounts ADD CONSTRAINT later CHECK (size < 10) NOT VALID;
COMMENT ON CONSTRAINT size_ok ON accounts IS 'Never none.';
COMMENT ON CONSTRAINT number_key ON accounts IS 'Only once.';

--- for
online

--- plan
-- validate
ALTER TABLE public.accounts ADD CONSTRAINT later CHECK ((size < 10)) NOT VALID;
-- ----
-- validate, scans-table, may-fail, outside a transaction
CREATE UNIQUE INDEX CONCURRENTLY accounts_pkey ON public.accounts USING btree (id) INCLUDE (size);
-- ----
-- validate
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.accounts_pkey'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.accounts_pkey is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
-- validate
ALTER TABLE public.accounts ADD CONSTRAINT accounts_pkey PRIMARY KEY USING INDEX accounts_pkey;
-- validate
ALTER TABLE public.accounts ADD CONSTRAINT both_ok CHECK ((size > number)) NO INHERIT NOT VALID;
-- ----
-- validate, may-fail, scans-table
ALTER TABLE public.accounts VALIDATE CONSTRAINT both_ok;
-- ----
-- validate, scans-table, may-fail, outside a transaction
CREATE UNIQUE INDEX CONCURRENTLY number_key__new ON public.accounts USING btree (number) NULLS NOT DISTINCT;
-- ----
-- validate
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.number_key__new'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.number_key__new is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
-- validate
ALTER TABLE public.accounts DROP CONSTRAINT number_key, ADD CONSTRAINT number_key UNIQUE USING INDEX number_key__new DEFERRABLE;
-- expand
COMMENT ON CONSTRAINT number_key ON public.accounts IS 'Only once.';
-- ----
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.accounts ADD CONSTRAINT once EXCLUDE USING gist (during WITH &&);
-- ----
-- validate
ALTER TABLE public.accounts ADD CONSTRAINT owned FOREIGN KEY (owner) REFERENCES public.owners(id) ON DELETE CASCADE NOT VALID;
-- ----
-- validate, may-fail, scans-table
ALTER TABLE public.accounts VALIDATE CONSTRAINT owned;
-- ----
-- validate
ALTER TABLE public.accounts DROP CONSTRAINT size_ok, ADD CONSTRAINT size_ok CHECK ((size > 1)) NOT VALID;
-- ----
-- validate, may-fail, scans-table
ALTER TABLE public.accounts VALIDATE CONSTRAINT size_ok;
-- ----
-- validate
COMMENT ON CONSTRAINT size_ok ON public.accounts IS 'Never none.';
