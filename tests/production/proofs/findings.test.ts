import { readdirSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import type { Platform } from "../../../src/model/model.ts";
import { openShadow, type Shadow } from "../../../src/postgres/shadow.ts";
import { type Hardened, harden } from "../../../src/production/harden.ts";
import { preamble } from "../../../src/production/platform.ts";
import { proveProduction, proveProofs } from "../../../src/production/prove.ts";
import { cacheDir } from "../../support/cache.ts";
import { projectOf } from "../definitions.ts";
import { brokenCases, caseFolder, proofCase } from "./cases.ts";

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

const shadows = new Map<Platform, Promise<Shadow>>();
afterAll(async () => {
  for (const shadow of shadows.values()) await (await shadow)[Symbol.asyncDispose]();
});

/** One shadow for each platform. */
function shadowOf(platform: Platform): Promise<Shadow> {
  const shadow = shadows.get(platform) ?? openShadow({ cacheDir, preamble: preamble(platform) });
  shadows.set(platform, shadow);
  return shadow;
}

function hardened(entities: string, platform: Platform): Hardened {
  const { business, config } = projectOf(entities, `platform: ${platform}\npostgres: 15\n`);
  return harden(business, config);
}

/** What is found wrong with these definitions; keys of rows left out. */
async function failures(entities: string, platform: Platform): Promise<readonly string[]> {
  const { statements, context } = hardened(entities, platform);
  const { proofs: results } = await proveProduction(await shadowOf(platform), statements, context);
  return results
    .filter(({ held }) => !held)
    .map(
      ({ proof, subject, seen }) => `${proof} | ${subject} | ${seen.replace(/ allows \[.*$/s, " allows …")}`,
    );
}

describe.for(["postgres", "supabase"] as const)("on %s", (platform) => {
  test.for(readdirSync(caseFolder))("what %s promises holds", async (file) => {
    expect(await failures(await proofCase(file), platform)).toEqual([]);
  });
});

test.for(brokenCases)("what %s promises is missed where it is broken", async (file) => {
  const { statements, context } = hardened(await proofCase(file), "postgres");
  const results = await proveProofs(await shadowOf("postgres"), statements, context);
  expect(results.filter(({ failed }) => failed.length === 0).map(({ mutation }) => mutation.breaks)).toEqual(
    [],
  );
});

test.for(broken)("$name: the proof fails", async ({ entities, expected }) => {
  expect(await failures(entities, "postgres")).toEqual(expected);
});
