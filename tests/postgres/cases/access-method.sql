--- before
CREATE ACCESS METHOD kept TYPE INDEX HANDLER bthandler;
CREATE ACCESS METHOD gone TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a integer);
CREATE TABLE u (a integer) USING gone;

--- after
CREATE ACCESS METHOD kept TYPE INDEX HANDLER hashhandler;
CREATE ACCESS METHOD "Added" TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE t (a integer) USING "Added";
CREATE TABLE u (a integer);
CREATE TABLE v (a integer) USING "Added" WITH (fillfactor = 50);
COMMENT ON ACCESS METHOD "Added" IS 'As usual';

--- plan
-- expand
CREATE ACCESS METHOD "Added" TYPE TABLE HANDLER heap_tableam_handler;
-- expand, rewrites-table
ALTER TABLE public.t SET ACCESS METHOD "Added";
-- expand, rewrites-table
ALTER TABLE public.u SET ACCESS METHOD heap;
-- expand
CREATE TABLE public.v (
  a integer
) USING "Added" WITH (fillfactor=50);
-- expand
COMMENT ON ACCESS METHOD "Added" IS 'As usual';
-- contract, breaks-clients
DROP ACCESS METHOD gone;
-- contract, breaks-clients
DROP ACCESS METHOD kept;
-- contract
CREATE ACCESS METHOD kept TYPE INDEX HANDLER hashhandler;
