import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hardeningPage } from "../../src/production/hardening-page.ts";
import { proofs } from "../../src/production/proofs/index.ts";
import { rules } from "../../src/production/rules/index.ts";
import { repository } from "../support/cli.ts";

test("docs/hardening.md is what the rules and proofs say; `npm run generate` renews it", async () => {
  expect(await readFile(join(repository, "docs/hardening.md"), "utf8")).toBe(hardeningPage());
});

test("it has every rule and every proof once", () => {
  const rows = hardeningPage().match(/^\| [a-z][a-z-]+ \| /gm) ?? [];
  const headers = ["| rule | ", "| proof | "];
  expect(rows.filter((row) => !headers.includes(row))).toEqual(
    [...rules, ...proofs].map(({ code }) => `| ${code} | `),
  );
});
