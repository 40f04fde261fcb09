import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { renderFinding } from "../../src/model/finding.ts";
import type { Project } from "../../src/model/model.ts";
import { readProject, readProjectFromFiles } from "../../src/model/read-project.ts";
import { repository } from "../support/cli.ts";
import { caseFiles } from "./case-files.ts";

/** A project of these entities, as `caseFiles` makes it. */
export function projectOf(entities: string, config?: string): Project {
  return sound(readProjectFromFiles("/test", caseFiles(entities, config)));
}

export async function exampleProject(name: string): Promise<Project> {
  return sound(await readProject(join(repository, "examples", name)));
}

function sound({ project, findings }: Awaited<ReturnType<typeof readProject>>): Project {
  expect(findings.map(renderFinding)).toEqual([]);
  if (project === undefined) throw new Error("There is no project.");
  return project;
}

/** The definitions of each rule's case, by the rule's code. */
export async function ruleCases(): Promise<readonly { code: string; yaml: string; golden: string }[]> {
  const folder = join(repository, "tests/production/rules");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".yaml"));
  const codes = files.map((file) => file.slice(0, -".yaml".length)).sort();
  return await Promise.all(
    codes.map(async (code) => ({
      code,
      yaml: await readFile(join(folder, `${code}.yaml`), "utf8"),
      golden: join(folder, `${code}.sql`),
    })),
  );
}
