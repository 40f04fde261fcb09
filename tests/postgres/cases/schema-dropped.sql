--- before
CREATE SCHEMA app;
CREATE TABLE app.t (id int PRIMARY KEY);
CREATE TABLE t (app_id int REFERENCES app.t);
CREATE TYPE app.e AS ENUM ('a');

--- after
CREATE TABLE t (app_id int);

--- plan
-- expand
ALTER TABLE public.t DROP CONSTRAINT t_app_id_fkey;
-- contract, deletes-data
DROP TABLE app.t;
-- contract, breaks-clients
DROP TYPE app.e;
-- contract, breaks-clients
DROP SCHEMA app;
