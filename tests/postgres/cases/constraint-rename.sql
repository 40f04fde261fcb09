--- before
CREATE TABLE a (id int CONSTRAINT old_key PRIMARY KEY, x int CONSTRAINT old_check CHECK (x > 0));
CREATE TABLE b (a int CONSTRAINT old_reference REFERENCES a);

--- after
CREATE TABLE a (id int CONSTRAINT new_key PRIMARY KEY, x int CONSTRAINT new_check CHECK (x > 0));
CREATE TABLE b (a int CONSTRAINT new_reference REFERENCES a);

--- plan
-- expand
ALTER TABLE public.a RENAME CONSTRAINT old_check TO new_check;
-- expand
ALTER TABLE public.a RENAME CONSTRAINT old_key TO new_key;
-- expand
ALTER TABLE public.b RENAME CONSTRAINT old_reference TO new_reference;
