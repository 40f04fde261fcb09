import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mergeRules } from "../../src/merger/rules.ts";

const page = new URL("../../docs/merging.md", import.meta.url);
const cases = join(import.meta.dirname, "cases");

test("the documentation lists every rule in its own words", () => {
  const rows = readFileSync(page, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"));
  expect(rows).toEqual(mergeRules.map(({ code, summary }) => `| \`${code}\` | ${summary} |`));
});

test("codes are unique", () => {
  const codes = mergeRules.map(({ code }) => code);
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});

/** Changes nothing in the database: settled without a word. */
const silent = ["examples"];

test.for(mergeRules.filter(({ code }) => !silent.includes(code)))("$code is shown by a case", ({ code }) => {
  const shown = readdirSync(cases).map((name) => readFileSync(join(cases, name, "expected.txt"), "utf8"));
  expect(shown.join("\n")).toMatch(new RegExp(`^  (merged|decided|open) ${code} `, "m"));
});
