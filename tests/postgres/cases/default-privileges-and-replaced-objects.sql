--- before
CREATE ROLE app;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO app;
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT a, b FROM t;
REVOKE ALL ON v FROM app;

--- after
CREATE ROLE app;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO app;
CREATE TABLE t (a int, b int);
CREATE VIEW v AS SELECT b, a FROM t;
REVOKE ALL ON v FROM app;

--- plan
-- contract, breaks-clients
DROP VIEW public.v;
-- contract
CREATE VIEW public.v AS
SELECT b,
    a
   FROM public.t;
-- expand
REVOKE ALL ON TABLE public.v FROM app;
