import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles } from "../../src/cli/files.ts";
import { renderConflict, renderMerge } from "../../src/cli/merge-report.ts";
import { mergeModules } from "../../src/merger/merge.ts";
import { formatType } from "../../src/model/column-type.ts";
import { renderFinding } from "../../src/model/finding.ts";
import type { Entity, Field } from "../../src/model/model.ts";
import { readProjectFromFiles } from "../../src/model/read-project.ts";

const cases = join(import.meta.dirname, "cases");
const expected = "expected.txt";

/** Each folder is a project; `expected.txt` shows how it merges. */
test.for(readdirSync(cases))("%s", async (name) => {
  const folder = join(cases, name);
  const project = await readCase(folder);
  const result = mergeModules(project.business, project.modules, project.decisions);
  const text = [
    renderMerge(result),
    ...result.findings.map(renderFinding),
    ...result.conflicts.map(renderConflict),
    ...result.model.entities.map(describe),
  ].join("\n\n");
  await expect(`${text}\n`).toMatchFileSnapshot(join(folder, expected));
});

async function readCase(folder: string) {
  const files = new Map([["schema.config.yaml", "name: case\n"]]);
  for (const path of await listFiles(folder)) {
    if (path !== expected) files.set(path, await readFile(join(folder, path), "utf8"));
  }
  const { project, findings } = readProjectFromFiles(folder, files);
  if (project === undefined) throw new Error(findings.map(renderFinding).join("\n\n"));
  return project;
}

/** The merged entity. */
function describe(entity: Entity): string {
  const { name, key, fields, relations, checks, indexes, queries, access, origins, ...rest } = entity;
  return [
    `= ${name}, key ${key.join(", ")} ${JSON.stringify(rest)}`,
    ...fields.map((field) => `  ${describeField(field)}`),
    ...[...relations, ...checks, ...indexes, ...queries, ...access].map(
      ({ origins: places, ...part }) =>
        `  ${JSON.stringify(part)} ${places.map(({ module }) => module).join(" + ")}`,
    ),
  ].join("\n");
}

function describeField({ name, type, nullable, origins, ...rest }: Field): string {
  const modules = origins.map(({ module }) => module).join(" + ");
  return `${name} ${formatType(type)}${nullable ? "?" : ""} ${JSON.stringify(rest)} ${modules}`;
}
