--- before
CREATE TABLE account (id serial PRIMARY KEY);

--- after
CREATE TABLE accounts (id serial PRIMARY KEY);

--- renames
table account = accounts

--- plan
-- expand, breaks-clients
ALTER TABLE public.account RENAME TO accounts;
-- expand
ALTER TABLE public.accounts RENAME CONSTRAINT account_pkey TO accounts_pkey;
-- expand
ALTER SEQUENCE public.account_id_seq RENAME TO accounts_id_seq;
-- expand
ALTER TABLE public.accounts RENAME CONSTRAINT account_id_not_null TO accounts_id_not_null;
