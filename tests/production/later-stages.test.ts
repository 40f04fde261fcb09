import { expect, test } from "vitest";
import { elaborate } from "../../src/postgres/elaborate.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { harden } from "../../src/production/harden.ts";
import { hardenProject } from "../../src/production/harden-project.ts";
import { place, report } from "../../src/production/report.ts";
import { rules } from "../../src/production/rules/index.ts";
import { prototypeTables } from "../../src/prototype/tables.ts";
import { cacheDir } from "../support/cache.ts";
import { projectOf } from "./definitions.ts";

const entities = `
entity: document
fields:
  id: uuid primary key
  name: text
  phi_class:
    type: enum(none, limited, full) = none
    future: { stage: hipaa, upgrade: "Sign the agreement, then classify | switch on." }
  reviewer: { type: text?, future: soc2 }
indexes: [[phi_class, name]]
access: [{ allow: all, to: authenticated }]
---
entity: user
fields: { id: uuid primary key }
access: [{ allow: all, to: authenticated }]`;

const config = (hipaa: boolean) =>
  `platform: postgres\npostgres: 15\nstages: { hipaa: ${hipaa}, soc2: false }\n`;

test("the report says what each stage brings", async () => {
  const hardened = hardenProject(projectOf(entities, config(false)));
  const written = report({ ...hardened, rules, place: place("") });
  const section = /## Later stages\n[\s\S]*?(?=\n## )/.exec(written)?.[0] ?? written;
  await expect(section).toMatchFileSnapshot("later-stages.md");
});

test("no database has a field of the future; when its stage is reached, the migration to it is planned", async () => {
  const before = projectOf(entities, config(false));
  expect(prototypeTables(before.business, before.config).join()).not.toMatch(/phi_class|reviewer/);
  const statements = (reached: boolean) => {
    const { business, config: settings } = projectOf(entities, config(reached));
    return harden(business, settings).statements;
  };
  expect(statements(false).join()).not.toMatch(/phi_class|reviewer/);
  await using shadow = await openShadow({ cacheDir });
  const from = await elaborate(shadow, statements(false), { cacheDir });
  const target = await elaborate(shadow, statements(true), { cacheDir });
  const planned = planMigration(from, target).statements.map(({ sql }) => sql);
  expect(planned).toContainEqual(expect.stringMatching(/ADD COLUMN phi_class text/));
  expect(planned.join()).not.toMatch(/reviewer/);
});
