--- before
CREATE TABLE a (id int PRIMARY KEY);

--- after
CREATE TABLE a (id int PRIMARY KEY, total int);
CREATE TABLE b (a int REFERENCES a);
CREATE FUNCTION count_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$ BEGIN UPDATE public.a SET total = total + 1; RETURN new; END $$;
CREATE TRIGGER count_up AFTER INSERT ON b FOR EACH ROW EXECUTE FUNCTION count_up();
CREATE FUNCTION atomic_total() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT sum(total) FROM a; END;
CREATE VIEW totals AS SELECT atomic_total() AS total;

--- plan
-- expand
CREATE TABLE public.b (
  a integer,
  CONSTRAINT b_a_fkey FOREIGN KEY (a) REFERENCES public.a(id)
);
-- expand
ALTER TABLE public.a ADD COLUMN total integer;
-- expand
CREATE OR REPLACE FUNCTION public.atomic_total()
 RETURNS bigint
 LANGUAGE sql
BEGIN ATOMIC
 SELECT sum(a.total) AS sum
    FROM public.a;
END;
-- expand
CREATE VIEW public.totals AS
SELECT public.atomic_total() AS total;
-- expand
CREATE OR REPLACE FUNCTION public.count_up()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$ BEGIN UPDATE public.a SET total = total + 1; RETURN new; END $function$;
-- expand
CREATE TRIGGER count_up AFTER INSERT ON public.b FOR EACH ROW EXECUTE FUNCTION public.count_up();
