--- before
CREATE TABLE t (a bigserial, b int NOT NULL);

--- after
CREATE TABLE t (a bigint NOT NULL, b serial);
CREATE TABLE u (id serial PRIMARY KEY);

--- plan
-- expand
CREATE SEQUENCE public.t_b_seq AS integer;
-- expand
CREATE SEQUENCE public.u_id_seq AS integer;
-- expand
CREATE TABLE public.u (
  id integer DEFAULT nextval('public.u_id_seq'::regclass) NOT NULL,
  CONSTRAINT u_pkey PRIMARY KEY (id)
);
-- expand
ALTER TABLE public.t ALTER COLUMN b SET DEFAULT nextval('public.t_b_seq'::regclass);
-- expand
SELECT pg_catalog.setval('public.t_b_seq', max(b)) FROM public.t HAVING max(b) >= 1;
-- expand
ALTER SEQUENCE public.t_b_seq OWNED BY public.t.b;
-- expand
ALTER SEQUENCE public.u_id_seq OWNED BY public.u.id;
-- contract
ALTER SEQUENCE public.t_a_seq OWNED BY NONE;
-- expand
ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT;
-- contract, deletes-data
DROP SEQUENCE public.t_a_seq;
