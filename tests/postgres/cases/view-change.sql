--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE VIEW v AS SELECT id FROM accounts;
CREATE VIEW u AS SELECT id, name FROM accounts;

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE VIEW v WITH (security_invoker = true) AS SELECT id, name FROM accounts WHERE name <> '';
CREATE VIEW u AS SELECT name FROM accounts;

--- plan
-- expand, changes-access
CREATE OR REPLACE VIEW public.v WITH (security_invoker=true) AS
SELECT id,
    name
   FROM public.accounts
  WHERE (name <> ''::text);
-- contract, breaks-clients
DROP VIEW public.u;
-- contract
CREATE VIEW public.u AS
SELECT name
   FROM public.accounts;
