import { expect, test } from "vitest";
import { renderFinding } from "../../src/model/finding.ts";
import { hideSecrets } from "../../src/model/secrets.ts";

test.for<[sql: string, shown: string]>([
  ["CREATE ROLE r PASSWORD 'ab''c' LOGIN", "CREATE ROLE r PASSWORD '**''*' LOGIN"],
  ["CREATE SERVER s OPTIONS (host 'a', b $1)", "CREATE SERVER s OPTIONS (host '*', b $1)"],
  ["options(\n  a 'x)y', b 'c'\n) 'd'", "options(\n  a '***', b '*'\n) 'd'"],
  ["OPTIONS (a E'b\\'c', d 'e')", "OPTIONS (a *'**'*', d '*')"],
  [
    "CREATE SUBSCRIPTION s CONNECTION 'password=x' PUBLICATION p",
    "CREATE SUBSCRIPTION s CONNECTION '**********' PUBLICATION p",
  ],
  ["SELECT 'a' AS password, options('x')", "SELECT 'a' AS password, options('*')"],
  ["COMMENT ON TABLE t IS 'x'", "COMMENT ON TABLE t IS 'x'"],
])("%s is shown as %s", ([sql, expected]) => {
  expect(hideSecrets(sql)).toBe(expected);
});

test("a code frame shows no password, wherever its clause begins", () => {
  const text = "CREATE USER MAPPING FOR u SERVER s\nOPTIONS (\n  password 'geheim'\n)";
  const at = { source: { path: "SQL", text }, start: text.indexOf("password"), end: text.length };
  const shown = renderFinding({ code: "a/b", severity: "error", message: "Wrong.", at });
  expect(shown).toContain("password '******'");
  expect(shown).not.toContain("geheim");
});
