--- 1-use.sql
CREATE TABLE shapes (
  id citext PRIMARY KEY,
  area amount CHECK (area ~=~ area),
  total amount DEFAULT 5::int::amount,
  mood mood DEFAULT 'better',
  range area_range,
  CONSTRAINT apart EXCLUDE USING gist (range WITH &&)
);
INSERT INTO shapes (id) VALUES ('a') ON CONFLICT (mood) DO NOTHING;
CREATE UNIQUE INDEX ON shapes (mood);
CREATE VIEW sums AS SELECT biggest(total) FROM shapes;
COMMENT ON CONSTRAINT apart ON shapes IS 'No overlap';
COMMENT ON INDEX shapes_mood_idx IS 'One of each';
ALTER TABLE shapes ALTER COLUMN range SET STATISTICS 10;

--- 2-make.sql
ALTER TYPE mood ADD VALUE 'better';
CREATE AGGREGATE biggest (amount) (SFUNC = bigger, STYPE = amount);
CREATE FUNCTION bigger(a amount, b amount) RETURNS amount LANGUAGE sql IMMUTABLE RETURN a;
CREATE OPERATOR ~=~ (LEFTARG = amount, RIGHTARG = amount, FUNCTION = same);
CREATE FUNCTION same(a amount, b amount) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN (a).value = (b).value;
CREATE CAST (int AS amount) WITH FUNCTION amount_of(int);
CREATE FUNCTION amount_of(value int) RETURNS amount LANGUAGE sql IMMUTABLE RETURN ROW(value)::amount;
CREATE TYPE area_range AS RANGE (SUBTYPE = int);
CREATE TYPE mood AS ENUM ('good');
CREATE TYPE amount AS (value int);
CREATE EXTENSION citext;

--- same as
CREATE EXTENSION citext;
CREATE TYPE amount AS (value int);
CREATE TYPE mood AS ENUM ('good', 'better');
CREATE TYPE area_range AS RANGE (SUBTYPE = int);
CREATE FUNCTION amount_of(value int) RETURNS amount LANGUAGE sql IMMUTABLE RETURN ROW(value)::amount;
CREATE CAST (int AS amount) WITH FUNCTION amount_of(int);
CREATE FUNCTION same(a amount, b amount) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN (a).value = (b).value;
CREATE OPERATOR ~=~ (LEFTARG = amount, RIGHTARG = amount, FUNCTION = same);
CREATE FUNCTION bigger(a amount, b amount) RETURNS amount LANGUAGE sql IMMUTABLE RETURN a;
CREATE AGGREGATE biggest (amount) (SFUNC = bigger, STYPE = amount);
CREATE TABLE shapes (
  id citext PRIMARY KEY,
  area amount CHECK (area ~=~ area),
  total amount DEFAULT 5::int::amount,
  mood mood DEFAULT 'better',
  range area_range,
  CONSTRAINT apart EXCLUDE USING gist (range WITH &&)
);
CREATE UNIQUE INDEX ON shapes (mood);
CREATE VIEW sums AS SELECT biggest(total) FROM shapes;
COMMENT ON CONSTRAINT apart ON shapes IS 'No overlap';
COMMENT ON INDEX shapes_mood_idx IS 'One of each';
ALTER TABLE shapes ALTER COLUMN range SET STATISTICS 10;

--- findings
