--- before
CREATE TABLE t (id int PRIMARY KEY, u int CONSTRAINT t_u UNIQUE WITH (fillfactor = 70), r int4range);
CREATE TABLE p (id int CONSTRAINT p_key PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);

--- after
CREATE TABLE t (id int PRIMARY KEY WITH (fillfactor = 50), u int CONSTRAINT t_u UNIQUE, r int4range,
  CONSTRAINT apart EXCLUDE USING gist (r WITH &&) WITH (fillfactor = 60) WHERE (id > 0) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE p (id int CONSTRAINT p_key PRIMARY KEY WITH (fillfactor = 40)) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE TABLE n (id int, other int, UNIQUE (id) INCLUDE (other) WITH (deduplicate_items = off, fillfactor = 80) DEFERRABLE);

--- plan
-- expand
CREATE TABLE public.n (
  id integer,
  other integer,
  CONSTRAINT n_id_other_key UNIQUE (id) INCLUDE (other) WITH (deduplicate_items=off, fillfactor=80) DEFERRABLE
);
-- expand
ALTER INDEX public.t_pkey SET (fillfactor=50);
-- expand
ALTER INDEX public.t_u RESET (fillfactor);
-- validate
ALTER TABLE public.p DROP CONSTRAINT p_key;
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.p ADD CONSTRAINT p_key PRIMARY KEY (id) WITH (fillfactor=40);
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT apart EXCLUDE USING gist (r WITH &&) WITH (fillfactor='60') WHERE ((id > 0)) DEFERRABLE INITIALLY DEFERRED;
