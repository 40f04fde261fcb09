--- before
CREATE ROLE clerk;
CREATE TABLE t (id int PRIMARY KEY, kind int);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY low ON t TO clerk USING (kind < 5);
CREATE VIEW v AS SELECT id, kind FROM t;
CREATE VIEW w AS SELECT id FROM v;
COMMENT ON VIEW v IS 'All.';
COMMENT ON COLUMN v.kind IS 'Its kind.';
GRANT SELECT ON v TO clerk;
CREATE MATERIALIZED VIEW m AS SELECT kind, count(*) AS n FROM v GROUP BY kind;
CREATE UNIQUE INDEX m_kind ON m (kind);

--- after
CREATE ROLE clerk;
CREATE TABLE t (id int PRIMARY KEY, kind bigint);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY low ON t TO clerk USING (kind < 5);
CREATE VIEW v AS SELECT id, kind FROM t;
CREATE VIEW w AS SELECT id FROM v;
COMMENT ON VIEW v IS 'All.';
COMMENT ON COLUMN v.kind IS 'Its kind.';
GRANT SELECT ON v TO clerk;
CREATE MATERIALIZED VIEW m AS SELECT kind, count(*) AS n FROM v GROUP BY kind;
CREATE UNIQUE INDEX m_kind ON m (kind);

--- plan
-- contract
DROP POLICY low ON public.t;
-- contract
DROP MATERIALIZED VIEW public.m;
-- contract
DROP VIEW public.w;
-- contract, breaks-clients
DROP VIEW public.v;
-- contract, rewrites-table, blocks-reads
ALTER TABLE public.t ALTER COLUMN kind TYPE bigint;
-- contract
CREATE VIEW public.v AS
SELECT id,
    kind
   FROM public.t;
-- contract
CREATE VIEW public.w AS
SELECT id
   FROM public.v;
-- contract, scans-table
CREATE MATERIALIZED VIEW public.m AS
SELECT kind,
    count(*) AS n
   FROM public.v
  GROUP BY kind;
-- contract
CREATE UNIQUE INDEX m_kind ON public.m USING btree (kind);
-- contract
CREATE POLICY low ON public.t TO clerk USING (kind < 5);
-- contract
GRANT SELECT ON TABLE public.v TO clerk;
-- contract
COMMENT ON COLUMN public.v.kind IS 'Its kind.';
-- contract
COMMENT ON VIEW public.v IS 'All.';
