import { expect, test } from "vitest";
import { supabaseMigrations } from "../../src/production/supabase-migrations.ts";
import { nextIteration } from "../../src/prototype/iterations.ts";

const create = nextIteration([], {
  name: "create",
  up: "-- why\nCREATE TABLE a (x int);\n\nCREATE TABLE b ();",
  down: "",
});
const change = nextIteration([create], {
  name: "add-index",
  up: `-- For a database in use: the file has its own transactions. Where one fails, those before it stay:
--   psql -v ON_ERROR_STOP=1 -f <this file>

CREATE ROLE r;

BEGIN;

SET LOCAL lock_timeout = '3s';

ALTER TABLE a ADD y int;

CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'BEGIN;COMMIT;' $$;

COMMIT;

SET lock_timeout = '3s';
SET statement_timeout = 0;

-- not in a transaction
-- locks a: ShareUpdateExclusiveLock
CREATE INDEX CONCURRENTLY a_y_idx ON a (y);

RESET lock_timeout;
RESET statement_timeout;

BEGIN;

DROP TABLE b;

COMMIT;`,
  down: "",
});

test("each transaction is a file, and what can be in none", () => {
  const files = [...supabaseMigrations([create, change])].map(([path, text]) => [
    path.replace("../supabase/migrations/", ""),
    text.replace(/^-- Made .*\n\n/, ""),
  ]);
  expect(files).toEqual([
    ["20000101001640_create.sql", "-- why\nCREATE TABLE a (x int);\n\nCREATE TABLE b ();\n"],
    ["20000101003320_add-index.sql", "CREATE ROLE r;\n"],
    [
      "20000101003321_add-index_2.sql",
      "SET LOCAL lock_timeout = '3s';\n\nALTER TABLE a ADD y int;\n\nCREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT 'BEGIN;COMMIT;' $$;\n",
    ],
    [
      "20000101003322_add-index_3.sql",
      "-- not in a transaction\n-- locks a: ShareUpdateExclusiveLock\nCREATE INDEX CONCURRENTLY a_y_idx ON a (y);\n",
    ],
    ["20000101003323_add-index_4.sql", "DROP TABLE b;\n"],
  ]);
});
