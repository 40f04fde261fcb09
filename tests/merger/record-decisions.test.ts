import { expect, test } from "vitest";
import { parse } from "yaml";
import { type Answer, decisionYaml, recordDecisions } from "../../src/merger/record-decisions.ts";
import { readProjectFromFiles } from "../../src/model/read-project.ts";

const zip: Answer = { conflict: "type account.zip", choose: "varchar(10)", why: "Zeros.", by: "Anna" };
const phone: Answer = { conflict: "same-concept a.phone a.tel", choose: "both", why: "Two: desk # and home" };

test.for([
  [
    "nothing",
    "",
    [zip],
    "decisions:\n  - conflict: type account.zip\n    choose: varchar(10)\n    why: Zeros.\n    by: Anna\n",
  ],
  [
    "an empty list under a comment",
    "# modeline\ndecisions: [] # none yet\n",
    [phone],
    '# modeline\ndecisions:\n  - conflict: same-concept a.phone a.tel\n    choose: both\n    why: "Two: desk # and home"\n  # none yet\n',
  ],
  [
    "an older answer",
    "decisions:\n- conflict: type account.zip # the zip\n  choose: integer\n  why: 'It is short.'\n  by: Ben\n\n# more\n- { conflict: x, choose: 'y', why: \"z\" }\n",
    [{ ...zip, by: undefined }, phone],
    "decisions:\n- conflict: type account.zip # the zip\n  choose: varchar(10)\n  why: 'Zeros.'\n\n# more\n- { conflict: x, choose: 'y', why: \"z\" }\n- conflict: same-concept a.phone a.tel\n  choose: both\n  why: \"Two: desk # and home\"\n",
  ],
  ["a file of comments", "# nothing decided\n", [], "# nothing decided\n\ndecisions: []\n"],
] as const)("into %s", ([, before, answers, after]) => {
  const recorded = recordDecisions(before, answers);
  expect(recorded).toBe(after);
  expect(recordDecisions(recorded, answers)).toBe(recorded);
});

test("a long reason stays on one line, hostile text stays text", () => {
  const answer: Answer = {
    conflict: "type a.b",
    choose: "- x: [y] #z",
    why: `${"many words ".repeat(30)}\n*anchor &alias !tag`,
    by: "no",
  };
  const text = recordDecisions("decisions: []", [answer]);
  expect(parse(text)).toEqual({ decisions: [answer] });
  expect(parse(decisionYaml(answer))).toEqual([answer]);
  const files = new Map([
    ["schema.config.yaml", "name: case"],
    ["decisions.yaml", text],
  ]);
  const { project, findings } = readProjectFromFiles("/", files);
  expect(findings.map(({ code }) => code)).toEqual(["model/no-entities"]);
  expect(project?.decisions).toMatchObject([answer]);
});
