import { afterAll, expect, test } from "vitest";
import { connectServer } from "../../src/postgres/server.ts";
import { startServer } from "../support/servers.ts";
import { DiffFolder } from "./diff-folder.ts";

const folder = await DiffFolder.create();
afterAll(() => folder[Symbol.asyncDispose]());

const objects = `CREATE TABLE mine (id serial);
CREATE TABLE theirs (id int);
CREATE TABLE old (id int)`;

/** As pg_dump writes it, whoever dumps. */
const dump = `${objects};
CREATE ROLE app;
ALTER TABLE mine OWNER TO app;
REVOKE DELETE ON mine FROM app;
GRANT SELECT ON mine TO postgres;
ALTER TABLE theirs OWNER TO postgres;
GRANT SELECT ON theirs TO app;
ALTER TABLE old OWNER TO postgres;
ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO postgres;`;

test("a role is the same, whether it reads, is named, or both", { timeout: 180_000 }, async () => {
  await using server = await startServer(15);
  const asPostgres = await server.createDatabase("shop");
  await using db = await connectServer(asPostgres);
  await db.execute(dump);
  await db.execute("ALTER ROLE app LOGIN PASSWORD 'app' SUPERUSER; ALTER TABLE old OWNER TO app");
  const asApp = asPostgres.replace(/\/\/[^@]*@/, "//app:app@");
  await folder.write({ "dump.sql": dump.replace("CREATE ROLE app;", ""), "objects.sql": `${objects};` });

  const changesHands = "ALTER TABLE public.old OWNER TO";
  const shown = await folder.diff(asPostgres, "dump.sql", "--allow", "changes-access");
  expect(shown).toMatchObject({ exit: 0, out: expect.stringContaining(`${changesHands} CURRENT_USER;`) });
  expect(shown.out.match(/OWNER TO/g)).toHaveLength(1);
  const fromApp = await folder.diff(asApp, "dump.sql", "--allow", "changes-access");
  expect(fromApp).toMatchObject({ exit: 0, out: expect.stringContaining(`${changesHands} postgres;`) });
  expect(fromApp.out.match(/^ *(ALTER|GRANT|REVOKE).*$/gm)).toEqual([`${changesHands} postgres;`]);

  const grants = ["SELECT ON TABLE public.mine", "SELECT ON TABLE public.theirs"];
  const without = await folder.diff("objects.sql", asPostgres, "--no-owners");
  expect(without.out).not.toContain("OWNER TO");
  for (const grant of grants) expect(without.out).toContain(grant);
});
