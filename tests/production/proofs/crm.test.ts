import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openShadow, type Shadow } from "../../../src/postgres/shadow.ts";
import { type Hardened, harden } from "../../../src/production/harden.ts";
import type { ProofResult } from "../../../src/production/proof.ts";
import { proofs } from "../../../src/production/proofs/index.ts";
import { type MutationResult, proveProduction, proveProofs } from "../../../src/production/prove.ts";
import { rules } from "../../../src/production/rules/index.ts";
import { cacheDir } from "../../support/cache.ts";
import { exampleProject, projectOf } from "../definitions.ts";
import { brokenCases, proofCase } from "./cases.ts";

describe("the hardened CRM", async () => {
  let shadow: Shadow;
  const { business, config } = await exampleProject("crm");
  const crm = harden(business, config);
  const concerned = proofsOf(crm);
  beforeAll(async () => {
    shadow = await openShadow({ cacheDir });
  });
  afterAll(async () => await shadow[Symbol.asyncDispose]());

  test("keeps every promise", async () => {
    const { proofs: results } = await proveProduction(shadow, crm.statements, crm.context);
    expect(results.filter(({ held }) => !held)).toEqual([]);
    expect(new Set(results.map(({ proof }) => proof))).toEqual(new Set(concerned));
    await expect(results.map(line).join("\n")).toMatchFileSnapshot("crm.txt");
  });

  // A proof that cannot fail shows nothing.
  describe("every proof fails wherever its promise is broken", () => {
    let broken: readonly MutationResult[];
    beforeAll(async () => {
      broken = await proveProofs(shadow, crm.statements, crm.context);
    }, 300_000);

    test.for(concerned)("%s", (code) => {
      const mine = broken.filter(({ proof }) => proof === code);
      expect(mine.length).toBeGreaterThan(0);
      expect(mine.filter(({ failed }) => failed.length === 0).map(({ mutation }) => mutation.breaks)).toEqual(
        [],
      );
    });
  });
});

/** Codes of the proofs that have something to show. */
function proofsOf({ context }: Hardened): readonly string[] {
  const concerned = proofs.filter((proof) =>
    context.model.entities.some((entity) => proof.concerns(entity, context)),
  );
  return concerned.map(({ code }) => code);
}

test("every proof is broken on the CRM or on a case", async () => {
  const { business, config } = await exampleProject("crm");
  const cases = await Promise.all(brokenCases.map(async (name) => projectOf(await proofCase(name))));
  const tried = [{ business, config }, ...cases].flatMap((one) => proofsOf(harden(one.business, one.config)));
  // Buckets are of one platform alone: buckets.test.ts breaks their proof there.
  expect([...new Set([...tried, "buckets"])].sort()).toEqual(proofs.map(({ code }) => code).sort());
});

function line({ proof, subject, seen }: ProofResult): string {
  return `${proof} | ${subject} | ${seen}`;
}

test("every proof stands for rules that there are", () => {
  const codes = rules.map(({ code }) => code);
  expect(proofs.flatMap((proof) => proof.rules.filter((rule) => !codes.includes(rule)))).toEqual([]);
});
