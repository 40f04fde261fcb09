import { stat } from "node:fs/promises";
import pg from "pg";
import { expect, test } from "vitest";
import { startServer } from "./servers.ts";

test.for([15, 18] as const)("a real PostgreSQL %i starts, serves and goes away", async (version) => {
  let url: string;
  let folder: string;
  {
    await using server = await startServer(version);
    url = await server.createDatabase('a "quoted" name');
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query(
      "select current_database() as name, current_setting('server_version_num')::int / 10000 as major, current_setting('data_directory') as folder",
    );
    await client.end();
    expect(rows).toEqual([{ name: 'a "quoted" name', major: version, folder: expect.any(String) }]);
    folder = rows[0].folder;
  }
  await expect(new pg.Client(url).connect()).rejects.toMatchObject({ code: "ECONNREFUSED" });
  await expect(stat(folder)).rejects.toMatchObject({ code: "ENOENT" });
});
