--- before
CREATE TABLE t (id int PRIMARY KEY, b int);
CREATE INDEX t_b ON t (b);
ALTER TABLE t CLUSTER ON t_b;
CREATE TABLE u (id int CONSTRAINT u_key PRIMARY KEY);
ALTER TABLE u CLUSTER ON u_key;
CREATE MATERIALIZED VIEW m WITH (fillfactor = 70) AS SELECT id, b FROM t;
CREATE INDEX m_b ON m (b);
ALTER MATERIALIZED VIEW m CLUSTER ON m_b;

--- after
CREATE TABLE t (id int PRIMARY KEY, b int);
CREATE INDEX t_b ON t (b DESC);
ALTER TABLE t CLUSTER ON t_b;
CREATE TABLE u (id int CONSTRAINT u_key PRIMARY KEY);
CREATE MATERIALIZED VIEW m WITH (autovacuum_enabled = false) AS SELECT id, b FROM t;
CREATE INDEX m_b ON m (b);
CREATE INDEX m_id ON m (id);
ALTER MATERIALIZED VIEW m CLUSTER ON m_id;
CREATE TABLE w (id int PRIMARY KEY);
ALTER TABLE w CLUSTER ON w_pkey;

--- plan
-- expand
CREATE TABLE public.w (
  id integer NOT NULL,
  CONSTRAINT w_pkey PRIMARY KEY (id)
);
-- expand
ALTER TABLE public.w CLUSTER ON w_pkey;
-- contract
ALTER MATERIALIZED VIEW public.m SET WITHOUT CLUSTER;
-- expand
ALTER MATERIALIZED VIEW public.m RESET (fillfactor);
-- expand
ALTER MATERIALIZED VIEW public.m SET (autovacuum_enabled=false);
-- expand, blocks-writes, scans-table
CREATE INDEX m_id ON public.m USING btree (id);
-- contract
ALTER TABLE public.t SET WITHOUT CLUSTER;
-- contract
ALTER TABLE public.u SET WITHOUT CLUSTER;
-- contract
DROP INDEX public.t_b;
-- contract, blocks-writes, scans-table
CREATE INDEX t_b ON public.t USING btree (b DESC);
-- contract
ALTER MATERIALIZED VIEW public.m CLUSTER ON m_id;
-- contract
ALTER TABLE public.t CLUSTER ON t_b;
