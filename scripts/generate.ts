import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeFileAtomically } from "../src/cli/files.ts";
import { jsonSchemas } from "../src/model/json-schema.ts";
import { objectKindsPage } from "../src/postgres/object-kinds-page.ts";
import { hardeningPage } from "../src/production/hardening-page.ts";
import { rulesAndProofsPage } from "./rules-and-proofs.ts";

/** Writes what is made from the code and checked in; with `--check` only says what is stale. */
const root = fileURLToPath(new URL("../../", import.meta.url));
const files = new Map<string, string>([
  ...[...jsonSchemas()].map(([name, content]) => [`templates/json-schema/${name}`, content] as const),
  ["docs/hardening.md", hardeningPage()] as const,
  ["docs/object-kinds.md", objectKindsPage()] as const,
  ["docs/rules-and-proofs.md", await rulesAndProofsPage(root)] as const,
]);

const stale: string[] = [];
for (const [path, content] of files) {
  const existing = await readFile(join(root, path), "utf8").catch(() => undefined);
  if (existing !== content) stale.push(path);
}
if (stale.length === 0) {
  console.log("Generated files are up to date.");
} else if (process.argv.includes("--check")) {
  console.error(`Stale: ${stale.join(", ")}. Run \`npm run generate\`.`);
  process.exitCode = 1;
} else {
  for (const path of stale) await writeFileAtomically(join(root, path), files.get(path) ?? "");
  console.log(`Wrote ${stale.join(", ")}.`);
}
