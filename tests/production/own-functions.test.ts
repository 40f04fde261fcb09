import { expect, test } from "vitest";
import { readProjectFromFiles } from "../../src/model/read-project.ts";
import { harden } from "../../src/production/harden.ts";

test("whoever writes rows may run the functions that defaults and checks call, and no others", () => {
  const { project } = readProjectFromFiles(
    "/test",
    new Map([
      ["schema.config.yaml", "name: test\n"],
      [
        "sql/before/links.sql",
        `CREATE OR REPLACE FUNCTION make_link() RETURNS text LANGUAGE sql AS $$ SELECT secret() $$;
         -- CREATE FUNCTION commented() …
         CREATE FUNCTION public."Is link"(text) RETURNS boolean LANGUAGE sql AS 'SELECT $1 <> ''''';
         CREATE FUNCTION secret() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
         CREATE FUNCTION other.make_link() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;`,
      ],
      [
        "entities/all.yaml",
        `entity: note
fields:
  id: uuid primary key
  link: { type: text, default: make_link(), check: 'public."Is link"(link)' }
  made_at: timestamptz = now()
access:
  - { allow: select, to: anonymous }
  - { allow: [select, insert], to: authenticated }
  - { allow: update, to: service }
`,
      ],
    ]),
  );
  const { statements } = harden(project?.business ?? { entities: [], sql: [] }, project?.config ?? never());
  expect(
    statements.filter((sql) => /^GRANT EXECUTE ON FUNCTION (?!public\.(me|has_role)\()/.test(sql)),
  ).toEqual([
    "GRANT EXECUTE ON FUNCTION public.make_link TO authenticated",
    'GRANT EXECUTE ON FUNCTION public."Is link" TO authenticated, service',
  ]);
});

function never(): never {
  throw new Error("The project is sound.");
}
