import { availableParallelism, totalmem } from "node:os";
import { defineConfig } from "vitest/config";
import SlowestFirst from "./tests/support/slowest-first.ts";

/** Each worker may hold a PostgreSQL in WASM: 0.5-0.9 GB. */
const workersThatFit = Math.max(1, Math.floor(totalmem() / 2 ** 31));

/**
 * V8 compiles PostgreSQL's functions anew, and with care, once they ran so much. Ten times less, as in Node 20, costs a test
 * file more than it saves.
 */
const compileWithCareLater = "--wasm-tiering-budget=18000000";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["./tests/support/cache.ts"],
    setupFiles: ["./tests/support/golden.ts"],
    reporters: ["default", "./tests/support/count-reporter.ts"],
    sequence: { sequencer: SlowestFirst },
    testTimeout: 180_000,
    hookTimeout: 300_000,
    execArgv: [compileWithCareLater],
    maxWorkers: Math.min(availableParallelism(), workersThatFit),
  },
});
