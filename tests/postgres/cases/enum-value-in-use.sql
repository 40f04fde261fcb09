--- before
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE people (id int, mood mood);

--- after
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE people (id int, mood mood DEFAULT 'glad');

--- for
offline

--- plan
-- contract
ALTER TYPE public.mood RENAME TO mood__old;
-- contract
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
-- contract, rewrites-table, blocks-reads, may-fail
ALTER TABLE public.people ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
-- contract
DROP TYPE public.mood__old;
-- expand
ALTER TABLE public.people ALTER COLUMN mood SET DEFAULT 'glad'::public.mood;
