--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE VIEW a AS SELECT id, name FROM accounts;
CREATE VIEW b AS SELECT id, name FROM a;
CREATE VIEW c AS SELECT name FROM b;

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE VIEW a AS SELECT name, id FROM accounts;
CREATE VIEW b AS SELECT id, name FROM a;
CREATE VIEW c AS SELECT name FROM b;

--- plan
-- contract
DROP VIEW public.c;
-- contract
DROP VIEW public.b;
-- contract, breaks-clients
DROP VIEW public.a;
-- contract
CREATE VIEW public.a AS
SELECT name,
    id
   FROM public.accounts;
-- contract
CREATE VIEW public.b AS
SELECT id,
    name
   FROM public.a;
-- contract
CREATE VIEW public.c AS
SELECT name
   FROM public.b;
