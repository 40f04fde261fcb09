import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listFiles } from "../../src/cli/files.ts";
import { readIterations, writeIteration } from "../../src/cli/iterations-folder.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { nextIteration } from "../../src/prototype/iterations.ts";
import { onServer, PrototypeProject } from "../prototype/project.ts";
import { startServer } from "../support/servers.ts";

const iterations = "modules/master-view/iterations";
const server = await startServer(18);

/** A project with the document's three iterations and their database, made once; each test takes a copy. */
let ready: PrototypeProject;
const made: { out: string; err: string; exit: number }[] = [];

beforeAll(async () => {
  await server.createDatabase("ready");
  ready = await PrototypeProject.create();
  ready.env.DATABASE_URL = server.url("ready");
  for (const step of ["accounts", "locations", "phone"] as const) {
    await ready.take(step);
    await ready.write("schema.config.yaml", onServer);
    made.push(await ready.run(["master-view", "--name", step === "phone" ? "add-phone" : step]));
  }
});

afterAll(async () => {
  await ready[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

let copies = 0;
async function copyReady(): Promise<PrototypeProject> {
  const name = `copy${++copies}`;
  await using db = await connectServer(server.url());
  await db.execute(`CREATE DATABASE ${name}`);
  await db.execute(`CREATE DATABASE "${name}_master-view" TEMPLATE "ready_master-view"`);
  const project = await ready.copy();
  project.env.DATABASE_URL = server.url(name);
  return project;
}

async function inDatabase<Row extends object>(
  project: PrototypeProject,
  sql: string,
): Promise<readonly Row[]> {
  await using db = await connectServer(`${project.env.DATABASE_URL}_master-view`);
  return await db.query<Row>(sql);
}

async function appliedTo(project: PrototypeProject): Promise<readonly string[]> {
  const rows = await inDatabase<{ name: string }>(
    project,
    "SELECT name FROM schema_history.iterations ORDER BY number",
  );
  return rows.map(({ name }) => name);
}

async function sqlOf(project: PrototypeProject, path: string): Promise<string> {
  return (await project.read(`${iterations}/${path}`)).replace(/^(-- .*\n)+\n/, "");
}

describe("the document's three iterations", () => {
  test("come out as in the document, up and down", async () => {
    expect(made.map(({ exit, err }) => [exit, exit === 0 ? "" : err])).toEqual([
      [0, ""],
      [0, ""],
      [0, ""],
    ]);
    expect(await listFiles(join(ready.path, iterations))).toEqual([
      "0001_accounts/down.sql",
      "0001_accounts/up.sql",
      "0002_locations/down.sql",
      "0002_locations/up.sql",
      "0003_add-phone/down.sql",
      "0003_add-phone/up.sql",
    ]);
    const files = await listFiles(join(ready.path, iterations));
    const texts = await Promise.all(files.map(async (path) => `-- ${path}\n${await sqlOf(ready, path)}`));
    await expect(texts.join("\n")).toMatchFileSnapshot("prototype/three-iterations.sql");
  });

  test("are in the development database", async () => {
    await using project = await copyReady();
    expect(await appliedTo(project)).toEqual(["accounts", "locations", "add-phone"]);
    expect(
      await inDatabase(
        project,
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'accounts'",
      ),
    ).toHaveLength(5);
  });

  test("tell what they do and what comes next", () => {
    expect(made[2]?.out).toContain(`${iterations}/0003_add-phone\n`);
    expect(made[2]?.out).toContain("ADD COLUMN phone varchar(20)");
    expect(made[2]?.err).toContain("and every row survives.");
    expect(made[2]?.err).toContain("Applied 0003_add-phone to the development database.");
    expect(made[2]?.err).toContain("Next: ");
  });
});

describe("nothing to do", () => {
  test("is said, and writes nothing", async () => {
    await using project = await copyReady();
    for (const argv of [["master-view"], ["master-view", "--dry-run"]]) {
      const { exit, out } = await project.run(argv);
      expect({ exit, out }).toEqual({
        exit: 0,
        out: "master-view: nothing to do, the iterations record all that is defined.",
      });
    }
    expect(await listFiles(join(project.path, iterations))).toHaveLength(6);
  });

  test("as JSON", async () => {
    await using project = await copyReady();
    const { out } = await project.run(["master-view", "--dry-run", "--json"]);
    expect(JSON.parse(out)).toEqual({
      version: 1,
      ok: true,
      module: "master-view",
      dryRun: true,
      iteration: null,
      up: [],
      down: [],
      applied: [],
    });
  });
});

describe("a new iteration", () => {
  test("--dry-run shows it and writes nothing", async () => {
    await using project = await copyReady();
    await project.take("fax");
    const { exit, out } = await project.run(["master-view", "--dry-run"]);
    expect(exit).toBe(0);
    expect(out).toContain("ADD COLUMN fax");
    expect(out).toContain("0004_add-accounts-fax");
    expect(await listFiles(join(project.path, iterations))).toHaveLength(6);
    expect(await appliedTo(project)).toHaveLength(3);
  });

  test("as JSON holds the statements with what they do", async () => {
    await using project = await copyReady();
    await project.take("fax");
    const { out } = await project.run(["master-view", "--name", "fax", "--json"]);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      iteration: { folder: `${iterations}/0004_fax`, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      up: [{ sql: expect.stringContaining("ADD COLUMN fax"), hazards: [], locks: expect.anything() }],
      down: [{ sql: expect.stringContaining("DROP COLUMN fax"), hazards: [{ kind: "deletes-data" }] }],
      applied: ["0004_fax"],
    });
  });

  test("asks for its name where it may, and leaves the rows that are there", async () => {
    await using project = await copyReady();
    await inDatabase(project, "INSERT INTO accounts (id, name) VALUES (gen_random_uuid(), 'Anna')");
    await project.take("fax");
    expect(await project.run(["master-view"], ["add-fax"])).toMatchObject({ exit: 0 });
    expect(await appliedTo(project)).toContain("add-fax");
    expect(await inDatabase(project, "SELECT name, fax FROM accounts")).toEqual([
      { name: "Anna", fax: null },
    ]);
  });

  test("that the rows refuse leaves no trace", async () => {
    await using project = await copyReady();
    await inDatabase(project, "INSERT INTO accounts (id, name) VALUES (gen_random_uuid(), 'Anna')");
    const account = await project.read("entities/account.yaml");
    await project.write("entities/account.yaml", account.replace("name: varchar(255)", "name: integer"));
    const { exit, err } = await project.run(["master-view", "--name", "number", "--allow", "deletes-data"]);
    expect(exit).toBe(1);
    expect(err).toMatch(/invalid input syntax for type integer: "Anna"/);
    expect(await appliedTo(project)).toHaveLength(3);
    expect(await listFiles(join(project.path, iterations))).toHaveLength(6);
  });
});

describe("a destructive change", () => {
  test("is refused without consent, and the flag is named", async () => {
    await using project = await copyReady();
    await project.take("phoneGone");
    const { exit, err } = await project.run(["master-view", "--name", "no-phone"]);
    expect(exit).toBe(1);
    expect(err).toContain("error[plan/deletes-data]");
    expect(err).toContain("add --allow deletes-data");
    expect(await appliedTo(project)).toHaveLength(3);
  });

  test("is made with consent", async () => {
    await using project = await copyReady();
    await project.take("phoneGone");
    const { exit } = await project.run(["master-view", "--name", "no-phone", "--allow", "deletes-data"]);
    expect(exit).toBe(0);
    expect(await sqlOf(project, "0004_no-phone/up.sql")).toContain("DROP COLUMN phone");
  });

  test("asks where it may", async () => {
    await using project = await copyReady();
    await project.take("phoneGone");
    expect(await project.run(["master-view", "--name", "no-phone"], [false])).toMatchObject({ exit: 1 });
    expect(await project.run(["master-view", "--name", "no-phone"], [true])).toMatchObject({ exit: 0 });
  });
});

describe("a possible rename", () => {
  async function withPhones(): Promise<PrototypeProject> {
    const project = await copyReady();
    await inDatabase(project, "INSERT INTO accounts (id, phone) VALUES (gen_random_uuid(), '123')");
    return project;
  }
  const phones = (project: PrototypeProject) => inDatabase(project, "SELECT tel FROM accounts");

  test("without an answer fails, and names the flag", async () => {
    await using project = await withPhones();
    await project.take("phoneRenamed");
    const { exit, err } = await project.run(["master-view", "--name", "tel"]);
    expect(exit).toBe(1);
    expect(err).toContain("--rename accounts.phone=tel");
    expect(err).toContain("--drop accounts.phone");
  });

  test("is answered by the flag", async () => {
    await using project = await withPhones();
    await project.take("phoneRenamed");
    expect(
      await project.run(["master-view", "--name", "tel", "--rename", "accounts.phone=tel"]),
    ).toMatchObject({ exit: 0 });
    expect(await phones(project)).toEqual([{ tel: "123" }]);
  });

  test("is stated by `was:`, which may stay afterwards", async () => {
    await using project = await withPhones();
    await project.take("phoneWas");
    expect(await project.run(["master-view", "--name", "tel"])).toMatchObject({ exit: 0 });
    expect(await phones(project)).toEqual([{ tel: "123" }]);
    expect((await project.run(["master-view"])).out).toContain("nothing to do");
  });

  test("is answered by the person who is asked", async () => {
    await using project = await withPhones();
    await project.take("phoneRenamed");
    const answers = ["renamed to tel, data stays"];
    expect(await project.run(["master-view", "--name", "tel"], answers)).toMatchObject({ exit: 0 });
    expect(await phones(project)).toEqual([{ tel: "123" }]);
  });

  test("of a table, with a column of it and what refers to it", async () => {
    await using project = await withPhones();
    const account = await project.read("entities/account.yaml");
    const renamed = account
      .replace("entity: account", "entity: account\ntable: customers\nwas: accounts")
      .replace("phone: varchar(20)?", 'tel: { type: "varchar(20)?", was: phone }');
    await project.write("entities/account.yaml", renamed);
    expect(await project.run(["master-view", "--name", "customers"])).toMatchObject({ exit: 0 });
    expect(await inDatabase(project, "SELECT tel FROM customers")).toEqual([{ tel: "123" }]);
    expect(await sqlOf(project, "0004_customers/up.sql")).not.toContain("DROP");
    expect(await project.run(["status"])).toMatchObject({ exit: 0 });
  });

  test("can be none", async () => {
    await using project = await withPhones();
    await project.take("phoneRenamed");
    const flags = ["--drop", "accounts.phone", "--allow", "deletes-data"];
    expect(await project.run(["master-view", "--name", "tel", ...flags])).toMatchObject({ exit: 0 });
    expect(await phones(project)).toEqual([{ tel: null }]);
  });

  test("that is none is refused", async () => {
    await using project = await copyReady();
    await project.take("fax");
    const { exit, err } = await project.run(["master-view", "--rename", "accounts.nope=fax"]);
    expect(exit).toBe(2);
    expect(err).toContain("plan/useless-rename");
  });
});

describe("up, down and reset", () => {
  test("down takes iterations back and up applies them again", async () => {
    await using project = await copyReady();
    const refused = await project.run(["master-view", "down", "2"]);
    expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining("--allow deletes-data") });
    const reverted = await project.run(["master-view", "down", "2", "--allow", "deletes-data"]);
    expect(reverted).toMatchObject({ exit: 0, out: "master-view: reverted 0003_add-phone, 0002_locations." });
    expect(await appliedTo(project)).toEqual(["accounts"]);
    expect((await project.run(["status", "master-view"])).out).toContain("  0002_locations  pending");

    const again = await project.run(["master-view", "up"]);
    expect(again).toMatchObject({ exit: 0, out: "master-view: applied 0002_locations, 0003_add-phone." });
    expect((await project.run(["up"])).out).toBe(
      "master-view: nothing to apply, the database has 3 iterations.",
    );
  });

  test("down cannot go below nothing", async () => {
    await using project = await copyReady();
    expect(await project.run(["master-view", "down", "4"])).toMatchObject({ exit: 2 });
  });

  test("a colleague's new clone gets its database by up", async () => {
    await using project = await copyReady();
    await using db = await connectServer(server.url());
    await db.execute(`DROP DATABASE "copy${copies}_master-view"`);
    expect((await project.run(["status"])).out).toContain("master-view: 3 iterations, no database yet");
    expect(await project.run(["up"])).toMatchObject({ exit: 0 });
    expect(await appliedTo(project)).toHaveLength(3);
  });

  test("reset asks, and makes the database again", async () => {
    await using project = await copyReady();
    await inDatabase(project, "INSERT INTO accounts (id) VALUES (gen_random_uuid())");
    const refused = await project.run(["master-view", "reset"]);
    expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining("--yes") });
    expect(await project.run(["master-view", "reset"], [false])).toMatchObject({ exit: 1 });
    expect(await inDatabase(project, "SELECT * FROM accounts")).toHaveLength(1);
    expect(await project.run(["master-view", "reset"], [true])).toMatchObject({ exit: 0 });
    expect(await inDatabase(project, "SELECT * FROM accounts")).toHaveLength(0);
    expect(await project.run(["master-view", "reset", "--yes"])).toMatchObject({ exit: 0 });
    expect(await appliedTo(project)).toHaveLength(3);
  });

  test("--dry-run changes nothing", async () => {
    await using project = await copyReady();
    expect((await project.run(["master-view", "down", "--dry-run"])).out).toContain("DROP COLUMN phone");
    expect((await project.run(["master-view", "reset", "--dry-run"])).out).toContain("Would drop");
    expect(await appliedTo(project)).toHaveLength(3);
  });
});

describe("what does not fit together", () => {
  const errorOf = async (project: PrototypeProject, argv: readonly string[]) => {
    const { exit, err } = await project.run(argv);
    return { exit, err };
  };

  test("an edited iteration stops every action, before the database is touched", async () => {
    await using project = await copyReady();
    const file = `${iterations}/0002_locations/up.sql`;
    await project.write(file, `${await project.read(file)}DROP TABLE accounts;\n`);
    for (const argv of [
      ["master-view"],
      ["master-view", "--dry-run"],
      ["up"],
      ["master-view", "reset", "--yes"],
    ]) {
      const { exit, err } = await errorOf(project, argv);
      expect(exit).toBe(1);
      expect(err).toContain("error[iterations/edited]: Iteration 0002_locations was edited");
      expect(err).toContain(`--> ${file}:1:1`);
    }
    expect(await project.run(["status"])).toMatchObject({
      exit: 1,
      out: expect.stringContaining("iterations/edited"),
    });
    expect(await appliedTo(project)).toHaveLength(3);
  });

  test("a missing iteration", async () => {
    await using project = await copyReady();
    await rm(join(project.path, iterations, "0002_locations"), { recursive: true });
    expect((await errorOf(project, ["up"])).err).toContain("Iteration 0002 is missing");
  });

  test("two colleagues with the same number, and the way out that the help tells", async () => {
    await using project = await copyReady();
    await project.take("fax");
    await project.run(["master-view", "--name", "fax"]);
    const chain = await chainOf(ready);
    const theirs = nextIteration(chain, {
      name: "email",
      up: "ALTER TABLE accounts ADD COLUMN email varchar(255);",
      down: "ALTER TABLE accounts DROP COLUMN email;",
    });
    await writeIteration(project.path, "master-view", theirs);
    const { exit, err } = await errorOf(project, ["master-view"]);
    expect(exit).toBe(1);
    expect(err).toContain("Iterations 0004_email and 0004_fax have the same number");
    expect(err).toContain("Remove the folder of the other, say 0004_fax");

    await rm(join(project.path, iterations, "0004_fax"), { recursive: true });
    const account = await project.read("entities/account.yaml");
    await project.write("entities/account.yaml", `${account}  email: varchar(255)?\n`);
    expect((await errorOf(project, ["master-view"])).err).toContain("prototype/database-differs");
    expect(await project.run(["master-view", "reset", "--yes"])).toMatchObject({ exit: 0 });
    expect(await project.run(["master-view", "--name", "fax"])).toMatchObject({ exit: 0 });
    expect(await appliedTo(project)).toEqual(["accounts", "locations", "add-phone", "email", "fax"]);
  });

  test("a database ahead of the files", async () => {
    await using project = await copyReady();
    await rm(join(project.path, iterations, "0003_add-phone"), { recursive: true });
    const { exit, err } = await errorOf(project, ["up"]);
    expect(exit).toBe(1);
    expect(err).toContain("The database of master-view has 3 iterations, the files have 2: 0003_add-phone");
    expect(await project.run(["status"])).toMatchObject({ exit: 1 });
  });

  test("a database that was changed by hand: the change is shown as SQL", async () => {
    await using project = await copyReady();
    await inDatabase(project, "ALTER TABLE accounts ADD COLUMN fax varchar(20)");
    await project.write("entities/location.yaml", "entity: location\nfields: { id: uuid primary key }\n");
    const { exit, err } = await errorOf(project, ["master-view", "--allow", "deletes-data"]);
    expect(exit).toBe(1);
    expect(err).toContain("error[prototype/drift]");
    expect(err).toMatch(/^ {4}ALTER TABLE .*accounts ADD COLUMN fax varchar\(20\);$/m);
    expect(err).toContain("schema prototype master-view reset");
  });

  test("a change by hand that the definitions then state becomes an iteration without running again", async () => {
    await using project = await copyReady();
    await inDatabase(project, "ALTER TABLE accounts ADD COLUMN fax varchar(20)");
    await project.take("fax");
    expect(await project.run(["master-view", "--name", "fax"])).toMatchObject({ exit: 0 });
    expect(await appliedTo(project)).toContain("fax");
    expect(await project.run(["status"])).toMatchObject({ exit: 0 });
  });

  test("an iteration whose SQL fails is named", async () => {
    await using project = await copyReady();
    const bad = nextIteration(await chainOf(ready), {
      name: "bad",
      up: "CREATE TABLE x (y nonsense);",
      down: "",
    });
    await writeIteration(project.path, "master-view", bad);
    const { exit, err } = await errorOf(project, ["up"]);
    expect(exit).toBe(1);
    expect(err).toContain("0004_bad");
    expect(err).toContain('type "nonsense" does not exist');
    expect(await appliedTo(project)).toHaveLength(3);
  });

  test("two runs at once", async () => {
    await using project = await copyReady();
    await using other = await connectServer(`${project.env.DATABASE_URL}_master-view`);
    await other.execute("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('schema prototype', 0))");
    await project.take("fax");
    const refused = await errorOf(project, ["master-view", "--name", "fax"]);
    expect(refused).toMatchObject({ exit: 3, err: expect.stringContaining("prototype/busy") });
    await other.execute("ROLLBACK");
    expect(await project.run(["master-view", "--name", "fax"])).toMatchObject({ exit: 0 });
  });

  test("folders that were renamed", async () => {
    await using project = await copyReady();
    const folder = join(project.path, iterations);
    await rename(join(folder, "0003_add-phone"), join(folder, "0003_phone"));
    expect((await errorOf(project, ["up"])).err).toContain(
      "Folder 0003_phone holds the iteration that was recorded as",
    );
  });
});

describe("wrong usage", () => {
  test.for([
    { argv: ["master-vew"], says: 'Did you mean "master-view"?' },
    { argv: ["master-view", "sideways"], says: 'There is no action "sideways".' },
    { argv: ["down"], says: "Which module?" },
    { argv: ["master-view", "down", "0"], says: "whole number above 0" },
    { argv: ["master-view", "up", "2"], says: "up takes no number" },
    { argv: ["master-view", "status", "--name", "x"], says: "status does not know --name" },
    { argv: ["master-view", "--yes"], says: "--yes belongs to another action" },
    { argv: ["master-view", "--name", "Add Phone"], says: "add-phone" },
    { argv: ["master-view", "--name", "../x"], says: "cannot name an iteration" },
    { argv: ["master-view", "--allow", "everything"], says: "Hazards are deletes-data" },
    { argv: ["master-view", "--rename", "phone"], says: "--rename accounts.tel=phone" },
  ])("$argv", async ({ argv, says }) => {
    await using project = await ready.copy();
    await project.take("fax");
    const { exit, err } = await project.run(argv);
    expect({ exit, err }).toEqual({ exit: 2, err: expect.stringContaining(says) });
  });
});

async function chainOf(project: PrototypeProject) {
  return (await readIterations(project.path, "master-view", project.path)).iterations;
}
