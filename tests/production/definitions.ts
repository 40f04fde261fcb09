import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { renderFinding } from "../../src/model/finding.ts";
import type { Project } from "../../src/model/model.ts";
import { readProject, readProjectFromFiles } from "../../src/model/read-project.ts";
import { repository } from "../support/cli.ts";

/**
 * A project of these entities; the config goes on after its name, and with what stands above them as `# config: …`, which
 * may name another platform.
 */
export function projectOf(entities: string, config = "platform: postgres\npostgres: 15\n"): Project {
  const own = [...entities.matchAll(/^# config: (.*\n)/gm)].map(([, line = ""]) => line).join("");
  const rest = /^platform:/m.test(own) ? config.replace(/^platform:.*\n/m, "") : config;
  const files = new Map([
    ["schema.config.yaml", `name: test\n${rest}${own}`],
    ["entities/all.yaml", entities],
  ]);
  return sound(readProjectFromFiles("/test", files));
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
