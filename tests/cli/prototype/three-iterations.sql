-- 0001_accounts/down.sql
-- deletes-data: All rows of accounts are lost.
DROP TABLE public.accounts;

-- 0001_accounts/up.sql
CREATE TABLE public.accounts (
  id uuid NOT NULL,
  name varchar(255),
  type varchar(50),
  status varchar(50),
  CONSTRAINT accounts_pkey PRIMARY KEY (id)
);

-- 0002_locations/down.sql
-- deletes-data: All rows of locations are lost.
DROP TABLE public.locations;

-- 0002_locations/up.sql
CREATE TABLE public.locations (
  id uuid NOT NULL,
  address text,
  account_id uuid,
  CONSTRAINT locations_pkey PRIMARY KEY (id),
  CONSTRAINT locations_account_id_fkey FOREIGN KEY (account_id) REFERENCES public.accounts(id)
);

-- 0003_add-phone/down.sql
-- deletes-data: All values of accounts.phone are lost.
ALTER TABLE public.accounts DROP COLUMN phone;

-- 0003_add-phone/up.sql
ALTER TABLE public.accounts ADD COLUMN phone varchar(20);
