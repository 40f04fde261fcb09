--- before
CREATE ROLE reader;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE SERVER other FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE changed (id integer NOT NULL, note text DEFAULT 'x', label text OPTIONS (column_name 'l', gone 'x'), old text, amount integer)
  SERVER s OPTIONS (schema_name 'a', table_name 'b');
CREATE FOREIGN TABLE moved (id integer) SERVER s;
CREATE FOREIGN TABLE gone (id integer) SERVER s;
CREATE TABLE local (id integer);
CREATE VIEW v AS SELECT id FROM changed;
CREATE TABLE events (at date) PARTITION BY RANGE (at);

--- after
CREATE ROLE reader;
CREATE FOREIGN DATA WRAPPER w;
CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE SERVER other FOREIGN DATA WRAPPER w;
CREATE FOREIGN TABLE changed (id bigint, note text, label integer OPTIONS (column_name 'm', "Odd" 'it''s'),
  added integer OPTIONS (column_name 'n') DEFAULT 0 NOT NULL, amount integer NOT NULL, CONSTRAINT positive CHECK (amount > 0))
  SERVER s OPTIONS (schema_name 'a', table_name 'c', updatable 'false');
CREATE FOREIGN TABLE moved (id integer) SERVER other;
CREATE FOREIGN TABLE added (id integer OPTIONS (column_name 'nr'), CHECK (id > 0)) SERVER s OPTIONS (password 'x');
CREATE FOREIGN TABLE local (id integer) SERVER s;
CREATE VIEW v AS SELECT id FROM changed;
CREATE TABLE events (at date) PARTITION BY RANGE (at);
CREATE FOREIGN TABLE events_old PARTITION OF events FOR VALUES FROM ('2000-01-01') TO ('2010-01-01') SERVER s OPTIONS (table_name 'e');
ALTER FOREIGN TABLE events_old ALTER COLUMN at OPTIONS (ADD column_name 'when');
COMMENT ON FOREIGN TABLE changed IS 'Elsewhere';
COMMENT ON COLUMN changed.id IS 'Number';
GRANT SELECT ON added TO reader;
GRANT USAGE ON FOREIGN SERVER s TO reader;
GRANT USAGE ON FOREIGN DATA WRAPPER w TO reader;
ALTER FOREIGN TABLE moved OWNER TO reader;

--- plan
-- question: table gone = added
-- expand
CREATE FOREIGN TABLE public.added (
  id integer,
  CONSTRAINT added_id_check CHECK ((id > 0))
) SERVER s OPTIONS (password 'x');
-- expand
CREATE FOREIGN TABLE public.events_old PARTITION OF public.events FOR VALUES FROM ('2000-01-01') TO ('2010-01-01') SERVER s OPTIONS (table_name 'e');
-- expand
ALTER FOREIGN TABLE public.added ALTER COLUMN id OPTIONS (ADD column_name 'nr');
-- expand
ALTER FOREIGN TABLE public.events_old ALTER COLUMN at OPTIONS (ADD column_name 'when');
-- expand, changes-access
GRANT USAGE ON FOREIGN DATA WRAPPER w TO reader;
-- expand, changes-access
GRANT USAGE ON FOREIGN SERVER s TO reader;
-- expand
GRANT SELECT ON TABLE public.added TO reader;
-- contract, breaks-clients
DROP VIEW public.v;
-- contract, breaks-clients
ALTER TABLE public.changed DROP COLUMN old;
-- expand
ALTER FOREIGN TABLE public.changed OPTIONS (ADD updatable 'false', SET table_name 'c');
-- expand
ALTER TABLE public.changed ADD COLUMN added integer DEFAULT 0 NOT NULL;
-- expand
ALTER TABLE public.changed ALTER COLUMN note DROP DEFAULT;
-- expand
ALTER FOREIGN TABLE public.changed ALTER COLUMN added OPTIONS (ADD column_name 'n');
-- validate
ALTER TABLE public.changed ALTER COLUMN amount SET NOT NULL;
-- validate
ALTER TABLE public.changed ADD CONSTRAINT positive CHECK ((amount > 0));
-- expand
COMMENT ON FOREIGN TABLE public.changed IS 'Elsewhere';
-- contract, breaks-clients
DROP FOREIGN TABLE public.gone;
-- contract, deletes-data
DROP TABLE public.local;
-- contract, breaks-clients
DROP FOREIGN TABLE public.moved;
-- contract
CREATE FOREIGN TABLE public.local (
  id integer
) SERVER s;
-- contract
CREATE FOREIGN TABLE public.moved (
  id integer
) SERVER other;
-- contract
ALTER TABLE public.changed ALTER COLUMN id TYPE bigint;
-- expand
ALTER TABLE public.changed ALTER COLUMN id DROP NOT NULL;
-- expand
COMMENT ON COLUMN public.changed.id IS 'Number';
-- contract
ALTER TABLE public.changed ALTER COLUMN label TYPE integer;
-- expand
ALTER FOREIGN TABLE public.changed ALTER COLUMN label OPTIONS (DROP gone, ADD "Odd" 'it''s', SET column_name 'm');
-- contract
CREATE VIEW public.v AS
SELECT id
   FROM public.changed;
-- contract
ALTER FOREIGN TABLE public.moved OWNER TO reader;
