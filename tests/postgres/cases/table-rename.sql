--- before
CREATE TABLE account (id bigint PRIMARY KEY, name text UNIQUE, CHECK (name <> ''));
CREATE INDEX account_lower_idx ON account (lower(name));
CREATE TABLE note (account_id bigint REFERENCES account);
CREATE VIEW names AS SELECT account.name FROM account;
COMMENT ON TABLE account IS 'Customers.';

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text UNIQUE, CHECK (name <> ''));
CREATE INDEX accounts_lower_idx ON accounts (lower(name));
CREATE TABLE note (account_id bigint REFERENCES accounts);
CREATE VIEW names AS SELECT accounts.name FROM accounts;
COMMENT ON TABLE accounts IS 'Customers.';

--- renames
table account = accounts

--- plan
-- expand, breaks-clients
ALTER TABLE public.account RENAME TO accounts;
-- expand
ALTER TABLE public.accounts RENAME CONSTRAINT account_name_check TO accounts_name_check;
-- expand
ALTER TABLE public.accounts RENAME CONSTRAINT account_name_key TO accounts_name_key;
-- expand
ALTER TABLE public.accounts RENAME CONSTRAINT account_pkey TO accounts_pkey;
-- expand
ALTER INDEX public.account_lower_idx RENAME TO accounts_lower_idx;
-- expand
ALTER TABLE public.accounts RENAME CONSTRAINT account_id_not_null TO accounts_id_not_null;
-- expand
CREATE OR REPLACE VIEW public.names AS
SELECT name
   FROM public.accounts;
