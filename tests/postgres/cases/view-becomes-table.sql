--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE VIEW v AS SELECT id FROM accounts;

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE TABLE v (id bigint);

--- plan
-- contract, breaks-clients
DROP VIEW public.v;
-- expand
CREATE TABLE public.v (
  id bigint
);
