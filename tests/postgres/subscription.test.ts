import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCatalog } from "../../src/postgres/catalog.ts";
import { catalogDifferences } from "../../src/postgres/catalog-differences.ts";
import type { Connection } from "../../src/postgres/connection.ts";
import { executeAll } from "../../src/postgres/elaborate.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import type { Statement } from "../../src/postgres/plan.ts";
import { proveMigration } from "../../src/postgres/prove-migration.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { readComparable } from "../../src/postgres/respell.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { cacheDir } from "../support/cache.ts";
import { type Server, startServer } from "../support/servers.ts";

// The embedded PostgreSQL cannot have subscriptions, so there is no case file for them.
const before = `
  CREATE SUBSCRIPTION plain CONNECTION 'host=a password=geheim' PUBLICATION p WITH (connect = false, slot_name = NONE);
  CREATE SUBSCRIPTION gone CONNECTION 'host=a' PUBLICATION p WITH (connect = false, slot_name = NONE);`;
const after = `
  CREATE SUBSCRIPTION plain CONNECTION 'host=it''s password=\\"streng' PUBLICATION p, "Q" WITH (connect = false, slot_name = 's1',
    binary = true, streaming = on, synchronous_commit = 'local');
  ALTER SUBSCRIPTION plain ENABLE;
  COMMENT ON SUBSCRIPTION plain IS 'From the shop';`;

describe.each([15, 18] as const)("PostgreSQL %i", (version) => {
  let server: Server;
  const databases: Connection[] = [];
  beforeAll(async () => {
    server = await startServer(version);
    for (const name of ["before", "after"])
      databases.push(await connectServer(await server.createDatabase(`subscriptions_${name}`)));
  });
  afterAll(async () => {
    for (const db of databases) {
      await db.execute("ALTER SUBSCRIPTION plain DISABLE");
      await db.execute("ALTER SUBSCRIPTION plain SET (slot_name = NONE)");
      await db.execute("DROP SUBSCRIPTION plain");
      await db[Symbol.asyncDispose]();
    }
    await server?.[Symbol.asyncDispose]();
  });

  test("a subscription is altered in place, and left out of the proof by name", async () => {
    const [source, wanted] = databases as [Connection, Connection];
    await executeAll(source, before.split(";\n"));
    await executeAll(wanted, after.split(";\n"));
    await using shadow = await openShadow({ cacheDir });
    const [from, to] = [await readComparable(source, shadow), await readComparable(wanted, shadow)];

    const differences = catalogDifferences(from, to).join();
    expect(differences).toContain("subscription plain is");
    expect(differences).not.toMatch(/geheim|streng/);

    const plan = planMigration(from, to);
    expect(sqlOf(plan.statements)).toEqual([
      `ALTER SUBSCRIPTION plain CONNECTION E'host=it''s password=\\\\"streng'`,
      `ALTER SUBSCRIPTION plain SET PUBLICATION p, "Q" WITH (refresh = false)`,
      "ALTER SUBSCRIPTION plain SET (slot_name = 's1', binary = 'true', streaming = 'on', synchronous_commit = 'local')",
      "ALTER SUBSCRIPTION plain ENABLE",
      "COMMENT ON SUBSCRIPTION plain IS 'From the shop'",
      "DROP SUBSCRIPTION gone",
    ]);

    const proof = await proveMigration(shadow, { base: [], plan, target: to });
    expect(proof.plan).toEqual(plan);
    expect(proof.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      "warning proof/not-executed",
    ]);
    expect(proof.findings[0]?.message).toContain(
      "alter subscription plain; create comment on subscription plain",
    );

    await executeAll(source, sqlOf(plan.statements));
    expect(catalogDifferences(await readComparable(source, shadow), to)).toEqual([]);
    await executeAll(source, sqlOf(plan.reverse));
    expect(catalogDifferences(await readComparable(source, shadow), from)).toEqual([]);
    await executeAll(source, ["DROP SUBSCRIPTION gone"]);
  });

  test("whoever may not read the connection has it named, and never as unchanged", async () => {
    const [source] = databases as [Connection, Connection];
    await executeAll(source, ["CREATE ROLE nobody", "SET ROLE nobody"]);
    const catalog = await readCatalog(source);
    await executeAll(source, ["RESET ROLE", "DROP ROLE nobody"]);
    expect(catalog.unhandled.map(({ name }) => name)).toEqual(["subscription plain"]);
    expect(
      planMigration(catalog, makeCatalog(catalog.objects.values(), catalog.unhandled)).findings,
    ).toHaveLength(1);
  });
});

function sqlOf(statements: readonly Statement[]): string[] {
  return statements.map(({ sql }) => sql);
}
