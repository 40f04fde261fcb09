import { expect, test } from "vitest";
import type { Config } from "../../src/model/model.ts";
import { readProjectFromFiles } from "../../src/model/read-project.ts";
import { declaredRenames, parseRename, renameFlag, unanswered } from "../../src/prototype/renames.ts";

function read(schema: string, entities: string) {
  const { project, findings } = readProjectFromFiles(
    "/",
    new Map([
      ["schema.config.yaml", `name: test\nschema: ${schema}\n`],
      ["entities/all.yaml", entities],
    ]),
  );
  if (project === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));
  return project;
}

const configOf = (schema: string): Config =>
  read(schema, "entity: user\nfields: { id: uuid primary key }\n").config;

test.for([
  { text: "accounts.tel=phone", schema: "public", kind: "column", from: "accounts.tel", to: "phone" },
  { text: "account=accounts", schema: "public", kind: "table", from: "account", to: "accounts" },
  {
    text: "public.account=accounts",
    schema: "public",
    kind: "table",
    from: "public.account",
    to: "accounts",
  },
  { text: "crm.accounts.tel=phone", schema: "crm", kind: "column", from: "crm.accounts.tel", to: "phone" },
  { text: "crm.account=accounts", schema: "crm", kind: "table", from: "crm.account", to: "accounts" },
  { text: '"a=b.c".tel=phone', schema: "public", kind: "column", from: '"a=b.c".tel', to: "phone" },
])("--rename $text in schema $schema", ({ text, schema, kind, from, to }) => {
  const rename = parseRename(text, configOf(schema));
  expect(rename).toEqual({ kind, from, to });
  expect(renameFlag(rename)).toBe(text);
});

test.for([{ text: "" }, { text: "phone" }, { text: "=phone" }, { text: "phone=" }, { text: "a.b.c.d=e" }])(
  "--rename '$text' is none",
  ({ text }) => {
    expect(() => parseRename(text, configOf("public"))).toThrow("is no rename");
  },
);

test("what `was:` states, in the words of the flag", () => {
  const { business, config } = read(
    "crm",
    `
entity: account
was: client
fields: { id: uuid primary key, Phone: { type: text, was: tel } }
`,
  );
  expect(declaredRenames(business, config)).toEqual([
    { kind: "table", from: "crm.client", to: "crm.accounts" },
    { kind: "column", from: "crm.accounts.tel", to: 'crm.accounts."Phone"' },
  ]);
});

test("without an answer every flag is named", () => {
  const question = (to: string) => ({ kind: "column" as const, from: "accounts.tel", to: `accounts.${to}` });
  expect(unanswered([question("phone"), question("mobile")]).message).toBe(
    "error[plan/rename]: Is accounts.tel gone, or was it renamed to phone or mobile?\n" +
      "  help: --rename accounts.tel=phone or --rename accounts.tel=mobile keeps its data; --drop accounts.tel deletes it. `was:` in the definition answers for good.",
  );
});
