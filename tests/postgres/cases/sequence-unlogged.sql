--- before
CREATE SEQUENCE s;
CREATE UNLOGGED SEQUENCE u;

--- after
CREATE UNLOGGED SEQUENCE s CACHE 5;
CREATE SEQUENCE u;
CREATE UNLOGGED SEQUENCE w;
CREATE UNLOGGED TABLE t (id serial);

--- plan
-- expand
ALTER SEQUENCE public.s CACHE 5;
-- expand
ALTER SEQUENCE public.s SET UNLOGGED;
-- expand
CREATE UNLOGGED SEQUENCE public.t_id_seq AS integer;
-- expand
ALTER SEQUENCE public.u SET LOGGED;
-- expand
CREATE UNLOGGED SEQUENCE public.w;
-- expand
CREATE UNLOGGED TABLE public.t (
  id integer DEFAULT nextval('public.t_id_seq'::regclass) NOT NULL
);
-- expand
ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;
