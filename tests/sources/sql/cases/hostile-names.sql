--- '; DROP TABLE kept; --.sql
CREATE TABLE "a""; DROP TABLE kept; --" ("b'; DROP TABLE kept; --" int PRIMARY KEY, "\i x" int CONSTRAINT "f""(" REFERENCES "later)"",");
ALTER TABLE "a""; DROP TABLE kept; --" OWNER TO "r""; DROP TABLE kept; --";
CREATE TABLE "later)""," (id int PRIMARY KEY DEFAULT length('\! rm'), ":name" text DEFAULT $$
\connect elsewhere
$$);
CREATE TABLE kept (id int);

--- same as
CREATE ROLE "r""; DROP TABLE kept; --";
CREATE TABLE "later)""," (id int PRIMARY KEY DEFAULT length('\! rm'), ":name" text DEFAULT $$
\connect elsewhere
$$);
CREATE TABLE "a""; DROP TABLE kept; --" ("b'; DROP TABLE kept; --" int PRIMARY KEY, "\i x" int CONSTRAINT "f""(" REFERENCES "later)"",");
ALTER TABLE "a""; DROP TABLE kept; --" OWNER TO "r""; DROP TABLE kept; --";
CREATE TABLE kept (id int);

--- findings
info[sql/assumed-roles]: These roles are used and not made in the files; they are taken to exist: "r""; DROP TABLE kept; --".
