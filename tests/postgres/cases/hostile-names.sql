--- before

--- after
CREATE SCHEMA "a.b";
CREATE TABLE "a.b"."x""; DROP TABLE y; --" ("select" int PRIMARY KEY, "a b" text CHECK ("a b" <> '''); --'), "ümlaut" int);
CREATE INDEX "i""x" ON "a.b"."x""; DROP TABLE y; --" ("ümlaut");
COMMENT ON COLUMN "a.b"."x""; DROP TABLE y; --"."a b" IS '''; DROP TABLE y; --';
CREATE ROLE "user "" role";
GRANT SELECT ON "a.b"."x""; DROP TABLE y; --" TO "user "" role";
CREATE TYPE "order" AS ENUM ('it''s', '"', '\');

--- plan
-- expand
CREATE SCHEMA "a.b";
-- expand
DO $do$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'user " role') THEN
    EXECUTE 'CREATE ROLE "user "" role"';
  END IF;
END
$do$;
-- expand
CREATE TYPE public."order" AS ENUM ('it''s', '"', E'\\');
-- expand
CREATE TABLE "a.b"."x""; DROP TABLE y; --" (
  "select" integer NOT NULL,
  "a b" text,
  "ümlaut" integer,
  CONSTRAINT "x""; DROP TABLE y; --_pkey" PRIMARY KEY ("select"),
  CONSTRAINT "x""; DROP TABLE y; --_a b_check" CHECK (("a b" <> '''); --'::text))
);
-- expand
CREATE INDEX "i""x" ON "a.b"."x""; DROP TABLE y; --" USING btree ("ümlaut");
-- expand
GRANT SELECT ON TABLE "a.b"."x""; DROP TABLE y; --" TO "user "" role";
-- expand
COMMENT ON COLUMN "a.b"."x""; DROP TABLE y; --"."a b" IS '''; DROP TABLE y; --';
