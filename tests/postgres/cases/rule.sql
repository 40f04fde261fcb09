--- before
CREATE TABLE t (a int, b varchar(10));
CREATE TABLE log (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE RULE changed AS ON DELETE TO t DO INSTEAD NOTHING;
CREATE RULE switched AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (new.a);
CREATE RULE displaced AS ON UPDATE TO t WHERE old.b = 'x' DO INSTEAD NOTHING;
CREATE RULE dropped AS ON INSERT TO log DO INSTEAD NOTHING;
COMMENT ON RULE changed ON t IS 'Kept.';
ALTER TABLE t DISABLE RULE changed;

--- after
CREATE TABLE t (a int, b text, c int);
CREATE TABLE log (a int);
CREATE VIEW v AS SELECT a FROM t;
CREATE RULE changed AS ON DELETE TO t DO ALSO (INSERT INTO log VALUES (old.c); DELETE FROM log WHERE a IS NULL);
CREATE RULE switched AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (new.a);
CREATE RULE displaced AS ON UPDATE TO t WHERE old.b = 'x' DO INSTEAD NOTHING;
CREATE RULE writes AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (new.a);
COMMENT ON RULE changed ON t IS 'Kept.';
COMMENT ON RULE writes ON v IS 'The view can be written.';
ALTER TABLE t ENABLE ALWAYS RULE switched;
ALTER TABLE t DISABLE RULE changed;

--- plan
-- expand
ALTER TABLE public.t ADD COLUMN c integer;
-- expand
CREATE OR REPLACE RULE changed AS
    ON DELETE TO public.t DO ( INSERT INTO public.log (a)
  VALUES (old.c);
 DELETE FROM public.log
  WHERE (log.a IS NULL);
);
-- expand
ALTER TABLE public.t ENABLE ALWAYS RULE switched;
-- expand
CREATE RULE writes AS
    ON INSERT TO public.v DO INSTEAD  INSERT INTO public.t (a)
  VALUES (new.a);
-- expand
COMMENT ON RULE writes ON public.v IS 'The view can be written.';
-- contract
DROP RULE dropped ON public.log;
-- contract
DROP RULE displaced ON public.t;
-- contract
ALTER TABLE public.t ALTER COLUMN b TYPE text;
-- contract
CREATE RULE displaced AS
    ON UPDATE TO public.t
   WHERE (old.b = 'x'::text) DO INSTEAD NOTHING;
