--- before
CREATE TYPE span AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = spans);
COMMENT ON TYPE spans IS 'Some.';
CREATE TYPE reach AS RANGE (SUBTYPE = int);

--- after
CREATE TYPE span AS RANGE (SUBTYPE = int, MULTIRANGE_TYPE_NAME = spans);
CREATE TYPE reach AS RANGE (SUBTYPE = int);
COMMENT ON TYPE reach_multirange IS 'Many.';
CREATE TYPE new AS RANGE (SUBTYPE = int);
COMMENT ON TYPE new IS 'One.';
COMMENT ON TYPE new_multirange IS 'All.';

--- plan
-- expand
CREATE TYPE public.new AS RANGE (
  SUBTYPE = integer,
  MULTIRANGE_TYPE_NAME = public.new_multirange
);
-- expand
COMMENT ON TYPE public.new IS 'One.';
-- expand
COMMENT ON TYPE public.new_multirange IS 'All.';
-- expand
COMMENT ON TYPE public.reach_multirange IS 'Many.';
-- contract
COMMENT ON TYPE public.spans IS NULL;
