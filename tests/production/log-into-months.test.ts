import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { catalogDifferences } from "../../src/postgres/catalog-differences.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import { proveMigration } from "../../src/postgres/prove-migration.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { openShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { statementsIn } from "../../src/postgres/split-sql.ts";
import { openDelivery } from "../../src/production/delivery.ts";
import { harden } from "../../src/production/harden.ts";
import { migrationSql } from "../../src/production/migration-sql.ts";
import type { Iteration } from "../../src/prototype/iterations.ts";
import { cacheDir } from "../support/cache.ts";
import { type Server, startServer } from "../support/servers.ts";
import { projectOf } from "./definitions.ts";

const platform = "platform: postgres\npostgres: 15\n";
const monthly = "audit: { partitions: monthly, keep: 7 years }\n";
const chained = "harden: { rules: { audit-chain: true } }\n";
const account =
  "entity: account\nfields: { id: uuid primary key, name: text }\naccess: [{ allow: all, to: authenticated }]\n";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await openShadow({ cacheDir });
});
afterAll(async () => await shadow[Symbol.asyncDispose]());

/** What is to be done for this config, and its migration. */
async function next(config: string, recorded: readonly Iteration[]) {
  const { business, config: read } = projectOf(account, platform + config);
  const hardened = harden(business, read);
  const delivery = await openDelivery(hardened, recorded, { shadow });
  const { prelude, postlude, base, from, target } = delivery;
  const planned = planMigration(from, target, { mode: "online", targetVersion: read.postgres });
  const { plan, findings } = await proveMigration(shadow, {
    base,
    plan: planMigration(from, target),
    target,
  });
  const up = migrationSql(prelude, plan.statements, "online", postlude);
  return {
    statements: hardened.statements,
    up,
    findings: [...delivery.findings, ...planned.findings, ...findings],
    recorded: [{ up } as Iteration],
  };
}

function codes({ findings }: Awaited<ReturnType<typeof next>>): readonly string[] {
  return findings.map(({ severity, code }) => `${severity} ${code}`);
}

describe.each([15, 18] as const)("PostgreSQL %i", (version) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(version);
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  test.each([
    { name: "a log", more: "", change: monthly },
    { name: "a log in a chain", more: chained, change: "audit: { partitions: monthly }\n" },
  ])(
    "$name gets partitions and keeps its entries, and no plan speaks of them",
    async ({ name, more, change }) => {
      await using db = await connectServer(await server.createDatabase(name.replaceAll(" ", "_")));
      const plain = await next(more, []);
      await db.execute(plain.up);
      await db.execute("INSERT INTO accounts (name) SELECT 'before' FROM generate_series(1, 3)");

      const months = await next(more + change, plain.recorded);
      expect(codes(months)).toEqual(["warning production/log-into-months"]);
      await db.execute(months.up);
      await db.execute("INSERT INTO accounts (name) VALUES ('after')");
      const read = async (sql: string) => (await db.query<{ shown: string }>(sql)).map(({ shown }) => shown);
      const entries = `SELECT concat_ws(' ', id, new ->> 'name', tableoid::regclass) AS shown FROM audit.log ORDER BY id`;
      const [first, second, third, fourth] = await read(entries);
      expect([first, second, third].map((shown) => shown?.replace(/^\d+ /, ""))).toEqual(
        Array(3).fill("before schema_audit_months.log_before"),
      );
      expect(fourth).toMatch(/^\d+ after schema_audit_months\.log_before$/);
      if (more !== "") expect(await db.query("SELECT * FROM audit.verify()")).toEqual([]);

      expect(await read("SELECT audit.maintain_months(2) AS shown")).toEqual(
        [1, 2].map(() =>
          expect.stringMatching(/^schema_audit_months\.log_\d{4}_\d\d made, 0 entries moved to it$/),
        ),
      );
      expect(await read("SELECT audit.maintain_months(2) AS shown")).toEqual([]);
      await using fresh = await connectServer(
        await server.createDatabase(`${name.replaceAll(" ", "_")}_anew`),
      );
      for (const statement of months.statements) await fresh.execute(statement);
      expect(catalogDifferences(await readCatalog(db), await readCatalog(fresh))).toEqual([]);

      const again = await next(more + change, [...plain.recorded, ...months.recorded]);
      expect([again.up.replaceAll(/^--.*\n*/gm, ""), ...codes(again)]).toEqual([""]);
      const back = await next(more, [...plain.recorded, ...months.recorded]);
      expect(codes(back)).toContain("error production/log-in-months");
    },
  );
});

test("an index that the log gets is on its partitions too", async () => {
  const months = await next("audit: { partitions: monthly }\n", []);
  const chain = await next(`audit: { partitions: monthly }\n${chained}`, months.recorded);
  expect(codes(chain)).toEqual(["warning production/log-index"]);
  await shadow.scratch(async (db) => {
    await db.execute(months.up);
    await db.execute("SELECT audit.maintain_months(0)");
    await db.execute("INSERT INTO accounts (name) VALUES ('before')");
    for (const statement of statementsIn(chain.up)) await db.execute(statement);
    await db.execute("INSERT INTO accounts (name) VALUES ('after')");
    expect(await db.query("SELECT * FROM audit.verify()")).toEqual([]);
    const indexes = "SELECT tablename AS name FROM pg_indexes WHERE indexdef LIKE '%(link)'";
    expect(await db.query(`${indexes} ORDER BY 1`)).toEqual(
      ["log", expect.stringMatching(/^log_\d{4}_\d\d$/), "log_default"].map((name) => ({ name })),
    );
  });
});

test("a log does not get partitions and other columns at once", async () => {
  const plain = await next("", []);
  const both = await next(`audit: { partitions: monthly }\n${chained}`, plain.recorded);
  expect(codes(both)).toContain("error production/log-of-other-columns");
});
