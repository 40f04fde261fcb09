--- before
CREATE FUNCTION near(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT abs(a - b) < 5 $$;
CREATE FUNCTION far(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT abs(a - b) >= 5 $$;
CREATE OPERATOR ~~= (FUNCTION = near, LEFTARG = int, RIGHTARG = int);
CREATE OPERATOR @@@ (FUNCTION = near, LEFTARG = int, RIGHTARG = int);
CREATE TABLE t (a int, b int, CHECK (a OPERATOR(public.~~=) b));

--- after
CREATE FUNCTION near(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT abs(a - b) < 5 $$;
CREATE FUNCTION far(a int, b int) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT abs(a - b) >= 5 $$;
CREATE FUNCTION minus(a int) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT -a $$;
CREATE OPERATOR ~~= (FUNCTION = near, LEFTARG = int, RIGHTARG = int, COMMUTATOR = ~~=, NEGATOR = !~=, RESTRICT = eqsel, JOIN = eqjoinsel);
CREATE OPERATOR !~= (FUNCTION = far, LEFTARG = int, RIGHTARG = int, COMMUTATOR = !~=, NEGATOR = ~~=);
CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int, COMMUTATOR = ===, HASHES, MERGES);
CREATE OPERATOR !!- (FUNCTION = minus, RIGHTARG = int);
COMMENT ON OPERATOR !!- (NONE, int) IS 'The other way.';
CREATE TABLE t (a int, b int, CHECK (a OPERATOR(public.~~=) b));

--- plan
-- expand
CREATE OR REPLACE FUNCTION public.minus(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ SELECT -a $function$;
-- expand
CREATE OPERATOR public.!!- (
  FUNCTION = public.minus,
  RIGHTARG = integer
);
-- expand
CREATE OPERATOR public.!~= (
  FUNCTION = public.far,
  LEFTARG = integer,
  RIGHTARG = integer,
  COMMUTATOR = OPERATOR(public.!~=),
  NEGATOR = OPERATOR(public.~~=)
);
-- expand
CREATE OPERATOR public.=== (
  FUNCTION = int4eq,
  LEFTARG = integer,
  RIGHTARG = integer,
  COMMUTATOR = OPERATOR(public.===),
  HASHES,
  MERGES
);
-- expand
COMMENT ON OPERATOR public.!!- (NONE, integer) IS 'The other way.';
-- validate
ALTER TABLE public.t DROP CONSTRAINT t_check;
-- contract, breaks-clients
DROP OPERATOR public.@@@ (integer, integer);
-- contract, breaks-clients
DROP OPERATOR public.~~= (integer, integer);
-- contract
CREATE OPERATOR public.~~= (
  FUNCTION = public.near,
  LEFTARG = integer,
  RIGHTARG = integer,
  COMMUTATOR = OPERATOR(public.~~=),
  NEGATOR = OPERATOR(public.!~=),
  RESTRICT = eqsel,
  JOIN = eqjoinsel
);
-- validate, may-fail, scans-table, blocks-reads
ALTER TABLE public.t ADD CONSTRAINT t_check CHECK ((a OPERATOR(public.~~=) b));
