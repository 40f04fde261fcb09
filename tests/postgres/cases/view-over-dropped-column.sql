--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE VIEW v AS SELECT id, tel FROM accounts;

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL);
CREATE VIEW v AS SELECT id, name FROM accounts;

--- plan
-- contract, breaks-clients
DROP VIEW public.v;
-- contract, deletes-data
ALTER TABLE public.accounts DROP COLUMN tel;
-- contract
CREATE VIEW public.v AS
SELECT id,
    name
   FROM public.accounts;
