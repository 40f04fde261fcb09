--- before
CREATE ROLE clerk; CREATE ROLE boss;
CREATE TABLE t (a int, b int);
GRANT SELECT, INSERT ON t TO clerk, boss;
GRANT SELECT (b) ON t TO boss;

--- after
CREATE ROLE clerk; CREATE ROLE boss;
CREATE TABLE t (a int, b int);
GRANT SELECT (a) ON t TO clerk;
GRANT INSERT ON t TO boss;
GRANT SELECT (b) ON t TO boss;

--- plan
-- contract
REVOKE SELECT (b) ON TABLE public.t FROM boss;
-- expand, changes-access
REVOKE SELECT ON TABLE public.t FROM boss;
-- contract, changes-access
REVOKE INSERT, SELECT ON TABLE public.t FROM clerk;
-- expand, changes-access
GRANT SELECT (a) ON TABLE public.t TO clerk;
-- contract
GRANT SELECT (b) ON TABLE public.t TO boss;
