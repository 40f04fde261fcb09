--- before
CREATE TABLE base (id int NOT NULL DEFAULT 1, name text, CONSTRAINT named CHECK (name <> ''));
CREATE TABLE tagged (tags text[]);
CREATE TABLE child (extra int) INHERITS (base);
CREATE TABLE loner (id int NOT NULL DEFAULT 1, name text, CONSTRAINT named CHECK (name <> ''), more text);
CREATE TABLE both_of (own int) INHERITS (base, tagged);

--- after
CREATE TABLE base (id int NOT NULL DEFAULT 2, name text, note text DEFAULT 'x', CONSTRAINT named CHECK (name <> ''), CHECK (id > 0),
  CONSTRAINT here CHECK (id < 100) NO INHERIT);
CREATE TABLE tagged (tags text[]);
CREATE TABLE child (id int NOT NULL DEFAULT 1, name text, note text, extra int);
CREATE TABLE loner (more text) INHERITS (base);
CREATE TABLE both_of (own int) INHERITS (base, tagged);
ALTER TABLE both_of ALTER note SET DEFAULT 'y', ALTER name SET NOT NULL;
CREATE TABLE anew (id int DEFAULT 7, own int PRIMARY KEY) INHERITS (tagged, base);

--- plan
-- validate, may-fail, scans-table
ALTER TABLE public.both_of ALTER COLUMN name SET NOT NULL;
-- contract, breaks-clients
ALTER TABLE public.child NO INHERIT public.base;
-- expand
ALTER TABLE public.child DROP CONSTRAINT named;
-- expand
ALTER TABLE public.base ADD COLUMN note text DEFAULT 'x'::text;
-- expand
ALTER TABLE public.both_of ALTER COLUMN note SET DEFAULT 'y'::text;
-- expand
ALTER TABLE public.child RENAME CONSTRAINT base_id_not_null TO child_id_not_null;
-- expand
ALTER TABLE public.base ALTER COLUMN id SET DEFAULT 2;
-- expand
ALTER TABLE public.child ADD COLUMN note text;
-- expand
ALTER TABLE public.loner ALTER COLUMN id SET DEFAULT 2;
-- expand
ALTER TABLE public.loner RENAME CONSTRAINT loner_id_not_null TO base_id_not_null;
-- expand
ALTER TABLE public.loner ADD COLUMN note text DEFAULT 'x'::text;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.base ADD CONSTRAINT base_id_check CHECK ((id > 0));
-- expand
CREATE TABLE public.anew (
  id integer DEFAULT 7 CONSTRAINT base_id_not_null NOT NULL,
  own integer NOT NULL,
  CONSTRAINT anew_pkey PRIMARY KEY (own)
) INHERITS (public.tagged, public.base);
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.base ADD CONSTRAINT here CHECK ((id < 100)) NO INHERIT;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.loner ADD CONSTRAINT base_id_check CHECK ((id > 0));
-- contract, breaks-clients
ALTER TABLE public.loner INHERIT public.base;
