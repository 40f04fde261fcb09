import { expect, test } from "vitest";
import { catalogQueries } from "../../src/postgres/read-catalog.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { startServer } from "../support/servers.ts";

/** PostgreSQL 15 has all system catalogs of 14, so what is wrong for 14 is wrong there. */
test.for([140_000, 150_000])("PostgreSQL 15 understands what is asked of %i", async (version) => {
  await using server = await startServer(15);
  await using db = await connectServer(server.url());
  const refused: string[] = [];
  for (const sql of catalogQueries(version))
    await db.query(sql, sql.includes("$1") ? ["[]"] : []).catch((error) => refused.push(`${error}\n${sql}`));
  expect(refused).toEqual([]);
});
