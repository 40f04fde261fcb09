--- before
CREATE TABLE account (id bigint PRIMARY KEY, tel text);
CREATE INDEX ON account (tel);

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, phone text);
CREATE INDEX ON accounts (phone);

--- renames
column account.tel = phone
table account = accounts

--- plan
-- expand, breaks-clients
ALTER TABLE public.account RENAME TO accounts;
-- expand, breaks-clients
ALTER TABLE public.accounts RENAME COLUMN tel TO phone;
-- expand
ALTER TABLE public.accounts RENAME CONSTRAINT account_pkey TO accounts_pkey;
-- expand
ALTER INDEX public.account_tel_idx RENAME TO accounts_phone_idx;
-- expand
ALTER TABLE public.accounts RENAME CONSTRAINT account_id_not_null TO accounts_id_not_null;
