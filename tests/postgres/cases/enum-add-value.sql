--- before
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TABLE t (m mood);

--- after
CREATE TYPE mood AS ENUM ('angry', 'sad', 'ok', 'happy', 'ecstatic');
CREATE TABLE t (m mood);

--- plan
-- expand
ALTER TYPE public.mood ADD VALUE 'angry' BEFORE 'sad';
-- expand
ALTER TYPE public.mood ADD VALUE 'ok' AFTER 'sad';
-- expand
ALTER TYPE public.mood ADD VALUE 'ecstatic';
