--- before
CREATE TABLE t (a int, status varchar(10));

--- after
CREATE TABLE t (a int, status varchar(10), CONSTRAINT listed CHECK (status IN ('a', 'it''s'))
  , CONSTRAINT spelled CHECK (((status)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))
  , CONSTRAINT literal CHECK (status <> '(ARRAY[''a''::character varying])::text[]'));
CREATE INDEX open ON t (a) WHERE status IN ('a', 'b');
CREATE VIEW v AS SELECT a FROM t WHERE status IN ('a', 'b');
CREATE TABLE u (status varchar CHECK (status IN ('a', 'b')), other text);

--- plan
-- expand
CREATE TABLE public.u (
  status varchar,
  other text,
  CONSTRAINT u_status_check CHECK (((status)::text = ANY (ARRAY['a'::character varying, 'b'::character varying])))
);
-- expand
CREATE VIEW public.v AS
SELECT a
   FROM public.t
  WHERE ((status)::text = ANY (ARRAY['a'::character varying, 'b'::character varying]));
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT listed CHECK (((status)::text = ANY (ARRAY['a'::character varying, 'it''s'::character varying])));
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT literal CHECK (((status)::text <> '(ARRAY[''a''::character varying])::text[]'::text));
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT spelled CHECK (((status)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])));
-- expand, blocks-writes, scans-table
CREATE INDEX open ON public.t USING btree (a) WHERE ((status)::text = ANY (ARRAY['a'::character varying, 'b'::character varying]));
