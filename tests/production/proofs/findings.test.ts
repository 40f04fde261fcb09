import { expect, test } from "vitest";
import { failures, shadowForTests } from "./cases.ts";

/** Definitions that promise what does not hold. */
const broken: readonly { readonly name: string; readonly entities: string; readonly expected: unknown }[] = [
  {
    name: "a condition that reads a table whose rows are hidden from the one who asks",
    entities: `
entity: user
fields: { id: uuid primary key, name: text }
---
entity: team
fields: { id: uuid primary key, name: text }
relations: { lead: -> user }
access: [{ allow: all, to: admin }]
---
entity: note
fields: { id: uuid primary key }
relations: { team: -> team }
access: [{ allow: select, to: authenticated, when: team_id in (select id from teams where lead_id = me()) }]`,
    expected: [
      expect.stringMatching(
        /^access \| notes: select by someone whom .* \| 0 of 11 rows seen; an access line allows …$/,
      ),
      expect.stringMatching(
        /^soft-delete \| notes: select of live rows by someone whom .* an access line allows …$/,
      ),
    ],
  },
  {
    name: "a line that admits nobody to anything",
    entities: `
entity: user
fields: { id: uuid primary key }
---
entity: note
fields: { id: uuid primary key }
access: [{ allow: select, to: authenticated, when: id = me() }]`,
    expected: ["access | notes: id = me() | Not shown: this line admits nobody to any generated row."],
  },
  {
    name: "a check that no row satisfies",
    entities: `
entity: note
fields: { id: uuid primary key, n: { type: integer, check: "n > 1 and n < 1" } }`,
    expected: [
      "rows | Table public.notes could not be filled with rows: no value was found for column n that satisfies notes_n_check | Nothing could be shown on it.",
    ],
  },
  {
    name: "a check that every row satisfies",
    entities: `
entity: note
fields: { id: uuid primary key, n: integer }
checks: { any: "n is null or n is not null" }`,
    expected: ["constraints | notes: a row against any | Not shown: no value was found that breaks it."],
  },
];

const shadow = shadowForTests("postgres");

test.for(broken)("$name: the proof fails", async ({ entities, expected }) => {
  expect(await failures(shadow(), entities, "postgres")).toEqual(expected);
});
