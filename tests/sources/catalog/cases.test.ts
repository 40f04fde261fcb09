import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { readProjectFromFiles } from "../../../src/model/read-project.ts";
import { type Catalog, type CatalogObject, keyOf } from "../../../src/postgres/catalog.ts";
import { catalogDifferences, comparable } from "../../../src/postgres/catalog-differences.ts";
import { elaborate, executeAll } from "../../../src/postgres/elaborate.ts";
import { planMigration } from "../../../src/postgres/migrate.ts";
import { readCatalog } from "../../../src/postgres/read-catalog.ts";
import { openShadow } from "../../../src/postgres/shadow.ts";
import { hardenProject } from "../../../src/production/harden-project.ts";
import { elaborateDefinitions } from "../../../src/prototype/state.ts";
import { prototypeTables } from "../../../src/prototype/tables.ts";
import { importCatalog } from "../../../src/sources/catalog/import-catalog.ts";
import { cacheDir } from "../../support/cache.ts";

// A case is an SQL file; what has to come of it stands beside it in expected/, written by `vitest -u`.
const folder = fileURLToPath(new URL("./cases/", import.meta.url));
const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

const config = new Map([
  [
    "schema.config.yaml",
    "name: shop\nharden: { profile: minimal, rules: { timestamps: false, key-defaults: false } }\n",
  ],
]);

test.for(readdirSync(folder).sort())("%s", { timeout: 60_000 }, async (name) => {
  const sql = readFileSync(join(folder, name), "utf8");
  const wanted = await elaborate(shadow, [sql]);
  const { files, findings } = await importCatalog({
    wanted,
    module: "main",
    schema: "public",
    postgres: 15,
    project: config,
    elaborate: (module, own) => elaborateDefinitions(module, own, { shadow }),
  });
  const text = [...files].sort().map(([path, content]) => `=== ${path}\n${content}`);
  const found = findings.map(({ severity, message }) => `${severity}: ${message}\n`);
  await expect([...found, ...text].join("\n")).toMatchFileSnapshot(
    join("expected", `${basename(name, ".sql")}.txt`),
  );

  const { project, findings: problems } = readProjectFromFiles("", new Map([...config, ...files]));
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  if (project === undefined) throw new Error("The project cannot be read.");
  const [module] = project.modules;
  await shadow.scratch(async (db) => {
    await executeAll(db, prototypeTables(module?.view ?? { entities: [], sql: [] }, project.config));
    const made = await readCatalog(db);
    expect(catalogDifferences(made, wanted)).toEqual([]);
    expect(planMigration(made, wanted).statements).toEqual([]);
  });

  const { hardened } = hardenProject(project);
  const production = await elaborate(shadow, hardened.statements);
  expect(missing(production, wanted)).toEqual([]);
});

test("what no kind handles is an error that names it", async () => {
  const { objects } = await elaborate(shadow, ["CREATE TABLE users (id int PRIMARY KEY)"]);
  const unhandled = [{ name: "thing public.odd", definition: {} }];
  const { entities, findings } = await importCatalog({
    wanted: { objects, unhandled },
    module: "main",
    schema: "public",
    postgres: 15,
    project: config,
    elaborate: (module, own) => elaborateDefinitions(module, own, { shadow }),
  });
  expect(entities).toEqual(["user"]);
  expect(findings).toEqual([
    expect.objectContaining({
      code: "import/not-carried",
      severity: "error",
      message: expect.stringContaining("thing public.odd"),
    }),
  ]);
});

/** What production lacks of what was imported. Constraints and indexes may have other names there. */
function missing(production: Catalog, wanted: Catalog): string[] {
  const inProduction = new Set([...production.objects.values()].map(described));
  return [...wanted.objects.values()]
    .filter(({ kind }) => !["constraint", "index", "comment"].includes(kind))
    .filter((object) => !inProduction.has(described(object)))
    .map(({ kind, id }) => `${kind} ${id.path.join(".")}`);
}

function described(object: CatalogObject): string {
  return keyOf(object.id) + comparable(object);
}
