--- before
CREATE TABLE t (at bigint, n int[], s jsonb, e text);

--- after
CREATE TABLE t (at timestamp, n int, s int[], e timestamp);

--- plan
-- engine/by-text: The values of t.at go from bigint to timestamp without time zone as text: one that does not read as timestamp without time zone stops the plan.
-- engine/by-text: The values of t.n go from integer[] to integer as text: one that does not read as integer stops the plan.
-- engine/by-text: The values of t.s go from jsonb to integer[] as text: one that does not read as integer[] stops the plan.
-- engine/by-text: The values of t.at go from timestamp without time zone to bigint as text: one that does not read as bigint stops the plan.
-- engine/by-text: The values of t.n go from integer to integer[] as text: one that does not read as integer[] stops the plan.
-- engine/by-text: The values of t.s go from integer[] to jsonb as text: one that does not read as jsonb stops the plan.
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN at TYPE timestamp USING at::text::timestamp;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN e TYPE timestamp USING e::timestamp;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN n TYPE integer USING n::text::integer;
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.t ALTER COLUMN s TYPE integer[] USING s::text::integer[];
