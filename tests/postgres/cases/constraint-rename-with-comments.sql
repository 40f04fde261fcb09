--- before
CREATE TABLE t (id int CONSTRAINT t_key PRIMARY KEY, n int CONSTRAINT t_n CHECK (n > 0));
COMMENT ON CONSTRAINT t_key ON t IS 'The key.';
COMMENT ON INDEX t_key IS 'Its index.';
COMMENT ON CONSTRAINT t_n ON t IS 'Counts from one.';

--- after
CREATE TABLE t (id int CONSTRAINT t_id PRIMARY KEY, n int CONSTRAINT t_positive CHECK (n > 0));
COMMENT ON CONSTRAINT t_id ON t IS 'The key.';
COMMENT ON INDEX t_id IS 'Its index.';
COMMENT ON CONSTRAINT t_positive ON t IS 'Counts from one.';

--- plan
-- expand
ALTER TABLE public.t RENAME CONSTRAINT t_key TO t_id;
-- expand
ALTER TABLE public.t RENAME CONSTRAINT t_n TO t_positive;
