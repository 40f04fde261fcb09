--- before
CREATE ROLE clerk; CREATE ROLE boss;
CREATE TABLE t (a int, b int);
GRANT SELECT, INSERT ON t TO clerk;
GRANT UPDATE (a) ON t TO clerk;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
CREATE SCHEMA s;

--- after
CREATE ROLE clerk; CREATE ROLE boss;
CREATE TABLE t (a int, b int);
GRANT SELECT, DELETE ON t TO clerk;
GRANT ALL ON t TO boss WITH GRANT OPTION;
GRANT UPDATE (b) ON t TO clerk;
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$;
REVOKE EXECUTE ON FUNCTION f FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f TO boss;
CREATE SCHEMA s;
GRANT USAGE ON SCHEMA s, public TO clerk;
CREATE SEQUENCE s.q;
GRANT USAGE ON SEQUENCE s.q TO clerk;
CREATE VIEW s.v AS SELECT a FROM t;
GRANT SELECT ON s.v TO PUBLIC;
REVOKE TRUNCATE ON t FROM CURRENT_USER;

--- plan
-- expand
CREATE SEQUENCE s.q;
-- expand
CREATE VIEW s.v AS
SELECT a
   FROM public.t;
-- expand, changes-access
REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC;
-- expand, changes-access
GRANT EXECUTE ON FUNCTION public.f() TO boss;
-- expand, changes-access
GRANT USAGE ON SCHEMA public TO clerk;
-- expand, changes-access
GRANT USAGE ON SCHEMA s TO clerk;
-- expand
GRANT USAGE ON SEQUENCE s.q TO clerk;
-- expand, changes-access
REVOKE TRUNCATE ON TABLE public.t FROM CURRENT_USER;
-- expand, changes-access
GRANT ALL ON TABLE public.t TO boss WITH GRANT OPTION;
-- expand
GRANT SELECT ON TABLE s.v TO PUBLIC;
-- contract, changes-access
REVOKE UPDATE (a) ON TABLE public.t FROM clerk;
-- expand, changes-access
REVOKE INSERT ON TABLE public.t FROM clerk;
-- expand, changes-access
GRANT DELETE ON TABLE public.t TO clerk;
-- expand, changes-access
GRANT UPDATE (b) ON TABLE public.t TO clerk;
