--- before
CREATE DOMAIN d AS int NOT NULL;
CREATE DOMAIN e AS int CONSTRAINT filled NOT NULL;
CREATE DOMAIN f AS int;
CREATE TABLE t (d d);

--- after
CREATE DOMAIN d AS bigint NOT NULL;
CREATE DOMAIN e AS int CONSTRAINT there NOT NULL;
CREATE DOMAIN f AS int CONSTRAINT always NOT NULL;
CREATE DOMAIN g AS int CONSTRAINT always NOT NULL;
CREATE TABLE t (d d);

--- plan
-- expand
ALTER DOMAIN public.e RENAME CONSTRAINT filled TO there;
-- expand, may-fail, scans-table
ALTER DOMAIN public.f ADD CONSTRAINT always NOT NULL;
-- expand
CREATE DOMAIN public.g AS integer CONSTRAINT always NOT NULL;
-- contract
ALTER DOMAIN public.d RENAME TO d__old;
-- contract
CREATE DOMAIN public.d AS bigint CONSTRAINT d_not_null NOT NULL;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN d TYPE public.d USING d::text::public.d;
-- contract
DROP DOMAIN public.d__old;
