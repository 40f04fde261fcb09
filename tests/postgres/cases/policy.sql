--- before
CREATE ROLE clerk; CREATE ROLE boss;
CREATE TABLE t (a int, owner text);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY changed ON t FOR SELECT TO clerk USING (a > 0);
CREATE POLICY replaced ON t FOR UPDATE USING (a > 0) WITH CHECK (a > 1);
CREATE POLICY dropped ON t;

--- after
CREATE ROLE clerk; CREATE ROLE boss;
CREATE TABLE t (a int, owner text);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY changed ON t FOR SELECT TO clerk, boss USING (a > 1);
CREATE POLICY replaced ON t AS RESTRICTIVE FOR UPDATE USING (a > 0);
CREATE POLICY added ON t FOR INSERT TO boss WITH CHECK (owner = (SELECT current_user));

--- plan
-- expand, changes-access
CREATE POLICY added ON public.t FOR INSERT TO boss WITH CHECK (owner = ( SELECT CURRENT_USER AS "current_user"));
-- expand, changes-access
ALTER POLICY changed ON public.t TO boss, clerk USING (a > 1);
-- contract, changes-access
DROP POLICY dropped ON public.t;
-- contract, changes-access
DROP POLICY replaced ON public.t;
-- contract, changes-access
CREATE POLICY replaced ON public.t AS RESTRICTIVE FOR UPDATE USING (a > 0);
