--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE INDEX ON accounts (tel);
COMMENT ON COLUMN accounts.tel IS 'With country code.';

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL);

--- plan
-- contract
DROP INDEX public.accounts_tel_idx;
-- contract, deletes-data
ALTER TABLE public.accounts DROP COLUMN tel;
