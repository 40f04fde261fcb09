--- before
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE people (id int, mood mood);

--- after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE people (id int, mood mood DEFAULT 'glad');

--- for
online

--- plan
-- expand, outside a transaction
ALTER TYPE public.mood ADD VALUE 'glad';
-- ----
-- expand
ALTER TABLE public.people ALTER COLUMN mood SET DEFAULT 'glad'::public.mood;
