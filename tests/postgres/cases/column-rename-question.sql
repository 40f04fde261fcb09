--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, phone varchar(20), fax varchar(20), note text);

--- plan
-- question: column accounts.tel = accounts.fax
-- question: column accounts.tel = accounts.phone
-- expand
ALTER TABLE public.accounts ADD COLUMN fax varchar(20);
-- expand
ALTER TABLE public.accounts ADD COLUMN note text;
-- expand
ALTER TABLE public.accounts ADD COLUMN phone varchar(20);
-- contract, deletes-data
ALTER TABLE public.accounts DROP COLUMN tel;
