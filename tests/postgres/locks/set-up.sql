CREATE SCHEMA archive;
CREATE TABLE owners (id int PRIMARY KEY);
CREATE TABLE people (
  id int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  age int,
  name text,
  code varchar(50),
  price numeric(10,2),
  owner_id int,
  at timestamp,
  extra jsonb
);
INSERT INTO people (age, name, code, price, at) SELECT i, 'n' || i, 'c' || i, i, now() FROM generate_series(1, 500) AS i;
CREATE UNIQUE INDEX by_age ON people (age);
CREATE INDEX by_name ON people (name);
ALTER TABLE people ADD CONSTRAINT grown CHECK (age > 0) NOT VALID;
ALTER TABLE people ADD CONSTRAINT owned FOREIGN KEY (owner_id) REFERENCES owners NOT VALID;
ALTER TABLE people ADD CONSTRAINT named CHECK (name IS NOT NULL);
CREATE VIEW ages AS SELECT id, age FROM people;
CREATE MATERIALIZED VIEW age_list AS SELECT id, age FROM people;
CREATE UNIQUE INDEX ON age_list (id);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER touched BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE logs (id int, day date) PARTITION BY RANGE (day);
CREATE TABLE logs_2020 PARTITION OF logs FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE logs_2021 (id int, day date);
INSERT INTO logs VALUES (1, '2020-06-01');
INSERT INTO logs_2021 VALUES (1, '2021-06-01');
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE DOMAIN amount AS int;
CREATE TABLE gifts (amount amount, mood mood);
INSERT INTO gifts VALUES (1, 'a');
CREATE POLICY everyone ON people USING (true);
CREATE SEQUENCE counter;
CREATE TABLE fresh (id int);
