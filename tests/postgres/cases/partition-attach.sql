--- before
CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, who int DEFAULT 1 REFERENCES people, note text,
  PRIMARY KEY (id, at), CONSTRAINT positive CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE INDEX events_note ON events (note);
CREATE TABLE events_old PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE events_new (id int NOT NULL, at date NOT NULL, who int, note varchar(20), extra text);
CREATE TABLE events_rest (LIKE events INCLUDING ALL);

--- after
CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, who int DEFAULT 1 REFERENCES people, note text,
  PRIMARY KEY (id, at), CONSTRAINT positive CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE INDEX events_note ON events (note);
CREATE TABLE events_old (id bigint NOT NULL, at date NOT NULL, who int DEFAULT 1, note text);
CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;

--- plan
-- expand
ALTER TABLE public.events_new RENAME CONSTRAINT events_new_at_not_null TO events_at_not_null;
-- expand
ALTER TABLE public.events_new ALTER COLUMN who SET DEFAULT 1;
-- contract, deletes-data
ALTER TABLE public.events_new DROP COLUMN extra;
-- contract, rewrites-table, blocks-reads
ALTER TABLE public.events_new ALTER COLUMN id TYPE bigint;
-- expand
ALTER TABLE public.events_new RENAME CONSTRAINT events_new_id_not_null TO events_id_not_null;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.events_new ADD CONSTRAINT events_new_pkey PRIMARY KEY (id, at);
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.events_new ADD CONSTRAINT positive CHECK ((id > 0));
-- contract
ALTER TABLE public.events_new ALTER COLUMN note TYPE text;
-- expand, blocks-writes, scans-table
CREATE INDEX events_new_note_idx ON public.events_new USING btree (note);
-- contract, blocks-reads
ALTER TABLE public.events DETACH PARTITION public.events_old;
-- contract
DROP INDEX public.events_old_note_idx;
-- expand
ALTER TABLE public.events_old DROP CONSTRAINT events_old_pkey;
-- expand
ALTER TABLE public.events_old DROP CONSTRAINT events_who_fkey;
-- expand
ALTER TABLE public.events_old DROP CONSTRAINT positive;
-- expand
ALTER TABLE public.events_old RENAME CONSTRAINT events_at_not_null TO events_old_at_not_null;
-- expand
ALTER TABLE public.events_old RENAME CONSTRAINT events_id_not_null TO events_old_id_not_null;
-- contract, may-fail, scans-table
ALTER TABLE public.events ATTACH PARTITION public.events_new FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
-- contract, may-fail, scans-table
ALTER TABLE public.events ATTACH PARTITION public.events_rest DEFAULT;
