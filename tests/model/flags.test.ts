import { expect, test } from "vitest";
import { enabled } from "../../src/model/flags.ts";
import { readProjectFromFiles } from "../../src/model/read-project.ts";

const definitions = `
entity: account
fields:
  id: uuid primary key
  name: text
  score: { type: integer, flag: scoring }
  grade: { type: text, future: { stage: later, upgrade: Grade all accounts. } }
relations:
  plan: -> plan
  boss: { to: -> account?, flag: scoring }
  tags: <> tag
checks:
  positive: score > 0
  named: name <> ''
  graded: grade <> ''
indexes:
  - [score]
  - [name, "(score + 1)"]
  - { on: [name], where: plan is not null }
  - [name]
queries:
  best: { where: [name], order: [score desc] }
access:
  - { allow: all, to: admin, when: boss = me() }
  - { allow: select, to: admin }
---
entity: plan
flag: billing
fields: { id: uuid primary key }
relations: { account: -> account }
---
entity: tag
flag: tagging
fields: { id: uuid primary key }
`;

function entities(flags: string, later = false): Record<string, unknown> {
  const config = `name: x\nflags: { ${flags} }\nstages: { later: ${later} }\n`;
  const files = new Map([
    ["schema.config.yaml", config],
    ["entities/a.yaml", definitions],
  ]);
  const { project, findings } = readProjectFromFiles("/", files);
  if (project === undefined) throw new Error(JSON.stringify(findings));
  const model = enabled(project.business, project.config);
  const shown = model.entities.map(({ name, fields, relations, checks, indexes, queries, access }) => [
    name,
    {
      fields: fields.map((field) => field.name).join(" "),
      relations: relations.map((relation) => relation.name).join(" "),
      rules: [checks, indexes, queries, access].map(({ length }) => length),
    },
  ]);
  return Object.fromEntries(shown);
}

test.for([
  [
    "billing: true, scoring: true, tagging: true",
    {
      account: { fields: "id name score plan_id boss_id", relations: "plan boss", rules: [2, 4, 1, 2] },
      account_tags: { fields: "account_id tag_id", relations: "account tag", rules: [0, 0, 0, 0] },
      plan: { fields: "id account_id", relations: "account", rules: [0, 0, 0, 0] },
      tag: { fields: "id", relations: "", rules: [0, 0, 0, 0] },
    },
  ],
  [
    "billing: true, scoring: false, tagging: false",
    {
      account: { fields: "id name plan_id", relations: "plan", rules: [1, 2, 0, 1] },
      plan: { fields: "id account_id", relations: "account", rules: [0, 0, 0, 0] },
    },
  ],
  [
    "billing: false, scoring: true, tagging: false",
    { account: { fields: "id name score boss_id", relations: "boss", rules: [2, 3, 1, 2] } },
  ],
] as const)("with %s", ([flags, expected]) => {
  expect(entities(flags)).toEqual(expected);
});

test("a field of the future and what speaks of it come with their stage", () => {
  expect(entities("billing: false, scoring: false, tagging: false", true)).toEqual({
    account: { fields: "id name grade", relations: "", rules: [2, 1, 0, 1] },
  });
});
