--- before
CREATE TABLE account (id bigint PRIMARY KEY, name text);

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text);

--- plan
-- question: table account = accounts
-- expand
CREATE TABLE public.accounts (
  id bigint NOT NULL,
  name text,
  CONSTRAINT accounts_pkey PRIMARY KEY (id)
);
-- contract, deletes-data
DROP TABLE public.account;
