--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;

--- plan
-- expand, changes-access
ALTER TABLE public.accounts ENABLE ROW LEVEL SECURITY;
-- expand, changes-access
ALTER TABLE public.accounts FORCE ROW LEVEL SECURITY;
