--- before
CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);

--- after
CREATE TABLE events (id int, at date NOT NULL, kind text, PRIMARY KEY (id, at, kind)) PARTITION BY RANGE (at);
CREATE INDEX ON events (kind);
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT PARTITION BY LIST (kind);
CREATE TABLE events_rest_a PARTITION OF events_rest FOR VALUES IN ('a', 'b');

--- plan
-- expand, may-fail
ALTER TABLE public.events ADD COLUMN kind text NOT NULL;
-- validate, may-fail, scans-table
ALTER TABLE public.events ALTER COLUMN id SET NOT NULL;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.events ADD CONSTRAINT events_pkey PRIMARY KEY (id, at, kind);
-- expand
CREATE TABLE public.events_2026 PARTITION OF public.events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- expand
CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT PARTITION BY LIST (kind);
-- expand
CREATE TABLE public.events_rest_a PARTITION OF public.events_rest FOR VALUES IN ('a', 'b');
-- expand, blocks-writes, scans-table
CREATE INDEX events_kind_idx ON public.events USING btree (kind);
