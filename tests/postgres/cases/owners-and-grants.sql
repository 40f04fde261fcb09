--- before
CREATE ROLE app; CREATE ROLE boss; CREATE ROLE reader;
CREATE TABLE becomes_usual (id int);
ALTER TABLE becomes_usual OWNER TO app;
REVOKE DELETE ON becomes_usual FROM app;
CREATE TABLE becomes_app (id int);
REVOKE UPDATE ON becomes_app FROM CURRENT_USER;
GRANT SELECT ON becomes_app TO app, reader;
CREATE TABLE from_app_to_boss (id int);
ALTER TABLE from_app_to_boss OWNER TO app;
GRANT SELECT (id) ON from_app_to_boss TO boss;
REVOKE ALL ON from_app_to_boss FROM app;

--- after
CREATE ROLE app; CREATE ROLE boss; CREATE ROLE reader;
CREATE TABLE becomes_usual (id int);
REVOKE INSERT ON becomes_usual FROM CURRENT_USER;
CREATE TABLE becomes_app (id int);
ALTER TABLE becomes_app OWNER TO app;
REVOKE ALL ON becomes_app FROM app;
GRANT SELECT ON becomes_app TO app, reader;
CREATE TABLE from_app_to_boss (id int);
ALTER TABLE from_app_to_boss OWNER TO boss;
GRANT SELECT (id) ON from_app_to_boss TO app;
REVOKE INSERT ON from_app_to_boss FROM boss;
ALTER SCHEMA public OWNER TO boss;
ALTER DEFAULT PRIVILEGES REVOKE DELETE ON TABLES FROM CURRENT_USER;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader, boss;
CREATE TABLE made (id int);
GRANT ALL ON made TO CURRENT_USER;
REVOKE ALL ON made FROM reader;
REVOKE ALL ON made FROM boss;
ALTER TABLE made OWNER TO boss;

--- plan
-- expand, changes-access
ALTER DEFAULT PRIVILEGES REVOKE DELETE ON TABLES FROM CURRENT_USER;
-- expand, changes-access
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO boss;
-- expand, changes-access
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;
-- expand
CREATE TABLE public.made (
  id integer
);
-- expand, changes-access
ALTER SCHEMA public OWNER TO boss;
-- expand
ALTER TABLE public.made OWNER TO boss;
-- expand
GRANT ALL ON TABLE public.made TO boss;
-- expand
REVOKE SELECT ON TABLE public.made FROM reader;
-- contract, changes-access
REVOKE SELECT (id) ON TABLE public.from_app_to_boss FROM boss;
-- contract, changes-access
GRANT ALL ON TABLE public.becomes_app TO CURRENT_USER;
-- contract, changes-access
REVOKE SELECT ON TABLE public.becomes_app FROM app;
-- expand, changes-access
ALTER TABLE public.becomes_app OWNER TO app;
-- contract, changes-access
GRANT ALL ON TABLE public.becomes_usual TO app;
-- expand, changes-access
ALTER TABLE public.becomes_usual OWNER TO CURRENT_USER;
-- expand, changes-access
REVOKE INSERT ON TABLE public.becomes_usual FROM CURRENT_USER;
-- contract, changes-access
GRANT ALL ON TABLE public.from_app_to_boss TO app;
-- expand, changes-access
ALTER TABLE public.from_app_to_boss OWNER TO boss;
-- expand, changes-access
GRANT SELECT (id) ON TABLE public.from_app_to_boss TO app;
-- expand, changes-access
REVOKE INSERT ON TABLE public.from_app_to_boss FROM boss;
-- contract, changes-access
REVOKE ALL ON TABLE public.becomes_app FROM app;
-- contract, changes-access
GRANT SELECT ON TABLE public.becomes_app TO app;
