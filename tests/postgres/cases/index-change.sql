--- before
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE INDEX by_name ON accounts (name);
COMMENT ON INDEX by_name IS 'For the search.';

--- after
CREATE TABLE accounts (id bigint PRIMARY KEY, name text NOT NULL, tel varchar(20));
CREATE EXTENSION pg_trgm;
CREATE INDEX by_name ON accounts USING gin (name gin_trgm_ops);
COMMENT ON INDEX by_name IS 'For the search.';

--- plan
-- expand
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
-- expand
DROP INDEX public.by_name;
-- expand, blocks-writes, scans-table
CREATE INDEX by_name ON public.accounts USING gin (name public.gin_trgm_ops);
-- expand
COMMENT ON INDEX public.by_name IS 'For the search.';
