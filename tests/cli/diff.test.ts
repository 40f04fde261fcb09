import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { copyExample, runCli } from "../support/cli.ts";
import { DiffFolder } from "./diff-folder.ts";

const folder = await DiffFolder.create();
afterAll(() => folder[Symbol.asyncDispose]());

const accounts = "CREATE TABLE accounts (id int PRIMARY KEY, tel text);";
await folder.write({
  "accounts.sql": accounts,
  "phone.sql": accounts.replace("tel", "phone"),
  "stricter.sql": accounts.replace("tel text", "tel text NOT NULL"),
  "newer.sql": `CREATE TABLE accounts (id int PRIMARY KEY, tel text, twice int GENERATED ALWAYS AS (id * 2) VIRTUAL,
    CONSTRAINT once UNIQUE NULLS NOT DISTINCT (tel)); CREATE VIEW ids WITH (security_invoker) AS SELECT id FROM accounts;`,
  "without.sql": "CREATE TABLE accounts (id int PRIMARY KEY);",
  "longer.sql": `${accounts}\nCREATE INDEX ON accounts (tel);\nGRANT SELECT ON accounts TO reader;`,
  "wrong-order/a.sql": "CREATE VIEW ids AS SELECT id FROM accounts;",
  "wrong-order/b.sql": accounts,
  "typed.sql": "CREATE TYPE pair AS (a int, b text);\nCREATE TABLE pairs OF pair;",
  "typed-between.sql": "CREATE TYPE pair AS (a int, between_them int, b text);\nCREATE TABLE pairs OF pair;",
  "syntax.sql": "SELECT 1;\nCREATE TABEL accounts ();\n",
  "shell.sql": `${accounts}\nCREATE TYPE odd;`,
  "enum.sql": `CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE people (id int, mood mood);`,
  "more-enum.sql":
    "CREATE TYPE mood AS ENUM ('sad', 'glad');\nCREATE TABLE people (id int, mood mood DEFAULT 'glad');",
  "crm-tables.sql": "CREATE SCHEMA crm; CREATE TABLE crm.account (tel text);",
  "crm-renamed.sql": "CREATE SCHEMA crm; CREATE TABLE crm.accounts (phone text);",
  "schemas.sql": `CREATE SCHEMA crm; CREATE SCHEMA audit;
    CREATE TABLE crm.accounts (id int PRIMARY KEY, tel text); CREATE TABLE crm.tmp_1 (id serial);
    CREATE TABLE audit.log (id int); COMMENT ON TABLE audit.log IS 'all of it'; ${accounts}`,
  "needs.sql": `CREATE SCHEMA crm; ${accounts} CREATE TABLE crm.orders (account int REFERENCES accounts);`,
});

test("the SQL alone on stdout, in transactions, with timeouts and measured locks", async () => {
  const { exit, out, err } = await folder.diff("accounts.sql", "longer.sql", "--allow", "changes-access");
  expect({ exit, out }).toEqual({
    exit: 0,
    out: `BEGIN;

SET LOCAL lock_timeout = '3s';
SET LOCAL statement_timeout = '30s';

-- changes-access: What reader may do on accounts changes.
-- locks accounts: AccessShareLock
GRANT SELECT ON TABLE public.accounts TO reader;

COMMIT;

SET lock_timeout = 0;
SET statement_timeout = 0;

-- scans-table: Every row of accounts is read.
-- locks accounts: ShareUpdateExclusiveLock
CREATE INDEX CONCURRENTLY accounts_tel_idx ON public.accounts USING btree (tel);

RESET lock_timeout;
RESET statement_timeout;

BEGIN;

SET LOCAL lock_timeout = '3s';
SET LOCAL statement_timeout = '30s';

DO $do$
BEGIN
  IF NOT (SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'public.accounts_tel_idx'::regclass) THEN
    RAISE EXCEPTION USING MESSAGE = 'Index public.accounts_tel_idx is not valid. Take it away with DROP INDEX CONCURRENTLY, then build it again.';
  END IF;
END $do$;

COMMIT;`,
  });
  expect(err).toContain("taken to exist: reader");
  expect(err).toContain("Proven on generated rows");
});

test("--offline: all in one transaction", async () => {
  const consent = ["--allow", "blocks-writes,changes-access"];
  const { exit, out } = await folder.diff("accounts.sql", "longer.sql", "--offline", ...consent);
  expect({ exit, out }).toEqual({
    exit: 0,
    out: `BEGIN;

SET LOCAL lock_timeout = '3s';
SET LOCAL statement_timeout = 0;

-- blocks-writes: Nobody can write to accounts while the index is built.
-- scans-table: Every row of accounts is read.
-- locks accounts: ShareLock
CREATE INDEX accounts_tel_idx ON public.accounts USING btree (tel);

SET LOCAL statement_timeout = '30s';

-- changes-access: What reader may do on accounts changes.
-- locks accounts: AccessShareLock
GRANT SELECT ON TABLE public.accounts TO reader;

COMMIT;`,
  });
  const values = await folder.diff("enum.sql", "more-enum.sql", "--offline");
  expect(values.out.match(/BEGIN;/g)).toHaveLength(1);
  expect(values.out).not.toContain("ADD VALUE");
});

test("--target-version: nothing newer is used, and what needs it is named", async () => {
  const online = await folder.diff("accounts.sql", "stricter.sql", "--target-version", "17");
  expect(online).toMatchObject({
    exit: 0,
    out: expect.stringContaining("CHECK (tel IS NOT NULL) NOT VALID"),
  });
  const newest = await folder.diff("accounts.sql", "stricter.sql");
  expect(newest).toMatchObject({ exit: 0, out: expect.stringContaining("NOT NULL tel NOT VALID") });
  const newer = await folder.diff("accounts.sql", "newer.sql", "--target-version", "14");
  expect(newer).toMatchObject({ exit: 1, out: expect.stringContaining("NULLS NOT DISTINCT") });
  for (const text of [
    "The constraint accounts.once needs PostgreSQL 15 (NULLS NOT DISTINCT), and the plan is for PostgreSQL 14.",
    "The column accounts.twice needs PostgreSQL 18 (virtual generated columns)",
    "The view ids needs PostgreSQL 15 (security_invoker)",
  ])
    expect(newer.err).toContain(text);
  expect(await folder.diff("accounts.sql", "newer.sql", "--target-version", "18")).toMatchObject({ exit: 0 });
});

test("what no transaction can hold stands between them", async () => {
  const { exit, out } = await folder.diff("enum.sql", "more-enum.sql");
  expect(exit).toBe(0);
  const [outside = "", inside = ""] = out.split("BEGIN;");
  expect(outside).toContain("ALTER TYPE public.mood ADD VALUE 'glad'");
  expect(inside).toContain("ALTER TABLE public.people ALTER COLUMN mood SET DEFAULT 'glad'");
  expect(inside).toMatch(/COMMIT;$/);
});

test("no difference: nothing on stdout, whatever the order of the files", async () => {
  await folder.write({ "order.sql": `${accounts}\nCREATE VIEW ids AS SELECT id FROM accounts;` });
  for (const more of [[], ["--exit-code"], ["--summary"]]) {
    expect(await folder.diff("wrong-order", "order.sql", ...more)).toEqual({
      exit: 0,
      out: "",
      err: "No difference.",
    });
  }
});

test("--summary, and --exit-code tells of a difference", async () => {
  const summary = await folder.diff("empty", "accounts.sql", "--summary", "--exit-code");
  expect(summary).toMatchObject({ exit: 1, out: "create table accounts\n\n1 change, 1 statement." });
  expect(await folder.diff("empty", "accounts.sql", "--summary")).toMatchObject({ exit: 0 });
});

test("--json", async () => {
  const { exit, out } = await folder.diff("accounts.sql", "without.sql", "--json");
  expect(exit).toBe(1);
  const column = { change: "drop column accounts.tel", phase: "contract", transactional: true };
  expect(JSON.parse(out)).toEqual({
    version: 1,
    ok: false,
    different: true,
    proved: true,
    changes: [column.change],
    statements: [
      {
        ...column,
        sql: "ALTER TABLE public.accounts DROP COLUMN tel",
        transaction: 1,
        timeouts: { lock: 3000, statement: 30000 },
        hazards: [{ kind: "deletes-data", message: "All values of accounts.tel are lost." }],
        measured: { locks: { accounts: "AccessExclusiveLock" }, rewrites: [], scans: [] },
      },
    ],
    reverse: [
      expect.objectContaining({
        change: "create column accounts.tel",
        sql: expect.stringContaining("ADD COLUMN tel text"),
      }),
    ],
    findings: [expect.objectContaining({ code: "plan/deletes-data" })],
  });
});

test("a plan that deletes data is printed, marked, and exits 1 until that is allowed", async () => {
  const refused = await folder.diff("accounts.sql", "without.sql");
  expect(refused).toMatchObject({
    exit: 1,
    out: expect.stringContaining("-- deletes-data: All values of accounts.tel are lost."),
    err: expect.stringContaining("add --allow deletes-data"),
  });
  const allowed = await folder.diff("accounts.sql", "without.sql", "--allow", "deletes-data");
  expect(allowed).toMatchObject({ exit: 0, out: refused.out });
});

test("--no-prove shows the plan as it is, without locks", async () => {
  const { exit, out, err } = await folder.diff("accounts.sql", "longer.sql", "--no-prove");
  expect(exit).toBe(1); // without consent to changes-access
  expect(out).not.toContain("-- locks");
  expect(err).not.toContain("Proven");
});

test("a rename is asked, answered by flags or by a person", async () => {
  const open = await folder.diff("accounts.sql", "phone.sql");
  expect(open).toMatchObject({ exit: 1, out: "" });
  expect(open.err).toContain("Is accounts.tel gone, or was it renamed to phone?");
  expect(open.err).not.toContain("was:");
  const rename = "ALTER TABLE public.accounts RENAME COLUMN tel TO phone";
  const flag = await folder.diff("accounts.sql", "phone.sql", "--rename", "accounts.tel=phone");
  expect(flag).toMatchObject({ exit: 0, out: expect.stringContaining(rename) });
  const argv = ["diff", "--from", "accounts.sql", "--to", "phone.sql"];
  const options = { cwd: folder.path, env: folder.env };
  expect(await runCli(argv, { ...options, answers: ["renamed to phone, data stays"] })).toMatchObject({
    exit: 0,
    out: flag.out,
  });
  const dropped = ["--drop", "accounts.tel", "--allow", "deletes-data"];
  expect(await folder.diff("accounts.sql", "phone.sql", ...dropped)).toMatchObject({
    exit: 0,
    out: expect.stringContaining("DROP COLUMN tel"),
  });
});

test("renames of a table in a schema and of its column", async () => {
  const renames = ["--rename", "crm.account=accounts", "--rename", "crm.account.tel=phone"];
  const { exit, out, err } = await folder.diff("crm-tables.sql", "crm-renamed.sql", ...renames);
  expect({ exit, err }).toMatchObject({ exit: 0 });
  expect(out).toContain("ALTER TABLE crm.account RENAME TO accounts;");
  expect(out).toContain("RENAME COLUMN tel TO phone;");
});

test("a summary tells comments, grants and what is made anew by what they are about", async () => {
  await folder.write({
    "view.sql": `${accounts} CREATE VIEW clients AS SELECT * FROM accounts;`,
    "told.sql": `${accounts} CREATE VIEW clients AS SELECT 1 AS one; COMMENT ON TABLE accounts IS 'Ours';
      GRANT SELECT ON clients TO PUBLIC;`,
  });
  const { out } = await folder.diff("view.sql", "told.sql", "--summary", "--no-prove");
  expect(out).toContain(
    "replace view clients\n  breaks-clients: Programs that need view clients as it was stop working.\n",
  );
  expect(out).toContain("create comment on table accounts\n");
  expect(out).toContain("create grant on view clients to PUBLIC\n");
});

test("owners are compared, unless --no-owners says otherwise", async () => {
  await folder.write({
    "owned.sql": `${accounts}\nALTER TABLE accounts OWNER TO clerk; REVOKE DELETE ON accounts FROM clerk;`,
    "usual.sql": `${accounts}\nREVOKE DELETE ON accounts FROM CURRENT_USER;`,
  });
  const given = await folder.diff("usual.sql", "owned.sql", "--allow", "changes-access");
  expect(given.exit).toBe(0);
  expect(given.out).toContain(
    "-- changes-access: accounts changes hands, and with it who may do anything to it.",
  );
  expect(given.out).toContain("ALTER TABLE public.accounts OWNER TO clerk;");
  const back = await folder.diff("owned.sql", "usual.sql", "--allow", "changes-access");
  expect(back).toMatchObject({ exit: 0, out: expect.stringContaining("OWNER TO CURRENT_USER;") });
  const without = await folder.diff("usual.sql", "owned.sql", "--no-owners", "--exit-code");
  expect(without).toMatchObject({ exit: 0, out: "" });
});

test("an object that is not handled is named: exit 1, with the rest of the plan", async () => {
  const result = await folder.diff("without.sql", "shell.sql");
  expect(result).toMatchObject({ exit: 1, out: expect.stringContaining("ADD COLUMN tel text") });
  expect(result.err).toContain("The plan leaves out type public.odd");
  const without = await folder.diff("without.sql", "shell.sql", "--exclude", "accounts");
  expect(without).toMatchObject({ exit: 1 }); // the pattern means a schema
  const excluded = await folder.diff("without.sql", "shell.sql", "--exclude", "public.accounts,public.odd");
  expect(excluded).toMatchObject({ exit: 0, out: "" });
});

test.for([
  { flags: ["--schemas", "crm"], tables: ["crm.accounts", "crm.tmp_1"] },
  { flags: ["--schemas", "crm,aud*"], tables: ["audit.log", "crm.accounts", "crm.tmp_1"] },
  { flags: ["--exclude", "audit,crm.tmp_*"], tables: ["crm.accounts", "public.accounts"] },
  { flags: ["--exclude", "audit", "--exclude", "crm.tmp_1"], tables: ["crm.accounts", "public.accounts"] },
  { flags: ["--schemas", "public"], tables: ["public.accounts"] },
])("filtered by $flags", async ({ flags, tables }) => {
  const { exit, out } = await folder.diff("empty", "schemas.sql", ...flags);
  expect(exit).toBe(0);
  expect([...out.matchAll(/CREATE TABLE (\S+)/g)].map(([, table]) => table).sort()).toEqual(tables);
  expect(out.includes("audit")).toBe(tables.includes("audit.log"));
});

test("a side that is left empty", async () => {
  for (const [from, to] of [
    ["", "empty"],
    ["empty", " "],
  ] as const) {
    const { exit, out, err } = await folder.diff(from, to);
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toContain("--from or --to is left empty.");
  }
  folder.env.BLANK = "  ";
  const { exit, err } = await folder.diff("env:BLANK", "empty");
  expect(exit).toBe(3);
  expect(err).toContain("The environment variable BLANK, which should hold a database's URL, is empty.");
});

test("an attribute between others of a type that a table is OF", async () => {
  const { exit, out, err } = await folder.diff("typed.sql", "typed-between.sql");
  expect({ exit, out }).toEqual({ exit: 1, out: "" });
  expect(err).toContain("error[engine/typed-table-order]: The table pairs cannot be OF pair");
  expect(err).toContain("Have new attributes at the end of pair, or make pairs without OF.");
});

test("--schemas that neither side has", async () => {
  const result = await folder.diff("empty", "schemas.sql", "--schemas", "public,crn");
  expect(result).toMatchObject({ exit: 1, out: "" });
  expect(result.err).toContain("error[plan/unknown-schema]: Neither side has a schema crn.");
  expect(result.err).toContain("Did you mean crm?");
});

test("--exclude that fits nothing is told, and changes nothing", async () => {
  const plain = await folder.diff("empty", "schemas.sql");
  const excluded = await folder.diff("empty", "schemas.sql", "--exclude", "log,crm.tmp_*");
  expect(excluded.exit).toBe(plain.exit);
  expect(excluded.out).not.toContain("tmp_1");
  expect(excluded.err).toContain("warning[plan/excludes-nothing]: --exclude log leaves nothing out.");
  expect(excluded.err).not.toContain("--exclude crm.tmp_*");
});

test("what is left out and needed is a finding", async () => {
  const result = await folder.diff("empty", "needs.sql", "--schemas", "crm");
  expect(result).toMatchObject({ exit: 1, out: "" });
  expect(result.err).toContain("error[plan/filtered-out]: table accounts is left out and needed by");
  expect(result.err).toContain("constraint crm.orders.orders_account_fkey");
});

test("each object that is left out and needed is told once, with the first that need it", async () => {
  const orders = [1, 2, 3, 4, 5, 6, 7].map(
    (i) => `CREATE TABLE crm.o${i} (account int CONSTRAINT k REFERENCES crm.accounts);`,
  );
  await folder.write({
    "many.sql": `CREATE SCHEMA crm; CREATE TABLE crm.accounts (id int PRIMARY KEY);${orders.join("")}`,
  });
  const { exit, out, err } = await folder.diff("empty", "many.sql", "--exclude", "crm.accounts");
  expect({ exit, out, errors: err.match(/error\[/g) }).toEqual({ exit: 1, out: "", errors: ["error["] });
  expect(err).toContain(
    "error[plan/filtered-out]: table crm.accounts is left out and needed by constraint crm.o1.k, " +
      "constraint crm.o2.k, constraint crm.o3.k, constraint crm.o4.k, constraint crm.o5.k and 2 more.",
  );
});

test.for([
  {
    flags: ["--drop", "accounts.tle", "--allow", "deletes-data"],
    exit: 0,
    says: "warning[plan/unknown-drop]: There is no table or column accounts.tle that --drop could mean.\n  help: Did you mean accounts.tel?",
  },
  {
    flags: ["--drop", "accounts", "--allow", "deletes-data"],
    exit: 2,
    says: "error[plan/useless-drop]: --drop accounts drops nothing: both sides have it.",
  },
  {
    flags: ["--rename", "accounts.tle=phone", "--allow", "deletes-data"],
    exit: 2,
    says: "There is nothing to rename like accounts.tle=phone.\n  help: Did you mean accounts.tel?",
  },
  {
    flags: ["--rename", "accounts.tle=id", "--allow", "deletes-data"],
    exit: 0,
    says: "info[plan/renamed-before]: accounts.tle is not there and id is: it counts as renamed already.\n  help: If that is not so, did you mean accounts.tel?",
  },
])("$flags with a name that is written wrong", async ({ flags, exit, says }) => {
  expect(await folder.diff("accounts.sql", "without.sql", ...flags)).toMatchObject({
    exit,
    err: expect.stringContaining(says),
  });
});

test("--drop names a table or column with or without its schema", async () => {
  for (const name of ["accounts.tel", "public.accounts.tel"]) {
    const flags = ["--drop", name, "--allow", "deletes-data"];
    expect(await folder.diff("accounts.sql", "phone.sql", ...flags)).toMatchObject({
      exit: 0,
      out: expect.stringContaining("DROP COLUMN tel"),
    });
  }
});

test.for([
  { from: "postgres://someone:secret@127.0.0.1:1/app", exit: 3, says: "Cannot connect to database" },
  { from: "mysql://someone:secret@127.0.0.1/app", exit: 3, says: "not a PostgreSQL URL" },
  { from: "someone:secret@127.0.0.1/app", exit: 3, says: "not a PostgreSQL URL" },
  { from: "host=here password=secret", exit: 3, says: "not a PostgreSQL URL" },
  { from: "env:NOT_SET", exit: 3, says: "environment variable NOT_SET" },
  { from: "missing.sql", exit: 3, says: "There is no file or folder missing.sql." },
  { from: ".cache/nothing", exit: 3, says: "There is no file or folder .cache/nothing." },
  { from: "emtpy", exit: 2, says: 'Did you mean "empty"?' },
  { from: "producton", exit: 2, says: 'Did you mean "production"?' },
  { from: "prototyp:crm", exit: 2, says: 'Did you mean "prototype:<module>"?' },
  { from: "prototype", exit: 2, says: 'Did you mean "prototype:<module>"?' },
  { from: "prototype:crm", exit: 3, says: "error[cli/no-project]" },
  { from: "production", exit: 3, says: "error[cli/no-project]" },
  { from: "syntax.sql", exit: 1, says: "  --> syntax.sql:2:8\n     2 | CREATE TABEL accounts ();\n" },
])("bad input: $from", async ({ from, exit, says }) => {
  const result = await folder.diff(from, "empty");
  expect(result).toMatchObject({ exit, out: "", err: expect.stringContaining(says) });
  const asJson = await folder.diff(from, "empty", "--json");
  expect(JSON.parse(asJson.out)).toMatchObject({ version: 1, ok: false });
  expect(result.err + asJson.out + asJson.err).not.toContain("secret");
});

test.for([
  { more: [], says: "required option '--from <side>' not specified" },
  {
    more: ["--from", "empty", "--to", "empty", "--allow", "everything"],
    says: "nothing that can be allowed",
  },
  { more: ["--from", "accounts.sql", "--to", "accounts.sql", "--rename", "x"], says: "is no rename" },
  { more: ["--from", "empty", "--to", "empty", "--online", "--offline"], says: "cannot be used with option" },
  { more: ["--from", "empty", "--to", "empty", "--target-version", "13"], says: "a number from 14 to 18" },
  {
    more: ["--from", "accounts.sql", "--to", "phone.sql", "--rename", "a=b"],
    says: "nothing to rename like",
  },
])("wrong usage: $more", async ({ more, says }) => {
  const result = await runCli(["diff", ...more], { cwd: folder.path, env: folder.env });
  expect(result).toMatchObject({ exit: 2, out: "", err: expect.stringContaining(says) });
});

test("stages of a project", { timeout: 180_000 }, async () => {
  await using project = await copyExample("crm");
  const run = (...argv: readonly string[]) => runCli(["diff", ...argv], { cwd: folder.path });
  const dir = ["--dir", project.path];
  const schema = join(project.path, "production/schema.sql");
  const same = await run("--from", "production", "--to", schema, ...dir);
  expect(same).toEqual({ exit: 0, out: "", err: "No difference." });

  const iterations = join(project.path, "modules/master-view/iterations");
  const first = await run("--from", "empty", "--to", "prototype:master-view", "--summary", ...dir);
  expect(first).toMatchObject({ exit: 0, out: expect.stringContaining("create table accounts") });
  await rm(iterations, { recursive: true });
  expect(await run("--from", "empty", "--to", "prototype:master-view", ...dir)).toMatchObject({
    exit: 0,
    out: "",
    err: expect.stringContaining("Nothing is recorded for prototype:master-view"),
  });
  expect(await run("--from", "empty", "--to", "prototype:mastr-view", ...dir)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('Did you mean "master-view"?'),
  });
});
