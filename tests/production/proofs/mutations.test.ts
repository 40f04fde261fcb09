import { expect, test } from "vitest";
import { openShadow } from "../../../src/postgres/shadow.ts";
import { proveProofs } from "../../../src/production/prove.ts";
import { cacheDir } from "../../support/cache.ts";
import { brokenCases, hardened, proofCase } from "./cases.ts";

test.for(brokenCases)("what %s promises is missed where it is broken", async (file) => {
  const { statements, context } = hardened(await proofCase(file), "postgres");
  // One of its own: what a session ran before slows each of the many changes of a schema.
  await using shadow = await openShadow({ cacheDir });
  const results = await proveProofs(shadow, statements, context);
  expect(results.filter(({ failed }) => failed.length === 0).map(({ mutation }) => mutation.breaks)).toEqual(
    [],
  );
});
