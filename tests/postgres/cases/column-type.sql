--- before
CREATE TABLE t (a varchar(20), b int, c text DEFAULT '7', d numeric(10,2), e text, f timestamp, g varchar(10)[]);
CREATE INDEX t_b_idx ON t (b);

--- after
CREATE TABLE t (a varchar(50), b bigint, c int DEFAULT 7, d numeric(12,2), e varchar(10), f timestamptz, g text[]);
CREATE INDEX t_b_idx ON t (b);

--- plan
-- contract
ALTER TABLE public.t ALTER COLUMN a TYPE varchar(50);
-- contract, rewrites-table, blocks-reads
ALTER TABLE public.t ALTER COLUMN b TYPE bigint;
-- contract
ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN c TYPE integer USING c::integer;
-- contract
ALTER TABLE public.t ALTER COLUMN c SET DEFAULT 7;
-- contract
ALTER TABLE public.t ALTER COLUMN d TYPE numeric(12,2);
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN e TYPE varchar(10);
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN f TYPE timestamptz;
-- contract, rewrites-table, blocks-reads
ALTER TABLE public.t ALTER COLUMN g TYPE text[];
