import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { kindNames } from "../../src/postgres/kinds/index.ts";
import { systemCatalogs } from "../../src/postgres/object-kinds.ts";
import { objectKindsPage } from "../../src/postgres/object-kinds-page.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { cacheDir } from "../support/cache.ts";
import { repository } from "../support/cli.ts";

const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

test("every system catalog of PostgreSQL is handled, part of something, or named as left out", async () => {
  const rows = await shadow.scratch((db) =>
    db.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r' ORDER BY relname",
    ),
  );
  expect(Object.keys(systemCatalogs).sort()).toEqual(rows.map(({ name }) => name).sort());
});

test("every kind comes from a system catalog", () => {
  const mentioned = Object.values(systemCatalogs).flatMap((place) => ("kinds" in place ? place.kinds : []));
  // Owners and rights stand in a column of the objects' own catalogs.
  expect(kindNames.filter((kind) => !mentioned.includes(kind))).toEqual(["owner", "grant"]);
});

test("docs/object-kinds.md is what the code says; `npm run generate` renews it", async () => {
  expect(await readFile(join(repository, "docs/object-kinds.md"), "utf8")).toBe(objectKindsPage());
});
