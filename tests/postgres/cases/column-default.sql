--- before
CREATE TABLE t (a int DEFAULT 1, b text, c timestamptz DEFAULT now());

--- after
CREATE TABLE t (a int DEFAULT 2, b text DEFAULT 'it''s', c timestamptz);

--- plan
-- expand
ALTER TABLE public.t ALTER COLUMN a SET DEFAULT 2;
-- expand
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT 'it''s'::text;
-- expand
ALTER TABLE public.t ALTER COLUMN c DROP DEFAULT;
