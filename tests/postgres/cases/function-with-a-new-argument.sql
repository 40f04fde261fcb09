--- before
CREATE TABLE profiles (id uuid PRIMARY KEY, role text);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION may_see(id uuid, role text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN TRUE; END $$;
CREATE POLICY seen ON profiles FOR SELECT USING (may_see(id, role));
CREATE VIEW visible AS SELECT id FROM profiles WHERE may_see(id, role);
INSERT INTO profiles VALUES ('00000000-0000-0000-0000-000000000001', 'admin');

--- after
CREATE TABLE profiles (id uuid PRIMARY KEY, role text);
ALTER TABLE profiles ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION may_see(id uuid, role text, why text DEFAULT '') RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN TRUE; END $$;
CREATE POLICY seen ON profiles FOR SELECT USING (may_see(id, role));
CREATE VIEW visible AS SELECT id FROM profiles WHERE may_see(id, role);
INSERT INTO profiles VALUES ('00000000-0000-0000-0000-000000000001', 'admin');

--- plan
-- expand
CREATE OR REPLACE FUNCTION public.may_see(id uuid, role text, why text DEFAULT ''::text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$ BEGIN RETURN TRUE; END $function$;
-- contract
DROP POLICY seen ON public.profiles;
-- contract
DROP VIEW public.visible;
-- contract, breaks-clients
DROP FUNCTION public.may_see(uuid, text);
-- contract
CREATE VIEW public.visible AS
SELECT id
   FROM public.profiles
  WHERE public.may_see(id, role);
-- contract
CREATE POLICY seen ON public.profiles FOR SELECT USING (public.may_see(id, role));
