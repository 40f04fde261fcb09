import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderFinding } from "../../src/model/finding.ts";
import { readProject } from "../../src/model/read-project.ts";
import { renderProject } from "./render-model.ts";

const folder = join(import.meta.dirname, "cases");

/** Each case is a project; its golden files hold all findings, and what was read when there is no error. */
test.for(readdirSync(folder))("%s", async (name) => {
  const root = join(folder, name);
  const { project, findings } = await readProject(root);
  const report = findings.length === 0 ? "No findings." : findings.map(renderFinding).join("\n\n");
  await expect(`${report}\n`).toMatchFileSnapshot(join(root, "findings.txt"));
  if (project === undefined) expect(existsSync(join(root, "model.txt"))).toBe(false);
  else await expect(renderProject(project)).toMatchFileSnapshot(join(root, "model.txt"));
});
