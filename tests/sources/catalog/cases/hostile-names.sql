-- Names that YAML, SQL, files or the language of definitions could take for something else.
CREATE TYPE "Mood: yes" AS ENUM ('yes', 'no', 'null', '- x', '{a}', '#', ' lead', '''q''', '"q"', '?', 'a)b', '= 1', 'über');
CREATE TABLE "no" ("yes" int PRIMARY KEY, "null" text NOT NULL DEFAULT 'null', "true" boolean, "1" int, "01" int, "~" text);
CREATE TABLE "../../etc/passwd" ("id" int PRIMARY KEY, "no_yes" int REFERENCES "no", "../x" text UNIQUE);
CREATE TABLE "a b" (id int PRIMARY KEY, "select" int NOT NULL CHECK ("select" > 0), "x desc" int, "(y)" int, " pad " int, "q""uote" text, "it's" text);
CREATE INDEX ON "a b" ("x desc");
CREATE INDEX ON "a b" ("(y)");
CREATE INDEX ON "a b" ("select" DESC, lower("q""uote"));
CREATE TABLE "A B" (id int PRIMARY KEY, parent int REFERENCES "A B", "parent_id" int REFERENCES "a b", mood "Mood: yes" DEFAULT '''q''', "Mood" "Mood: yes"[] );
CREATE TABLE "a-b" (id int PRIMARY KEY, "a b_id" int NOT NULL REFERENCES "a b", "A B" int UNIQUE REFERENCES "A B");
CREATE TABLE "übergrößen" ("größe" text PRIMARY KEY, "名前" text, "😀" text CHECK ("😀" <> ''));
CREATE TABLE "名前" (id int PRIMARY KEY, "übergröße_größe" text REFERENCES "übergrößen");
CREATE TABLE "a_table_whose_name_is_exactly_as_long_as_postgresql_can_keep_i" (
  "a_column_whose_name_is_exactly_as_long_as_postgresql_can_keep_it" int PRIMARY KEY
);
CREATE TABLE "refers" (
  id int PRIMARY KEY,
  "a_table_whose_name_is_exactly_as_long_as_postgresql_can_keep_id" int
    REFERENCES "a_table_whose_name_is_exactly_as_long_as_postgresql_can_keep_i"
);
CREATE TABLE con (id int PRIMARY KEY, fields int, "key" int, entity int, "on" int, "on delete" int, "with" int);
CREATE TABLE "line
break" (id int PRIMARY KEY);
CREATE TABLE "x?" (id int PRIMARY KEY);
CREATE TABLE "x? unique" (id int PRIMARY KEY, "x?_id" int REFERENCES "x?");
CREATE TABLE user_ (id int PRIMARY KEY, me int, has_role text CHECK (has_role <> 'me()'));
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE "user" (id int PRIMARY KEY, user_id int REFERENCES users, "user" int REFERENCES "user");
CREATE TABLE "__proto__" (id int PRIMARY KEY, "__proto__" text, "constructor" int DEFAULT 0, "toString" text);
CREATE TABLE nothing ();
CREATE VIEW "no;--" AS SELECT "yes" FROM "no";
COMMENT ON TABLE "no" IS 'no';
COMMENT ON COLUMN "no"."yes" IS E' : # \n\t- {"a": [1]} \u2028 end ';
COMMENT ON COLUMN "no"."null" IS '~';
