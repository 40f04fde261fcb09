import { join } from "node:path";
import { expect, test } from "vitest";
import { openPglite } from "../../src/postgres/pglite.ts";
import { PrototypeProject } from "../prototype/project.ts";

test("a prototype's whole life in the embedded database", { timeout: 180_000 }, async () => {
  await using project = await PrototypeProject.create();
  const open = () => openPglite({ dataDir: join(project.path, ".schema/databases/master-view") });
  for (const step of ["accounts", "locations", "phone"] as const) {
    await project.take(step);
    expect(await project.run(["master-view", "--name", step])).toMatchObject({ exit: 0 });
  }
  expect(await project.read(".schema/.gitignore")).toBe("*\n");
  {
    await using db = await open();
    await db.execute("INSERT INTO accounts (id, phone) VALUES (gen_random_uuid(), '123')");
    const refused = await project.run(["up"]);
    expect(refused).toMatchObject({ exit: 3, err: expect.stringContaining("database/in-use") });
  }
  await project.take("fax");
  expect(await project.run(["master-view", "--name", "fax"])).toMatchObject({ exit: 0 });
  expect(await project.run(["master-view", "down", "--allow", "deletes-data"])).toMatchObject({ exit: 0 });
  expect((await project.run(["status"])).out).toBe(
    [
      "master-view: 4 iterations, database lacks 1 iteration: schema prototype master-view up",
      "  0001_accounts",
      "  0002_locations",
      "  0003_phone",
      "  0004_fax  pending",
    ].join("\n"),
  );
  expect(await project.run(["up"])).toMatchObject({ exit: 0, out: "master-view: applied 0004_fax." });
  {
    await using db = await open();
    expect(await db.query("SELECT phone, fax FROM accounts")).toEqual([{ phone: "123", fax: null }]);
  }
  expect(await project.run(["master-view", "reset", "--yes"])).toMatchObject({ exit: 0 });
  expect(await project.run(["status"])).toMatchObject({ exit: 0 });
  await using db = await open();
  expect(await db.query("SELECT phone, fax FROM accounts")).toEqual([]);
});
