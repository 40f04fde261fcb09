--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE INDEX by_tel ON accounts (tel);

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE INDEX by_name ON accounts (lower(name), id DESC) INCLUDE (tel) WHERE tel IS NOT NULL;
CREATE UNIQUE INDEX one_tel ON accounts (tel) NULLS NOT DISTINCT;

--- plan
-- expand, blocks-writes, scans-table
CREATE INDEX by_name ON public.accounts USING btree (lower(name), id DESC) INCLUDE (tel) WHERE (tel IS NOT NULL);
-- expand, blocks-writes, scans-table, may-fail
CREATE UNIQUE INDEX one_tel ON public.accounts USING btree (tel) NULLS NOT DISTINCT;
-- contract
DROP INDEX public.by_tel;
