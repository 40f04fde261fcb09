import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Each worker may hold a PostgreSQL in WASM (0.5-0.9 GB): two cores, two workers.
    maxWorkers: 2,
  },
});
