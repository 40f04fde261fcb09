--- before

--- after
CREATE TABLE people (id int PRIMARY KEY, role text);
CREATE FUNCTION zz_role(id int) RETURNS text LANGUAGE sql STABLE AS $$ SELECT role FROM people WHERE people.id = zz_role.id $$;
CREATE FUNCTION aa_is_admin(id int) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT zz_role(id) = 'admin' $$;
CREATE FUNCTION next_number() RETURNS int LANGUAGE sql AS $$ SELECT count(*)::int FROM people $$;
CREATE TABLE a_orders (id int PRIMARY KEY DEFAULT next_number(), by_person int CHECK (aa_is_admin(by_person)));
CREATE FUNCTION all_orders() RETURNS SETOF a_orders LANGUAGE sql AS $$ SELECT * FROM a_orders $$;

--- plan
-- expand
CREATE TABLE public.people (
  id integer NOT NULL,
  role text,
  CONSTRAINT people_pkey PRIMARY KEY (id)
);
-- expand
CREATE OR REPLACE FUNCTION public.next_number()
 RETURNS integer
 LANGUAGE sql
AS $function$ SELECT count(*)::int FROM people $function$;
-- expand
CREATE OR REPLACE FUNCTION public.zz_role(id integer)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ SELECT role FROM people WHERE people.id = zz_role.id $function$;
-- expand
CREATE OR REPLACE FUNCTION public.aa_is_admin(id integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$ SELECT zz_role(id) = 'admin' $function$;
-- expand
CREATE TABLE public.a_orders (
  id integer DEFAULT public.next_number() NOT NULL,
  by_person integer,
  CONSTRAINT a_orders_pkey PRIMARY KEY (id),
  CONSTRAINT a_orders_by_person_check CHECK (public.aa_is_admin(by_person))
);
-- expand
CREATE OR REPLACE FUNCTION public.all_orders()
 RETURNS SETOF public.a_orders
 LANGUAGE sql
AS $function$ SELECT * FROM a_orders $function$;
