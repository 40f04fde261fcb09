import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listFiles } from "../../src/cli/files.ts";
import { mergeModules } from "../../src/merger/merge.ts";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { harden } from "../../src/production/harden.ts";
import { type Actor, actAs, preamble } from "../../src/production/platform.ts";
import { exampleProject } from "../production/definitions.ts";
import { cacheDir } from "../support/cache.ts";
import { copyExample, repository, runCli } from "../support/cli.ts";
import { startServer } from "../support/servers.ts";

const example = join(repository, "examples/supabase-documents");
const [ada, ben] = ["a0000000-0000-4000-8000-000000000001", "b0000000-0000-4000-8000-000000000002"];

async function signUp(db: Connection): Promise<void> {
  await db.execute(`INSERT INTO auth.users (id, email, raw_user_meta_data)
    VALUES ('${ada}', 'ada@example.net', '{"name": "Ada"}'), ('${ben}', 'ben@example.net', NULL);
    UPDATE auth.users SET email = 'ada@example.org' WHERE id = '${ada}'`);
}

const people = [
  { id: ada, email: "ada@example.org", name: "Ada" },
  { id: ben, email: "ben@example.net", name: "ben" },
];

/** The servers of the tests have no pgvector: the schema as it is where the flag vectors is off. */
describe.each([15, 18] as const)("PostgreSQL %i, without vectors because it has no pgvector", (version) => {
  test("takes the production schema; a row of users follows each sign-up", async () => {
    await using server = await startServer(version);
    await using db = await connectServer(await server.createDatabase("documents"));
    const { business, modules, decisions, config } = await exampleProject("supabase-documents");
    const { model } = mergeModules(business, modules, decisions);
    const { statements } = harden(model, { ...config, flags: { vectors: false } });
    for (const statement of [...preamble("supabase"), ...statements]) await db.execute(statement);
    await signUp(db);
    expect(await db.query("SELECT id, email, name FROM users ORDER BY id")).toEqual(people);
    expect(await db.query("SELECT to_regclass('public.embeddings') AS embeddings")).toEqual([
      { embeddings: null },
    ]);
  });
});

test("a development database on a server has what Supabase brings too, and none of it counts as a change", async () => {
  await using server = await startServer(15);
  await using copy = await copyExample("supabase-documents");
  const config = join(copy.path, "schema.config.yaml");
  await writeFile(config, `${await readFile(config, "utf8")}development: { url: DATABASE_URL }\n`);
  const options = { cwd: copy.path, env: { DATABASE_URL: server.url() } };
  expect(await runCli(["prototype", "documents", "up"], options)).toMatchObject({ exit: 0 });
  const { out } = await runCli(["prototype", "documents", "status", "--json"], options);
  expect(JSON.parse(out)).toMatchObject({ ok: true, modules: [{ module: "documents", findings: [] }] });
  await using db = await connectServer(server.url("postgres_documents"));
  expect(await db.query("SELECT count(*)::int AS people FROM auth.users")).toEqual([{ people: 50 }]);
});

test("with pgvector: the Supabase CLI's migrations make it, and the search gives people their own passages", async () => {
  await using db = await openPglite({ cacheDir });
  for (const statement of preamble("supabase")) await db.execute(statement);
  for (const file of await migrations()) await db.execute(`BEGIN;\n${file}\nCOMMIT`);
  await signUp(db);
  const document = "d0000000-0000-4000-8000-000000000001";
  await as(db, { role: "authenticated", user: ada }, [
    `INSERT INTO documents (user_id, filename, storage_path) VALUES ('${ada}', 'letter.pdf', '${ada}/1/letter.pdf')`,
  ]);
  await db.execute(`UPDATE documents SET id = '${document}'`);
  const vector = `array_fill(1, ARRAY[1536])::vector`;
  await as(db, { role: "service" }, [
    `UPDATE documents SET status = 'parsed'`,
    `INSERT INTO chunks (document_id, position, content) VALUES ('${document}', 0, 'Dear Ada')`,
    `INSERT INTO embeddings (chunk_id, vector) SELECT id, ${vector} FROM chunks`,
  ]);
  const search = `SELECT content FROM match_chunks(${vector})`;
  expect(await as(db, { role: "authenticated", user: ada }, [search])).toEqual([{ content: "Dear Ada" }]);
  expect(await as(db, { role: "authenticated", user: ben }, [search])).toEqual([]);
  await expect(as(db, { role: "service" }, [`UPDATE documents SET status = 'completed'`])).rejects.toThrow(
    /status/,
  );
});

async function migrations(): Promise<readonly string[]> {
  const folder = join(example, "supabase/migrations");
  const names = (await listFiles(folder)).toSorted();
  return await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
}

/** What the last of the statements gives; they are kept unless one is refused. */
async function as(db: Connection, actor: Actor, statements: readonly string[]): Promise<readonly object[]> {
  await db.execute(["BEGIN", ...actAs("supabase", actor)].join(";\n"));
  try {
    let rows: readonly object[] = [];
    for (const statement of statements) rows = await db.query(statement);
    await db.execute("COMMIT");
    return rows;
  } catch (error) {
    await db.execute("ROLLBACK");
    throw error;
  }
}
