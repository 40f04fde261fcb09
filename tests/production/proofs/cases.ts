import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Platform } from "../../../src/model/model.ts";
import { openShadow, type Shadow } from "../../../src/postgres/shadow.ts";
import { type Hardened, harden } from "../../../src/production/harden.ts";
import { preamble } from "../../../src/production/platform.ts";
import { proveProduction } from "../../../src/production/prove.ts";
import { cacheDir } from "../../support/cache.ts";
import { projectOf } from "../definitions.ts";

export const caseFolder = join(import.meta.dirname, "cases");

/** The definitions of a case. */
export async function proofCase(name: string): Promise<string> {
  return await readFile(join(caseFolder, name), "utf8");
}

export function hardened(entities: string, platform: Platform): Hardened {
  const { business, config } = projectOf(entities, `platform: ${platform}\npostgres: 15\n`);
  return harden(business, config);
}

/** A shadow of a platform for the tests of a file. */
export function shadowForTests(platform: Platform): () => Shadow {
  let shadow: Shadow | undefined;
  beforeAll(async () => {
    shadow = await openShadow({ cacheDir, preamble: preamble(platform) });
  });
  afterAll(async () => await shadow?.[Symbol.asyncDispose]());
  return () => {
    if (shadow === undefined) throw new Error("Only tests have a shadow.");
    return shadow;
  };
}

/** What is found wrong with these definitions; keys of rows left out. */
export async function failures(
  shadow: Shadow,
  entities: string,
  platform: Platform,
): Promise<readonly string[]> {
  const { statements, context } = hardened(entities, platform);
  const { proofs: results } = await proveProduction(shadow, statements, context);
  return results
    .filter(({ held }) => !held)
    .map(
      ({ proof, subject, seen }) => `${proof} | ${subject} | ${seen.replace(/ allows \[.*$/s, " allows …")}`,
    );
}

/** Tests that every case keeps its promises; each platform has a file of its own, so that they run side by side. */
export function testCases(platform: Platform): void {
  const shadow = shadowForTests(platform);
  test.for(readdirSync(caseFolder))("what %s promises holds", async (file) => {
    expect(await failures(shadow(), await proofCase(file), platform)).toEqual([]);
  });
}

/** Cases on which each promise is broken, too. */
export const brokenCases: readonly string[] = [
  "composite-keys-and-enum-types.yaml",
  "unique-indexes-and-deletes-that-go-on.yaml",
  "state-machines.yaml",
  "codes.yaml",
  "retention.yaml",
  "audit-trails.yaml",
  "chained-audit.yaml",
  "audit-by-months.yaml",
  "chained-audit-by-months.yaml",
  "reads-that-are-recorded.yaml",
  "types-of-extensions.yaml",
  "masked-rows.yaml",
  "encrypted-fields.yaml",
  "access-through-relations-and-memberships.yaml",
  "tenants.yaml",
  "derived.yaml",
  "append-only.yaml",
  "documents-with-shapes.yaml",
  "session-timeouts.yaml",
  "capability-links.yaml",
  "owners-that-change-hands.yaml",
  "deletions-across-relations.yaml",
  "trees-of-rows.yaml",
];
