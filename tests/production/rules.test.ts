import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { harden } from "../../src/production/harden.ts";
import { preamble } from "../../src/production/platform.ts";
import { rules } from "../../src/production/rules/index.ts";
import { schemaFile } from "../../src/production/schema-file.ts";
import { cacheDir } from "../support/cache.ts";
import { projectOf, ruleCases } from "./definitions.ts";

/** Rules that a rule shows itself on. */
const together: Readonly<Record<string, readonly string[]>> = {
  "row-level-security": ["roles", "access-functions", "soft-delete"],
  "key-defaults": ["defaults"],
  "inherited-access": ["roles", "access-functions", "row-level-security"],
  "tenant-wall": ["roles", "access-functions", "row-level-security", "foreign-keys", "foreign-key-indexes"],
  "policy-indexes": [
    "roles",
    "access-functions",
    "query-indexes",
    "no-redundant-indexes",
    "row-level-security",
  ],
  "live-references": ["roles", "soft-delete", "foreign-keys", "row-level-security"],
  membership: ["roles", "access-functions", "soft-delete", "row-level-security"],
  grants: ["roles", "access-functions", "timestamps", "optimistic-lock"],
  audit: ["roles", "soft-delete"],
  "audit-chain": ["roles", "audit"],
  "audit-months": ["roles", "audit"],
  "read-log": [
    "roles",
    "access-functions",
    "inherited-access",
    "soft-delete",
    "row-level-security",
    "grants",
    "audit",
  ],
  masking: ["roles", "access-functions", "soft-delete", "row-level-security", "grants"],
  "append-only": ["roles", "retention"],
  encryption: ["extensions", "roles", "access-functions", "soft-delete", "row-level-security", "grants"],
  unique: ["soft-delete"],
  "declared-indexes": ["soft-delete"],
  retention: ["soft-delete", "foreign-keys", "row-level-security"],
  "query-indexes": ["extensions"],
  extensions: ["roles", "access-functions", "grants"],
  "no-redundant-indexes": [
    "unique",
    "foreign-keys",
    "declared-indexes",
    "query-indexes",
    "foreign-key-indexes",
  ],
};

/** One takes away, the other changes what another one adds. */
const leavesNothing = ["no-redundant-indexes", "inherited-access"];

/** Of those, the ones that only entities ask for. */
const onlyWhereAsked = ["soft-delete", "timestamps", "optimistic-lock"];

describe("each rule adds what its case expects, and PostgreSQL takes it", async () => {
  let db: Connection;
  beforeAll(async () => {
    db = await openPglite({ cacheDir });
  });
  afterAll(async () => {
    await db[Symbol.asyncDispose]();
  });

  const cases = await ruleCases();
  test("every rule has a case, and no golden file is left over", async () => {
    const codes = rules.map(({ code }) => code).sort();
    expect(cases.map(({ code }) => code)).toEqual(codes);
    const files = await readdir(fileURLToPath(new URL("./rules", import.meta.url)));
    expect(files.sort()).toEqual(codes.flatMap((code) => [`${code}.sql`, `${code}.yaml`]).sort());
  });

  test.for(cases)("$code", async ({ code, yaml, golden }) => {
    const project = projectOf(yaml);
    const more = together[code] ?? [];
    const off = Object.fromEntries(
      onlyWhereAsked.filter((asked) => more.includes(asked)).map((asked) => [asked, false]),
    );
    const config = { ...project.config, harden: { profile: "standard" as const, rules: off } };
    const active = rules.filter((rule) => rule.code === code || more.includes(rule.code));
    const hardened = harden(project.business, config, active);
    const atWork = [...hardened.additions, ...hardened.completions].map(({ rule }) => rule);
    if (!leavesNothing.includes(code)) expect(atWork).toContain(code);
    await db.execute("BEGIN");
    try {
      for (const statement of [...preamble(config.platform), ...hardened.statements])
        await db.execute(statement);
    } finally {
      await db.execute("ROLLBACK");
    }
    await expect(schemaFile(hardened.sections, config)).toMatchFileSnapshot(golden);
  });
});
