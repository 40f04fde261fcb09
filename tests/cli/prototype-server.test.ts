import { afterAll, expect, test } from "vitest";
import { connectServer } from "../../src/postgres/server.ts";
import { onServer, PrototypeProject } from "../prototype/project.ts";
import { startServer } from "../support/servers.ts";

const server = await startServer(15);
afterAll(() => server[Symbol.asyncDispose]());

test("PostgreSQL 15: one database per module, made, grown, changed by hand and reset", {
  timeout: 180_000,
}, async () => {
  await server.createDatabase("app");
  await using project = await PrototypeProject.create("accounts");
  await project.write("schema.config.yaml", onServer);
  project.env.DATABASE_URL = server.url("app");
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

test("a user who may not make databases", async () => {
  await using db = await connectServer(server.url());
  await db.execute("CREATE ROLE limited LOGIN PASSWORD 'limited'");
  await using project = await PrototypeProject.create("accounts");
  await project.write("schema.config.yaml", onServer);
  project.env.DATABASE_URL = server.url().replace(/\/\/[^@]*@/, "//limited:limited@");
  const { exit, err } = await project.run(["up"]);
  expect(exit).toBe(1);
  expect(err).toContain("The server refuses: permission denied to create database");
});

test("a server that is not there, a variable that is not set", async () => {
  await using project = await PrototypeProject.create("accounts");
  await project.write("schema.config.yaml", onServer);
  const unset = await project.run(["status"]);
  expect(unset).toMatchObject({ exit: 3, err: expect.stringContaining("DATABASE_URL") });
  for (const url of ["postgres://someone:secret@127.0.0.1:1/app", "secret"]) {
    project.env.DATABASE_URL = url;
    expect(await project.run(["status"])).toMatchObject({
      exit: 3,
      err: expect.not.stringContaining("secret"),
    });
  }
});
