--- before
CREATE TABLE accounts (id int, "Name" text, city text);

--- after
CREATE TABLE accounts (id int PRIMARY KEY, "Name" text NOT NULL, city text DEFAULT 'Rome' NOT NULL);

--- for
online 14

--- plan
-- expand
ALTER TABLE public.accounts ALTER COLUMN city SET DEFAULT 'Rome'::text;
-- validate
ALTER TABLE public.accounts ADD CONSTRAINT accounts_city_is_not_null CHECK (city IS NOT NULL) NOT VALID;
-- ----
-- validate, may-fail, scans-table
ALTER TABLE public.accounts VALIDATE CONSTRAINT accounts_city_is_not_null;
-- ----
-- validate
ALTER TABLE public.accounts ALTER COLUMN city SET NOT NULL;
-- validate
ALTER TABLE public.accounts DROP CONSTRAINT accounts_city_is_not_null;
-- validate
ALTER TABLE public.accounts ADD CONSTRAINT "accounts_Name_is_not_null" CHECK ("Name" IS NOT NULL) NOT VALID;
-- ----
-- validate, may-fail, scans-table
ALTER TABLE public.accounts VALIDATE CONSTRAINT "accounts_Name_is_not_null";
-- ----
-- validate
ALTER TABLE public.accounts ALTER COLUMN "Name" SET NOT NULL;
-- validate
ALTER TABLE public.accounts DROP CONSTRAINT "accounts_Name_is_not_null";
-- validate
ALTER TABLE public.accounts ADD CONSTRAINT accounts_id_is_not_null CHECK (id IS NOT NULL) NOT VALID;
-- ----
-- validate, may-fail, scans-table
ALTER TABLE public.accounts VALIDATE CONSTRAINT accounts_id_is_not_null;
-- ----
-- validate
ALTER TABLE public.accounts ALTER COLUMN id SET NOT NULL;
-- validate
ALTER TABLE public.accounts DROP CONSTRAINT accounts_id_is_not_null;
-- ----
-- validate, scans-table, may-fail, outside a transaction
CREATE UNIQUE INDEX CONCURRENTLY accounts_pkey ON public.accounts USING btree (id);
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
