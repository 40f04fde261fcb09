--- before
CREATE SCHEMA sales;
CREATE TABLE t (id int PRIMARY KEY, status varchar(10), gone int);
CREATE TABLE u (id int PRIMARY KEY);
CREATE TABLE w (id int PRIMARY KEY);
CREATE PUBLICATION options FOR TABLE u, w WITH (publish = 'insert');
CREATE PUBLICATION filtered FOR TABLE t (id, status) WHERE (status = 'a');
CREATE PUBLICATION listed FOR TABLE t (id, gone);
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA public;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION dropped FOR TABLE u;
COMMENT ON PUBLICATION everything IS 'To the archive.';

--- after
CREATE SCHEMA sales;
CREATE TABLE t (id int PRIMARY KEY, status text);
CREATE TABLE u (id int PRIMARY KEY);
CREATE TABLE sales.x (id int PRIMARY KEY);
CREATE PUBLICATION options FOR TABLE u WITH (publish = 'insert, delete', publish_via_partition_root, publish_generated_columns = stored);
CREATE PUBLICATION filtered FOR TABLE t (id, status) WHERE (status = 'a');
CREATE PUBLICATION listed FOR TABLE t (id), sales.x;
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA sales;
CREATE PUBLICATION everything FOR TABLE t, u;
COMMENT ON PUBLICATION everything IS 'To the archive.';
CREATE PUBLICATION added FOR ALL TABLES WITH (publish = '');

--- plan
-- expand
CREATE TABLE sales.x (
  id integer NOT NULL,
  CONSTRAINT x_pkey PRIMARY KEY (id)
);
-- expand
CREATE PUBLICATION added FOR ALL TABLES WITH (publish = '');
-- expand
ALTER PUBLICATION schemas ADD TABLES IN SCHEMA sales;
-- expand
ALTER PUBLICATION listed ADD TABLE sales.x;
-- contract, breaks-clients
ALTER PUBLICATION filtered DROP TABLE public.t;
-- contract, breaks-clients
ALTER PUBLICATION listed DROP TABLE public.t;
-- contract, breaks-clients
ALTER PUBLICATION schemas DROP TABLES IN SCHEMA public;
-- contract, breaks-clients
DROP PUBLICATION dropped;
-- contract, breaks-clients
DROP PUBLICATION everything;
-- contract, deletes-data
ALTER TABLE public.t DROP COLUMN gone;
-- contract, deletes-data
DROP TABLE public.w;
-- expand
ALTER PUBLICATION options SET (publish = 'insert, delete', publish_via_partition_root = true, publish_generated_columns = stored);
-- contract
ALTER TABLE public.t ALTER COLUMN status TYPE text;
-- contract
CREATE PUBLICATION everything;
-- expand
ALTER PUBLICATION everything ADD TABLE public.t;
-- expand
ALTER PUBLICATION everything ADD TABLE public.u;
-- contract
ALTER PUBLICATION filtered ADD TABLE public.t (id, status) WHERE (status = 'a'::text);
-- contract
ALTER PUBLICATION listed ADD TABLE public.t (id);
-- contract
COMMENT ON PUBLICATION everything IS 'To the archive.';
