--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE TABLE notes (account_id bigint REFERENCES accounts, body text);

--- after

--- plan
-- contract, deletes-data
DROP TABLE public.notes;
-- contract, deletes-data
DROP TABLE public.accounts;
