import { expect, test } from "vitest";
import { proveProofs } from "../../../src/production/prove.ts";
import { brokenCases, hardened, proofCase, shadowForTests } from "./cases.ts";

const shadow = shadowForTests("postgres");

test.for(brokenCases)("what %s promises is missed where it is broken", async (file) => {
  const { statements, context } = hardened(await proofCase(file), "postgres");
  const results = await proveProofs(shadow(), statements, context);
  expect(results.filter(({ failed }) => failed.length === 0).map(({ mutation }) => mutation.breaks)).toEqual(
    [],
  );
});
