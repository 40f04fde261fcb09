--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, city text, name text NOT NULL, tel varchar(20),
  zip text NOT NULL, active boolean NOT NULL DEFAULT true, upper_name text GENERATED ALWAYS AS (upper(name)) STORED,
  number int GENERATED ALWAYS AS IDENTITY);

--- plan
-- expand
ALTER TABLE public.accounts ADD COLUMN active boolean DEFAULT true NOT NULL;
-- expand
ALTER TABLE public.accounts ADD COLUMN city text;
-- expand, rewrites-table
ALTER TABLE public.accounts ADD COLUMN number integer GENERATED ALWAYS AS IDENTITY;
-- expand, rewrites-table
ALTER TABLE public.accounts ADD COLUMN upper_name text GENERATED ALWAYS AS (upper(name)) STORED;
-- expand, may-fail
ALTER TABLE public.accounts ADD COLUMN zip text NOT NULL;
