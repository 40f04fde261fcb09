import { fileURLToPath } from "node:url";

/** Keeps what was found out of schemas from one run of the tests to the next. */
export const cacheDir = fileURLToPath(new URL("../../node_modules/.cache/schema-lifecycle", import.meta.url));

/** Before all tests: makes the image of an empty PostgreSQL, so that no test file spends seconds on it. */
export async function setup(): Promise<void> {
  await import("../../scripts/cluster-image.ts");
}
