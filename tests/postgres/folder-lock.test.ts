import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "../../src/model/app-error.ts";
import { lockFolder } from "../../src/postgres/folder-lock.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "folder-lock-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("of calls at once in one process one gets the lock, the others are told, and nothing is left", async () => {
  // Where the calls meet is chance: many rounds find what one does not.
  for (let round = 0; round < 200; round += 1) {
    const results = await Promise.allSettled(
      [0, round % 4].map(async (later) => {
        await setTimeout(later);
        return lockFolder(join(root, "database"));
      }),
    );
    const held = results.filter((result) => result.status === "fulfilled");
    expect(held).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(AppError);
    for (const { value } of held) await value[Symbol.asyncDispose]();
    expect(await readdir(root)).toEqual([]);
  }
});

test("the lock of a process that died is taken over, by one", async () => {
  const folder = join(root, "left");
  for (let round = 0; round < 50; round += 1) {
    // No process has this id: Linux gives at most 2^22.
    await writeFile(`${folder}.lock`, "99999999");
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));
    const held = results.filter((result) => result.status === "fulfilled");
    expect(held).toHaveLength(1);
    for (const { value } of held) await value[Symbol.asyncDispose]();
    expect(await readdir(root)).toEqual([]);
  }
});
