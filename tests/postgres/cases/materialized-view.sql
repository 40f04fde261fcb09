--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE MATERIALIZED VIEW m AS SELECT id FROM accounts;
CREATE UNIQUE INDEX ON m (id);

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE MATERIALIZED VIEW m AS SELECT id, name FROM accounts;
CREATE UNIQUE INDEX ON m (id);

--- plan
-- contract, breaks-clients
DROP MATERIALIZED VIEW public.m;
-- contract, scans-table
CREATE MATERIALIZED VIEW public.m AS
SELECT id,
    name
   FROM public.accounts;
-- contract
CREATE UNIQUE INDEX m_id_idx ON public.m USING btree (id);
