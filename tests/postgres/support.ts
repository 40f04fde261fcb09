import { fileURLToPath } from "node:url";

/** Keeps the image of an empty cluster from one run to the next. */
export const cacheDir = fileURLToPath(new URL("../../node_modules/.cache/schema-lifecycle", import.meta.url));
