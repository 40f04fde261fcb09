import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { AppError } from "../../src/model/app-error.ts";
import { catalogToJson, keyOf } from "../../src/postgres/catalog.ts";
import { elaborate } from "../../src/postgres/elaborate.ts";
import { openShadow, Shadow } from "../../src/postgres/shadow.ts";
import { cacheDir } from "../support/cache.ts";
import { TemporaryFolder } from "../support/cli.ts";

const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

const unused = async () =>
  new Shadow(() => {
    throw new Error("PostgreSQL was started.");
  }, []);

test("a Catalog that is known needs no PostgreSQL; a damaged one is made again", async () => {
  await using folder = await TemporaryFolder.create();
  const options = { cacheDir: folder.path };
  const statements = ["CREATE TABLE accounts (id int PRIMARY KEY)", "COMMENT ON TABLE accounts IS 'Größe'"];
  const first = await elaborate(shadow, statements, options);
  const [file = ""] = await readdir(join(folder.path, "catalogs"));

  const second = await elaborate(unused, statements, options);
  expect(catalogToJson(second)).toBe(catalogToJson(first));

  await expect(elaborate(unused, [...statements, "SELECT 1"], options)).rejects.toThrow(
    "PostgreSQL was started.",
  );
  await writeFile(join(folder.path, "catalogs", file), '{"objects": [');
  await expect(elaborate(unused, statements, options)).rejects.toThrow("PostgreSQL was started.");
  expect(catalogToJson(await elaborate(shadow, statements, options))).toBe(catalogToJson(first));
  expect(catalogToJson(await elaborate(unused, statements, options))).toBe(catalogToJson(first));
});

test("a folder that cannot be written only costs time", async () => {
  await using folder = await TemporaryFolder.create();
  await writeFile(join(folder.path, "file"), "");
  const catalog = await elaborate(shadow, ["CREATE SCHEMA a"], { cacheDir: join(folder.path, "file") });
  expect([...catalog.objects.keys()]).toContain(keyOf({ kind: "schema", path: ["a"] }));
});

test("a refused statement is shown with PostgreSQL's words", async () => {
  const error = await elaborate(shadow, [
    "CREATE TABLE accounts (id int)",
    "CREATE VIEW v AS\nSELECT idd FROM accounts",
  ]).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(AppError);
  expect(
    String((error as AppError).message),
  ).toBe(`error[sql/failed]: PostgreSQL refuses a statement: column "idd" does not exist (SQLSTATE 42703)
  --> SQL:2:8
     2 | SELECT idd FROM accounts
       |        ^^^
  help: Perhaps you meant to reference the column "accounts.id".`);
});

test("what the platform brought is left out, what was done to it is not", async () => {
  await using platform = await openShadow({
    cacheDir,
    preamble: ["CREATE SCHEMA auth", "CREATE TABLE auth.users (id int PRIMARY KEY)", "CREATE ROLE anon"],
  });
  const catalog = await elaborate(platform, [
    "CREATE TABLE public.notes (user_id int REFERENCES auth.users)",
    "CREATE TRIGGER t BEFORE UPDATE ON auth.users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "GRANT SELECT ON public.notes TO anon",
  ]);
  expect([...catalog.objects.values()].map(({ id }) => `${id.kind} ${id.path.join(".")}`)).toEqual([
    "column public.notes.user_id",
    "constraint public.notes.notes_user_id_fkey",
    "grant table.public.notes.anon",
    "schema public",
    "table public.notes",
    "trigger auth.users.t",
  ]);
});
