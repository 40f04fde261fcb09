import { afterAll, beforeAll, expect, test } from "vitest";
import type { Project } from "../../src/model/model.ts";
import { openShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { hardenProject } from "../../src/production/harden-project.ts";
import { preamble } from "../../src/production/platform.ts";
import { rules } from "../../src/production/rules/index.ts";
import { cacheDir } from "../support/cache.ts";
import { exampleProject } from "./definitions.ts";

/** Rules that others of the CRM need. */
const needed: readonly string[] = ["roles", "access-functions"];

let project: Project;
let shadow: Shadow;
beforeAll(async () => {
  project = await exampleProject("crm");
  shadow = await openShadow({ cacheDir, preamble: preamble("postgres") });
});
afterAll(async () => await shadow[Symbol.asyncDispose]());

test.for(rules.map(({ code }) => code))("the CRM without %s is made, or told why not", async (code) => {
  const { config } = project;
  const without = { ...config.harden, rules: { ...config.harden.rules, [code]: false } };
  const { hardened, findings } = hardenProject({ ...project, config: { ...config, harden: without } });
  const errors = findings.filter(({ severity }) => severity === "error").map((finding) => finding.code);
  expect(errors).toEqual(needed.includes(code) ? ["production/needed-rule"] : []);
  if (errors.length > 0) return;
  await shadow.scratch(async (db) => {
    for (const statement of hardened.statements) await db.execute(statement);
  });
});
