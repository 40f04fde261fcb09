--- before
CREATE ACCESS METHOD "Other" TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a int);
CREATE TABLE u (a int) USING "Other";
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;

--- after
CREATE ACCESS METHOD "Other" TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a int) USING "Other";
CREATE TABLE u (a int);
CREATE MATERIALIZED VIEW m USING "Other" AS SELECT a FROM t;
CREATE TABLE w (a int) USING "Other" WITH (fillfactor = 70);
CREATE MATERIALIZED VIEW n USING "Other" WITH (fillfactor = 70) AS SELECT a FROM t;

--- plan
-- expand, rewrites-table
ALTER TABLE public.t SET ACCESS METHOD "Other";
-- expand, rewrites-table
ALTER TABLE public.u SET ACCESS METHOD heap;
-- expand
CREATE TABLE public.w (
  a integer
) USING "Other" WITH (fillfactor=70);
-- expand, rewrites-table
ALTER MATERIALIZED VIEW public.m SET ACCESS METHOD "Other";
-- expand, scans-table
CREATE MATERIALIZED VIEW public.n USING "Other" WITH (fillfactor=70) AS
SELECT a
   FROM public.t;
