import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderFinding } from "../../src/model/finding.ts";
import { readProjectFromFiles } from "../../src/model/read-project.ts";
import { repository } from "../support/cli.ts";

const text = readFileSync(join(repository, "docs/definitions.md"), "utf8");
const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = ""]) => block);

/** Where an example of the documentation stands in a project, made whole where it is a fragment. */
function fileOf(block: string): readonly [path: string, text: string] {
  const [first = ""] = block.trim().split(":");
  if (first === "mixin") return ["mixins/example.yaml", block];
  if (first === "module") return ["modules/master-view/module.yaml", block];
  if (first === "decisions") return ["decisions.yaml", block];
  if (first === "name") return ["schema.config.yaml", block];
  if (first === "relations")
    return ["entities/relations.yaml", `entity: example\nfields: { id: uuid primary key }\n${block}`];
  if (first === "access") return ["entities/note.yaml", `${note}\n${block}`];
  if (first === "fields") return ["entities/fields.yaml", `entity: person\n${block}`];
  return [
    `entities/${first}.yaml`,
    `entity: with_${first}\nfields:\n  id: uuid primary key\n  net: numeric\n  tax: numeric\n${block}`,
  ];
}

/** What access lines speak of. */
const note = `entity: note
fields: { id: uuid primary key, form_data: text, status: text, link: text }
relations: { owner: -> user, document: -> profile, team: -> tag }`;

/** What the examples refer to. */
const around = `
{ entity: account, fields: { id: uuid primary key, name: text, type: text, status: text } }
--- { entity: location, fields: { id: uuid primary key } }
--- { entity: user, fields: { id: uuid primary key } }
--- { entity: profile, fields: { id: uuid primary key } }
--- { entity: territory, fields: { id: uuid primary key } }
--- { entity: document, fields: { id: uuid primary key, status: text }, relations: { folder: -> with_ready } }
--- { entity: order_line, fields: { id: uuid primary key, amount: numeric }, relations: { order: -> with_ready } }
--- { entity: tag, fields: { id: uuid primary key } }
--- { entity: team_member, fields: { id: uuid primary key }, relations: { team: -> tag, user: -> user } }
`;

test("the examples of docs/definitions.md are good definitions", () => {
  const files = new Map([["entities/around.yaml", around], ...blocks.map(fileOf)]);
  expect(files.size).toBe(blocks.length + 1);
  const { findings } = readProjectFromFiles("/", files);
  expect(findings.map(renderFinding)).toEqual([]);
});
