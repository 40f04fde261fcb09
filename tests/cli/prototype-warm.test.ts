import { expect, test, vi } from "vitest";
import { PrototypeProject } from "../prototype/project.ts";

test("with nothing to do, a warm --dry-run and a check of the definitions start no PostgreSQL", async () => {
  await using project = await PrototypeProject.create("accounts");
  expect(await project.run(["master-view", "--name", "accounts"])).toMatchObject({ exit: 0 });

  vi.doMock("@electric-sql/pglite", () => {
    throw new Error("PostgreSQL was started");
  });
  vi.resetModules();
  const { PrototypeProject: Fresh } = await import("../prototype/project.ts");
  const run = Fresh.prototype.run.bind(project);
  const { exit, out } = await run(["master-view", "--dry-run"]);
  expect({ exit, out }).toEqual({
    exit: 0,
    out: "master-view: nothing to do, the iterations record all that is defined.",
  });
  await project.take("locations");
  await expect(run(["master-view", "--dry-run"])).rejects.toThrow(); // so the wire does trip
});
