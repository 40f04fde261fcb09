--- before
CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT a + b $$;
CREATE AGGREGATE total(int) (SFUNC = add, STYPE = int, INITCOND = '0');
CREATE AGGREGATE gone(int) (SFUNC = add, STYPE = int);
CREATE AGGREGATE retyped(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE TABLE t (a int, b int);
CREATE VIEW sums AS SELECT total(a) AS a, retyped(b) AS b FROM t;

--- after
CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT a + b $$;
CREATE AGGREGATE total(int) (SFUNC = add, STYPE = int, INITCOND = '10', PARALLEL = SAFE);
CREATE AGGREGATE retyped(int) (SFUNC = int4_sum, STYPE = bigint, INITCOND = '0');
CREATE AGGREGATE rows_of(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0', MSFUNC = int8inc, MINVFUNC = int8dec, MSTYPE = bigint,
  MINITCOND = '0', COMBINEFUNC = int8pl);
CREATE AGGREGATE smallest(int) (SFUNC = int4smaller, STYPE = int, SORTOP = <);
CREATE AGGREGATE joined(VARIADIC parts text[]) (SFUNC = array_cat, STYPE = text[], SSPACE = 100, FINALFUNC = array_to_json,
  FINALFUNC_MODIFY = SHAREABLE);
CREATE AGGREGATE share(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal,
  FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE place(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal,
  FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE mean(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg, COMBINEFUNC = numeric_avg_combine,
  SERIALFUNC = numeric_avg_serialize, DESERIALFUNC = numeric_avg_deserialize);
COMMENT ON AGGREGATE share(float8 ORDER BY anyelement) IS 'As percentile_disc.';
COMMENT ON AGGREGATE rows_of(*) IS 'As count.';
REVOKE ALL ON FUNCTION share(float8, anyelement) FROM PUBLIC;
REVOKE ALL ON FUNCTION rows_of() FROM PUBLIC;
CREATE TABLE t (a int, b int);
CREATE VIEW sums AS SELECT total(a) AS a, retyped(b) AS b FROM t;

--- plan
-- expand
CREATE AGGREGATE public.joined(VARIADIC parts text[]) (
  SFUNC = array_cat,
  STYPE = text[],
  SSPACE = 100,
  FINALFUNC = pg_catalog.array_to_json,
  FINALFUNC_MODIFY = SHAREABLE
);
-- expand
CREATE AGGREGATE public.mean(numeric) (
  SFUNC = numeric_avg_accum,
  STYPE = internal,
  FINALFUNC = numeric_avg,
  COMBINEFUNC = numeric_avg_combine,
  SERIALFUNC = numeric_avg_serialize,
  DESERIALFUNC = numeric_avg_deserialize
);
-- expand
CREATE AGGREGATE public.place(VARIADIC "any" ORDER BY VARIADIC "any") (
  SFUNC = ordered_set_transition_multi,
  STYPE = internal,
  FINALFUNC = rank_final,
  FINALFUNC_EXTRA,
  HYPOTHETICAL
);
-- expand
CREATE AGGREGATE public.rows_of(*) (
  SFUNC = int8inc,
  STYPE = bigint,
  COMBINEFUNC = int8pl,
  INITCOND = '0',
  MSFUNC = int8inc,
  MINVFUNC = int8dec,
  MSTYPE = bigint,
  MINITCOND = '0'
);
-- expand
CREATE AGGREGATE public.share(double precision ORDER BY anyelement) (
  SFUNC = ordered_set_transition,
  STYPE = internal,
  FINALFUNC = percentile_disc_final,
  FINALFUNC_EXTRA
);
-- expand
CREATE AGGREGATE public.smallest(integer) (
  SFUNC = int4smaller,
  STYPE = integer,
  SORTOP = OPERATOR(pg_catalog.<)
);
-- expand
REVOKE EXECUTE ON FUNCTION public.rows_of() FROM PUBLIC;
-- expand
REVOKE EXECUTE ON FUNCTION public.share(double precision, anyelement) FROM PUBLIC;
-- expand
COMMENT ON AGGREGATE public.rows_of(*) IS 'As count.';
-- expand
COMMENT ON AGGREGATE public.share(double precision ORDER BY anyelement) IS 'As percentile_disc.';
-- contract, breaks-clients
DROP AGGREGATE public.gone(integer);
-- contract, breaks-clients
DROP VIEW public.sums;
-- expand
CREATE OR REPLACE AGGREGATE public.total(integer) (
  SFUNC = public.add,
  STYPE = integer,
  INITCOND = '10',
  PARALLEL = SAFE
);
-- contract, breaks-clients
DROP AGGREGATE public.retyped(integer);
-- contract
CREATE AGGREGATE public.retyped(integer) (
  SFUNC = int4_sum,
  STYPE = bigint,
  INITCOND = '0'
);
-- contract
CREATE VIEW public.sums AS
SELECT public.total(a) AS a,
    public.retyped(b) AS b
   FROM public.t;
