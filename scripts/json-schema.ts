import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { syncFolder } from "../src/cli/files.ts";
import { jsonSchemas } from "../src/model/json-schema.ts";

/** Writes the JSON Schemas of the definition files; with `--check` only says which are stale. */
const folder = fileURLToPath(new URL("../../templates/json-schema/", import.meta.url));
const schemas = jsonSchemas();

if (process.argv.includes("--check")) {
  const stale: string[] = [];
  for (const [name, content] of schemas) {
    const existing = await readFile(join(folder, name), "utf8").catch(() => undefined);
    if (existing !== content) stale.push(name);
  }
  if (stale.length > 0) {
    console.error(`Stale in templates/json-schema: ${stale.join(", ")}. Run \`npm run generate\`.`);
    process.exitCode = 1;
  }
} else {
  const { created, changed, removed } = await syncFolder(folder, schemas);
  const written = [...created, ...changed, ...removed];
  console.log(written.length === 0 ? "JSON Schemas are up to date." : `Wrote ${written.join(", ")}.`);
}
