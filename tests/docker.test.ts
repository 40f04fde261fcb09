import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { GenericContainer, getContainerRuntimeClient, Wait } from "testcontainers";
import { expect, test } from "vitest";
import { connectServer } from "../src/postgres/server.ts";
import { repository } from "./support/cli.ts";

const docker = await getContainerRuntimeClient().then(
  () => true,
  () => false,
);

/** The server that most people deploy to: the official image, untouched. */
test.for([15, 18])("the CRM's production schema loads into postgres:%i", async (version, { skip }) => {
  skip(!docker, "no Docker");
  await using container = await new GenericContainer(`postgres:${version}`)
    .withEnvironment({ POSTGRES_PASSWORD: "postgres" })
    .withExposedPorts(5432)
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .start();
  const address = `${container.getHost()}:${container.getMappedPort(5432)}`;
  await using db = await connectServer(`postgres://postgres:postgres@${address}/postgres`);

  await db.execute(await readFile(join(repository, "examples/crm/production/schema.sql"), "utf8"));

  const tables = await db.query(
    "select 1 from pg_tables where schemaname = 'public' and tablename = 'accounts'",
  );
  expect(tables).toHaveLength(1);
});
