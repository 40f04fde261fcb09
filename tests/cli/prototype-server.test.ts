import { afterAll, expect, test } from "vitest";
import { connectServer } from "../../src/postgres/server.ts";
import { PrototypeProject } from "../prototype/project.ts";
import { startServer } from "../support/servers.ts";

const onServer = "name: crm\nplatform: postgres\npostgres: 15\ndevelopment: { url: DATABASE_URL }\n";

for (const version of [15, 18] as const) {
  const server = await startServer(version);
  afterAll(() => server[Symbol.asyncDispose]());

  async function projectOnServer(database: string): Promise<PrototypeProject> {
    const project = await PrototypeProject.create("accounts");
    await project.write("schema.config.yaml", onServer);
    project.env.DATABASE_URL = server.url(database);
    return project;
  }

  test(`PostgreSQL ${version}: one database per module, made, grown and reset`, async () => {
    await server.createDatabase("app");
    await using project = await projectOnServer("app");
    await project.write("modules/other/module.yaml", "module: other\nuses: { account: [name] }\n");
    expect((await project.run(["status"])).out).toContain("master-view: 0 iterations, no database yet");
    for (const step of ["accounts", "locations", "phone"] as const) {
      if (step !== "accounts") await project.take(step);
      expect(await project.run(["master-view", "--name", step])).toMatchObject({ exit: 0 });
    }
    expect(await project.run(["other", "--name", "accounts"])).toMatchObject({ exit: 0 });
    expect(await project.run(["status"])).toMatchObject({
      exit: 0,
      out: expect.not.stringContaining("pending"),
    });

    await using db = await connectServer(server.url("app_master-view"));
    await db.execute("INSERT INTO accounts (id, phone) VALUES (gen_random_uuid(), '123')");
    expect(await project.run(["master-view", "down", "--allow", "deletes-data"])).toMatchObject({ exit: 0 });
    expect(await project.run(["up"])).toMatchObject({ exit: 0 });
    expect(await db.query("SELECT phone FROM accounts")).toEqual([{ phone: null }]);

    await db.execute("ALTER TABLE accounts ADD COLUMN fax text");
    const drifted = await project.run(["up"]);
    expect(drifted).toMatchObject({ exit: 1, err: expect.stringContaining("ADD COLUMN fax text;") });
    expect(await project.run(["master-view", "reset", "--yes"])).toMatchObject({ exit: 0 });
    expect(await project.run(["status"])).toMatchObject({ exit: 0 });
  });

  test(`PostgreSQL ${version}: someone else's transaction makes the run say so`, async () => {
    await server.createDatabase("busy");
    await using project = await projectOnServer("busy");
    await server.createDatabase("busy_master-view");
    await using other = await connectServer(server.url("busy_master-view"));
    await other.execute("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('schema prototype', 0))");
    const refused = await project.run(["master-view", "--name", "accounts"]);
    expect(refused).toMatchObject({ exit: 3, err: expect.stringContaining("prototype/busy") });
    await other.execute("ROLLBACK");
    expect(await project.run(["master-view", "--name", "accounts"])).toMatchObject({ exit: 0 });
  });
}

test("a server that is not there, a variable that is not set", async () => {
  await using project = await PrototypeProject.create("accounts");
  await project.write("schema.config.yaml", onServer);
  const unset = await project.run(["status"]);
  expect(unset).toMatchObject({ exit: 3, err: expect.stringContaining("DATABASE_URL") });
  project.env.DATABASE_URL = "postgres://someone:secret@127.0.0.1:1/app";
  const unreachable = await project.run(["status"]);
  expect(unreachable).toMatchObject({ exit: 3, err: expect.not.stringContaining("secret") });
  project.env.DATABASE_URL = "secret";
  expect(await project.run(["status"])).toMatchObject({
    exit: 3,
    err: expect.not.stringContaining("secret"),
  });
});
