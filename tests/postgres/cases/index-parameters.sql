--- before
CREATE TABLE t (id int PRIMARY KEY, name text, tags text[]);
CREATE INDEX by_name ON t (name) WITH (fillfactor = 70, deduplicate_items = off);
CREATE INDEX in_other_order ON t (name) WITH (fillfactor = 70, deduplicate_items = off);
CREATE INDEX named ON t (id) WHERE name <> ' WITH (fillfactor=''70'')';
CREATE INDEX by_tags ON t USING gin (tags);
COMMENT ON INDEX by_tags IS 'For the search.';
CREATE INDEX built_for ON t USING brin (id) WITH (pages_per_range = 8) WHERE id > 0;
CREATE TABLE p (id int) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX p_id ON p (id);

--- after
CREATE TABLE t (id int PRIMARY KEY, name text, tags text[]);
CREATE INDEX by_name ON t (name) WITH (fillfactor = 80);
CREATE INDEX in_other_order ON t (name) WITH (deduplicate_items = off, fillfactor = 70);
CREATE INDEX named ON t (id) WITH (fillfactor = 90) WHERE name <> ' WITH (fillfactor=''70'')';
CREATE INDEX by_tags ON t USING gin (tags) WITH (fastupdate = off);
COMMENT ON INDEX by_tags IS 'For the search.';
CREATE INDEX built_for ON t USING brin (id) WITH (pages_per_range = 16, autosummarize = on) WHERE id > 0;
CREATE TABLE p (id int) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE INDEX p_id ON p (id);
ALTER INDEX p1_id_idx SET (fillfactor = 60);
CREATE INDEX p_new ON p ((id + 1)) WITH (fillfactor = 50);
ALTER INDEX p1_expr_idx SET (fillfactor = 40);

--- for
online

--- plan
-- expand
ALTER INDEX public.by_name RESET (deduplicate_items);
-- expand
ALTER INDEX public.by_name SET (fillfactor=80);
-- expand
ALTER INDEX public.by_tags SET (fastupdate=off);
-- expand
ALTER INDEX public.named SET (fillfactor=90);
-- expand
ALTER INDEX public.p1_id_idx SET (fillfactor=60);
-- expand
CREATE INDEX p_new ON ONLY public.p USING btree (((id + 1))) WITH (fillfactor=50);
-- ----
-- expand, scans-table, outside a transaction
CREATE INDEX CONCURRENTLY built_for__new ON public.t USING brin (id) WITH (pages_per_range=16, autosummarize=on) WHERE (id > 0);
-- ----
-- expand
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.built_for__new'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.built_for__new is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
-- ----
-- expand, outside a transaction
DROP INDEX CONCURRENTLY public.built_for;
-- ----
-- expand
ALTER INDEX public.built_for__new RENAME TO built_for;
-- ----
-- expand, scans-table, outside a transaction
CREATE INDEX CONCURRENTLY p1_expr_idx ON public.p1 USING btree (((id + 1))) WITH (fillfactor=40);
-- ----
-- expand
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.p1_expr_idx'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.p1_expr_idx is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
-- expand
ALTER INDEX public.p_new ATTACH PARTITION public.p1_expr_idx;
