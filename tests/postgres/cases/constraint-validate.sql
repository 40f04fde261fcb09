--- before
CREATE TABLE a (id int PRIMARY KEY, x int);
ALTER TABLE a ADD CONSTRAINT pos CHECK (x > 0) NOT VALID;

--- after
CREATE TABLE a (id int PRIMARY KEY, x int, CONSTRAINT pos CHECK (x > 0));

--- plan
-- validate, may-fail, scans-table
ALTER TABLE public.a VALIDATE CONSTRAINT pos;
