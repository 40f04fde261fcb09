import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { writeFileAtomically } from "../../src/cli/files.ts";
import { readProjectFromFiles } from "../../src/model/read-project.ts";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { hardenProject } from "../../src/production/harden-project.ts";
import { cacheDir } from "../support/cache.ts";
import { runCli, TemporaryFolder } from "../support/cli.ts";
import { type Server, startServer } from "../support/servers.ts";
import { ann, billing, crm, files, hostile, wrong } from "./carry/shop.ts";

interface Answer {
  readonly ok: boolean;
  readonly tables: readonly (Counts & { readonly table: string; readonly module: string })[];
  readonly aside: readonly { readonly reason: string; readonly rows: number }[];
  readonly homeless: readonly { readonly columns: readonly string[]; readonly rows: number }[];
  readonly filled: readonly { readonly column: string; readonly rows: number }[];
}

interface Counts {
  readonly read: number;
  readonly carried: number;
  readonly merged: number;
  readonly present: number;
  readonly aside: number;
}

/** SQL that makes the shop's production schema. */
function production(): string {
  const { project } = readProjectFromFiles("/", new Map(Object.entries(files)));
  if (project === undefined) throw new Error("The shop cannot be read.");
  const { hardened, findings } = hardenProject(project);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  return hardened.statements.map((sql) => `${sql};\n`).join("");
}

function sumOf({ tables }: Answer): Counts {
  const sum = (pick: (one: Counts) => number) => tables.reduce((all, one) => all + pick(one), 0);
  return {
    read: sum(({ read }) => read),
    carried: sum(({ carried }) => carried),
    merged: sum(({ merged }) => merged),
    present: sum(({ present }) => present),
    aside: sum(({ aside }) => aside),
  };
}

describe("rows of prototypes are carried into production", () => {
  let folder: TemporaryFolder;
  let server: Server;
  let owner: (database: string) => string;
  const databases = { crm, billing, target: production() };
  let number = 0;
  beforeAll(async () => {
    folder = await TemporaryFolder.create();
    for (const [path, text] of Object.entries(files))
      await writeFileAtomically(join(folder.path, path), text);
    server = await startServer(15);
    await onServer("postgres", (db) =>
      db.execute("CREATE ROLE keeper LOGIN CREATEROLE PASSWORD 'secret-password'"),
    );
    owner = (database) => server.url(database).replace(/\/\/[^@]*@/, "//keeper:secret-password@");
    for (const [name, sql] of Object.entries(databases)) {
      await server.createDatabase(name);
      await onServer("postgres", (db) => db.execute(`ALTER DATABASE ${name} OWNER TO keeper`));
      await onServer(name, (db) => db.execute(sql), owner);
    }
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    number++;
    for (const name of Object.keys(databases))
      await onServer("postgres", (db) =>
        db.execute(`CREATE DATABASE ${name}${number} TEMPLATE ${name} OWNER keeper`),
      );
  });

  async function onServer<T>(
    name: string,
    work: (db: Connection) => Promise<T>,
    url: (database: string) => string = (database) => server.url(database),
  ): Promise<T> {
    await using db = await connectServer(url(name));
    return await work(db);
  }

  /** Everything that production has, and what is beside it. */
  const inTarget = (sql: string) =>
    onServer(`target${number}`, (db) => db.query<Record<string, unknown>>(sql));
  const change = (name: string, sql: string) => onServer(`${name}${number}`, (db) => db.execute(sql));

  const run = (...flags: readonly string[]) =>
    runCli(
      [
        "harden",
        "--from",
        "crm=env:CRM",
        "--from",
        "billing=env:BILLING",
        "--carry-to",
        "env:TARGET",
        ...flags,
      ],
      {
        cwd: folder.path,
        env: {
          CRM: owner(`crm${number}`),
          BILLING: owner(`billing${number}`),
          TARGET: owner(`target${number}`),
        },
      },
    );

  async function carry(...flags: readonly string[]): Promise<Answer & { readonly exit: number }> {
    const { exit, out, err } = await run("--as", ann, "--yes", "--json", ...flags);
    expect(out, err).not.toBe("");
    const answer: Answer = JSON.parse(out);
    const { read, ...others } = sumOf(answer);
    expect(Object.values(others).reduce((all, one) => all + one)).toBe(read);
    return { exit, ...answer };
  }

  test("as they were: times, versions, codes, states, marks, what they refer to", async () => {
    const { exit, aside, homeless, ...answer } = await carry();
    expect({ exit, aside, homeless }).toMatchObject({
      exit: 1,
      aside: [{ module: "crm", table: "sketches", reason: "production has no such table", rows: 1 }],
      homeless: [{ module: "crm", table: "accounts", columns: [hostile], rows: 1 }],
    });
    expect(sumOf({ exit, aside, homeless, ...answer } as Answer)).toEqual({
      read: 13,
      carried: 9,
      merged: 3,
      present: 0,
      aside: 1,
    });
    expect(
      await inTarget(
        `SELECT right(id::text, 1) AS id, number, phone, status, balance, settings->>'language' AS language, right(parent_id::text, 1) AS parent,
          main_note_id AS note, notes, CASE WHEN created_at < '2025-01-01' THEN created_at::date::text ELSE 'now' END AS made, right(created_by::text, 1) AS by, version, deleted_at::date::text AS deleted
        FROM accounts ORDER BY 1`,
      ),
    ).toMatchInlineSnapshot(`
      [
        {
          "balance": "10.50",
          "by": "1",
          "deleted": null,
          "id": "1",
          "language": "de",
          "made": "2020-12-31",
          "note": 7,
          "notes": 2,
          "number": "A1",
          "parent": "2",
          "phone": "1",
          "status": "Active",
          "version": 3,
        },
        {
          "balance": null,
          "by": "1",
          "deleted": "2022-01-01",
          "id": "2",
          "language": null,
          "made": "2021-02-01",
          "note": null,
          "notes": 0,
          "number": "A2",
          "parent": "1",
          "phone": "22",
          "status": "Closed",
          "version": 1,
        },
        {
          "balance": null,
          "by": "1",
          "deleted": null,
          "id": "3",
          "language": null,
          "made": "now",
          "note": null,
          "notes": 0,
          "number": "A3",
          "parent": null,
          "phone": "3",
          "status": "Active",
          "version": 1,
        },
      ]
    `);
    expect(
      await inTarget(
        "SELECT email, name, created_at AT TIME ZONE 'UTC' < '2020-01-02' AS old FROM users ORDER BY 1",
      ),
    ).toEqual([
      { email: "ann@shop", name: "Ann", old: true },
      { email: "bob@shop", name: "Bob", old: false },
    ]);
    expect(await inTarget("SELECT id, code, text FROM notes ORDER BY id")).toEqual([
      { id: 7, code: "N000041", text: "tab\there \\ and\na line" },
      { id: 8, code: expect.stringMatching(/^N\d{6}$/), text: "no code" },
    ]);
    expect(await inTarget("SELECT status, amount FROM orders ORDER BY id")).toEqual([
      { status: "Sent", amount: "19.90" },
      { status: "Draft", amount: "0.00" },
    ]);
    expect(
      await inTarget(
        'SELECT module, table_name, "row", carried, reason FROM schema_quarantine.rows ORDER BY id',
      ),
    ).toMatchInlineSnapshot(`
      [
        {
          "carried": true,
          "module": "crm",
          "reason": "production has no field for fa'x" y",
          "row": {
            "balance": null,
            "created_at": "2021-02-01 00:00:00+00",
            "deleted_at": "2022-01-01 00:00:00+00",
            "fa'x" y": "fax-two",
            "id": "00000000-0000-0000-0000-000000000002",
            "main_note_id": null,
            "number": "A2",
            "owner_id": "00000000-0000-0000-0000-000000000002",
            "parent_id": "00000000-0000-0000-0000-000000000001",
            "settings": null,
            "status": "Closed",
            "tel": null,
            "version": null,
          },
          "table_name": "accounts",
        },
        {
          "carried": false,
          "module": "crm",
          "reason": "production has no such table",
          "row": {
            "id": "1",
            "line": "secret-sketch",
          },
          "table_name": "sketches",
        },
      ]
    `);
  });

  test("once in the audit log, by the one who carries; what is new then is held to everything", async () => {
    const guards = `SELECT tgrelid::regclass::text AS "table", tgname::text AS name, tgenabled::text AS enabled FROM pg_trigger
      UNION ALL SELECT relname::text, 'row security', relforcerowsecurity::text FROM pg_class
      WHERE relnamespace = 'public'::regnamespace ORDER BY 1, 2`;
    const before = await inTarget(guards);
    await carry();
    expect(await inTarget(guards)).toEqual(before);
    const log = await inTarget(
      "SELECT operation, table_name, count(*)::integer AS rows FROM audit.log WHERE actor LIKE '%01' GROUP BY 1, 2 ORDER BY 1, 2",
    );
    expect(log).toEqual([
      { operation: "INSERT", table_name: "public.accounts", rows: 3 },
      { operation: "INSERT", table_name: "public.notes", rows: 2 },
      { operation: "INSERT", table_name: "public.orders", rows: 2 },
      { operation: "INSERT", table_name: "public.users", rows: 2 },
      // Its notes were counted.
      { operation: "UPDATE", table_name: "public.accounts", rows: 1 },
    ]);
    await expect(
      inTarget(
        "INSERT INTO orders (status, amount, account_id, created_by) SELECT 'Sent', 1, id, owner_id FROM accounts LIMIT 1",
      ),
    ).rejects.toThrow("A new row of orders cannot have the status Sent");
    expect(
      await inTarget(
        "INSERT INTO notes (text, account_id, created_by) SELECT 'next', id, owner_id FROM accounts LIMIT 1 RETURNING id, code",
      ),
    ).toEqual([{ id: 9, code: "N000042" }]);
  });

  test("nothing twice, and nothing of production is changed", async () => {
    await carry();
    await change("target", "UPDATE accounts SET phone = 'changed' WHERE number = 'A3'");
    const rows = `SELECT (SELECT json_agg(a ORDER BY id) FROM accounts a)::text AS accounts, (SELECT count(*) FROM notes)::integer AS notes,
      (SELECT count(*) FROM audit.log)::integer AS log`;
    const before = await inTarget(rows);
    const again = await carry();
    expect(await inTarget(rows)).toEqual(before);
    expect(sumOf(again)).toEqual({ read: 13, carried: 0, merged: 3, present: 8, aside: 2 });
    expect(again.aside).toContainEqual(
      expect.objectContaining({ reason: "production has a row with this key and other values", rows: 1 }),
    );
    await carry();
    expect(await inTarget("SELECT count(*)::integer AS rows FROM schema_quarantine.rows")).toEqual([
      { rows: 3 },
    ]);
  });

  test("rows that it refuses are put aside, each with its reason, and all that refer to them", async () => {
    await change("crm", wrong.crm);
    await change("billing", wrong.billing);
    const { exit, out } = await run("--as", ann, "--yes");
    expect(exit).toBe(1);
    expect(out).not.toContain("secret");
    await expect(
      `${out.replaceAll(`target${number}`, "target").replaceAll(/port \d+/g, "port 1")}\n`,
    ).toMatchFileSnapshot("carry/wrong.txt");
    expect(await inTarget("SELECT number FROM accounts ORDER BY 1")).toEqual([{ number: "A3" }]);
  });

  test("and are carried where a value is given, or a module preferred", async () => {
    await change("crm", wrong.crm);
    await change("billing", wrong.billing);
    const first = await carry();
    const given = ["number=A4", `owner_id=${ann}`, "phone=0"].flatMap((one) => ["--fill", `accounts.${one}`]);
    const second = await carry(...given, "--prefer", "crm");
    expect(second.filled).toMatchObject([
      { column: "number", rows: 1 },
      { column: "owner_id", rows: 1 },
      // Of the new rows nobody says one; A2's is billing's.
      { column: "phone", rows: 6 },
    ]);
    expect(sumOf(second).read).toBe(sumOf(first).read);
    expect(await inTarget("SELECT number, phone FROM accounts ORDER BY 1")).toEqual([
      { number: "A1", phone: "1" },
      { number: "A2", phone: "22" },
      { number: "A3", phone: "3" },
      { number: "A4", phone: "0" },
    ]);
  });

  test("what they hold under former and folded names is counted before", async () => {
    await change("billing", wrong.billing);
    const { out } = await runCli(["harden", "--from", "billing=env:BILLING", "--json"], {
      cwd: folder.path,
      env: { BILLING: owner(`billing${number}`) },
    });
    const { counts }: { counts: readonly { readonly constraint: string; readonly rows?: number }[] } =
      JSON.parse(out);
    expect(counts.find(({ constraint }) => constraint === "accounts_phone_check")).toMatchObject({ rows: 1 });
  });

  test("all, or none: a dry run and one that stops leave nothing", async () => {
    const rows = `SELECT (SELECT count(*) FROM accounts)::integer AS accounts, (SELECT count(*) FROM audit.log)::integer AS log,
      to_regnamespace('schema_quarantine')::text AS aside, (SELECT last_value FROM notes_id_seq)::integer AS last`;
    const nothing = [{ accounts: 0, log: 0, aside: null, last: 1 }];
    expect(await carry("--dry-run")).toMatchObject({ exit: 1, dryRun: true });
    expect(await inTarget(rows)).toEqual(nothing);
    await change(
      "target",
      `CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'Not today.' USING ERRCODE = '55000'; END $$;
      CREATE TRIGGER stop AFTER INSERT ON orders FOR EACH STATEMENT EXECUTE FUNCTION stop()`,
    );
    const stopped = await run("--as", ann, "--yes");
    expect(stopped).toMatchObject({ exit: 1, out: "", err: expect.stringContaining("carry/refused") });
    expect(await inTarget(rows)).toEqual(nothing);
    await change(
      "target",
      `CREATE FUNCTION keep_out() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      DROP TRIGGER stop ON orders; CREATE TRIGGER keep_out BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION keep_out()`,
    );
    expect(await run("--as", ann, "--yes")).toMatchObject({
      exit: 1,
      err: expect.stringContaining("carry/left-out"),
    });
    expect(await inTarget(rows)).toEqual(nothing);
  });

  test("what is asked wrongly is told, without passwords", async () => {
    const told = async (...flags: readonly string[]) => {
      const { exit, err } = await run("--yes", ...flags);
      expect(err).not.toContain("secret");
      return [exit, /\[(.+?)\]/.exec(err)?.[1], err];
    };
    expect(await told("--fill", "accounts.nummer=1")).toEqual([
      1,
      "carry/fill",
      expect.stringContaining("accounts.nummer"),
    ]);
    expect(await told("--fill", "accounts.notes=1")).toEqual([
      1,
      "carry/fill",
      expect.stringContaining("made by the database"),
    ]);
    expect(await told("--fill", "accounts.balance=secret")).toEqual([
      1,
      "carry/fill",
      expect.stringContaining("is no numeric(8,2)"),
    ]);
    expect(await told("--fill", "accounts.number=secret")).toEqual([
      1,
      "carry/fill",
      expect.stringContaining("(5)"),
    ]);
    expect(await told("--fill", "accounts")).toEqual([
      2,
      undefined,
      expect.stringContaining("<table>.<column>=<value>"),
    ]);
    expect(await told("--prefer", "shop")).toEqual([2, "cli/usage", expect.stringContaining("crm, billing")]);
    expect(await told("--as", ann.replace("1", "9"))).toEqual([
      1,
      "carry/actor",
      expect.stringContaining("users"),
    ]);
    expect(await told("--as", "ann")).toEqual([1, "carry/actor", expect.stringContaining("uuid")]);
    await change("target", "ALTER TABLE accounts RENAME phone TO mobile");
    expect(await told()).toEqual([1, "carry/target-lacks", expect.stringContaining("accounts.phone")]);
    await change(
      "target",
      "ALTER TABLE accounts RENAME mobile TO phone; ALTER TRIGGER guard_status_start ON orders RENAME TO x",
    );
    expect(await told()).toEqual([1, "carry/target-lacks", expect.stringContaining("guard_status_start")]);
    await change("crm", "ALTER TABLE notes OWNER TO postgres");
    expect(await told()).toEqual([1, "carry/unread", expect.stringContaining("notes")]);
    await change("crm", "ALTER SCHEMA public RENAME TO other; CREATE SCHEMA public");
    expect(await told()).toEqual([1, "carry/nothing-to-carry", expect.stringContaining("crm")]);
    await onServer("postgres", (db) => db.execute(`DROP DATABASE crm${number}`));
    expect(await told()).toEqual([3, "database/unreachable", expect.stringContaining(`crm${number}`)]);
    const alone = await runCli(["harden", "--carry-to", "env:TARGET"], { cwd: folder.path });
    expect(alone).toMatchObject({ exit: 2, err: expect.stringContaining("--from") });
    const unasked = await run();
    expect(unasked).toMatchObject({ exit: 2, err: expect.stringContaining("--yes") });
  });

  test("also between embedded databases", async () => {
    const make = async (name: string, sql: string) => {
      await using db = await openPglite({ dataDir: join(folder.path, name), cacheDir });
      await db.execute(sql);
    };
    await make("crm", crm);
    await make("target", databases.target);
    const flags = ["--from", "crm=crm", "--carry-to", "target", "--as", ann, "--yes", "--json"];
    const { out, err } = await runCli(["harden", ...flags], { cwd: folder.path });
    expect(out, err).not.toBe("");
    expect(sumOf(JSON.parse(out))).toEqual({ read: 8, carried: 7, merged: 0, present: 0, aside: 1 });
  });
});
