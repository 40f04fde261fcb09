--- before
CREATE TABLE logs (id int, at date, text text, kind text) PARTITION BY RANGE (at);
CREATE TABLE logs_2026 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE logs_2027 PARTITION OF logs FOR VALUES FROM ('2027-01-01') TO ('2028-01-01') PARTITION BY LIST (kind);
CREATE TABLE logs_2027_a PARTITION OF logs_2027 FOR VALUES IN ('a');
CREATE TABLE empty_logs (id int) PARTITION BY RANGE (id);
CREATE INDEX by_kind ON logs (kind);
CREATE INDEX by_at ON logs (at);

--- after
CREATE TABLE logs (id int, at date, text text, kind text) PARTITION BY RANGE (at);
CREATE TABLE logs_2026 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE logs_2027 PARTITION OF logs FOR VALUES FROM ('2027-01-01') TO ('2028-01-01') PARTITION BY LIST (kind);
CREATE TABLE logs_2027_a PARTITION OF logs_2027 FOR VALUES IN ('a');
CREATE TABLE empty_logs (id int) PARTITION BY RANGE (id);
CREATE INDEX by_at ON logs (at DESC);
CREATE INDEX logs_text_idx ON logs (lower(text), id);
CREATE INDEX empty_logs_id_idx ON empty_logs (id);

--- for
online

--- plan
-- expand
CREATE INDEX empty_logs_id_idx ON ONLY public.empty_logs USING btree (id);
-- expand
CREATE INDEX logs_text_idx ON ONLY public.logs USING btree (lower(text), id);
-- expand
CREATE INDEX logs_2027_lower_id_idx ON ONLY public.logs_2027 USING btree (lower(text), id);
-- expand
ALTER INDEX public.logs_text_idx ATTACH PARTITION public.logs_2027_lower_id_idx;
-- ----
-- expand, scans-table, outside a transaction
CREATE INDEX CONCURRENTLY logs_2026_lower_id_idx ON public.logs_2026 USING btree (lower(text), id);
-- ----
-- expand
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.logs_2026_lower_id_idx'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.logs_2026_lower_id_idx is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
-- expand
ALTER INDEX public.logs_text_idx ATTACH PARTITION public.logs_2026_lower_id_idx;
-- ----
-- expand, scans-table, outside a transaction
CREATE INDEX CONCURRENTLY logs_2027_a_lower_id_idx ON public.logs_2027_a USING btree (lower(text), id);
-- ----
-- expand
DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.logs_2027_a_lower_id_idx'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.logs_2027_a_lower_id_idx is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;
-- expand
ALTER INDEX public.logs_2027_lower_id_idx ATTACH PARTITION public.logs_2027_a_lower_id_idx;
-- ----
-- contract
DROP INDEX public.by_at;
-- contract, blocks-writes, scans-table
CREATE INDEX by_at ON public.logs USING btree (at DESC);
-- ----
-- contract
DROP INDEX public.by_kind;
