import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { catalogToJson } from "../../../src/postgres/catalog.ts";
import { openShadow, Shadow } from "../../../src/postgres/shadow.ts";
import { elaborateSql } from "../../../src/sources/sql/elaborate-sql.ts";
import { readSqlSource } from "../../../src/sources/sql/read-sql-source.ts";
import { cacheDir as image } from "../../support/cache.ts";
import { TemporaryFolder } from "../../support/cli.ts";

test("files are loaded once; what was found is told each time", async () => {
  await using folder = await TemporaryFolder.create();
  await writeFile(
    join(folder.path, "a.sql"),
    "CREATE VIEW v AS SELECT 1 AS one; GRANT SELECT ON v TO reader; CREATE ROLE own;",
  );
  const cacheDir = join(folder.path, "cache");
  const read = () => readSqlSource("a.sql", { relativeTo: folder.path });
  await using shadow = await openShadow({ cacheDir: image });
  const made = await elaborateSql(shadow, await read(), { cacheDir });
  expect(made.findings).toMatchObject([{ code: "sql/assumed-roles" }]);
  const roles = [...made.catalog.objects.values()].filter(({ kind }) => kind === "role");
  expect(roles.map(({ id }) => id.path)).toEqual([["own"]]);

  const unused = new Shadow(() => Promise.reject(new Error("PostgreSQL was started.")), []);
  const warm = await elaborateSql(unused, await read(), { cacheDir });
  expect(catalogToJson(warm.catalog)).toBe(catalogToJson(made.catalog));
  expect(warm.findings).toEqual(made.findings);

  const [file = ""] = await readdir(join(cacheDir, "catalogs"));
  await writeFile(join(cacheDir, "catalogs", file), "{");
  await expect(elaborateSql(unused, await read(), { cacheDir })).rejects.toThrow("PostgreSQL was started.");
  await writeFile(join(folder.path, "a.sql"), "CREATE VIEW v AS SELECT 2 AS one;");
  await expect(elaborateSql(unused, await read(), { cacheDir })).rejects.toThrow("PostgreSQL was started.");
});
