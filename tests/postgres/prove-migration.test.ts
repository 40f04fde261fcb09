import { afterAll, describe, expect, test } from "vitest";
import { elaborate } from "../../src/postgres/elaborate.ts";
import { planMigration } from "../../src/postgres/migrate.ts";
import type { Mode, Plan, RenameQuestion, Statement } from "../../src/postgres/plan.ts";
import { proveMigration } from "../../src/postgres/prove-migration.ts";
import { openShadow } from "../../src/postgres/shadow.ts";
import { cacheDir } from "../support/cache.ts";

const shadow = await openShadow({ cacheDir });
afterAll(() => shadow[Symbol.asyncDispose]());

interface Attempt {
  readonly from: string;
  readonly to: string;
  readonly rows?: string;
  readonly renames?: readonly RenameQuestion[];
  readonly mode?: Mode;
  /** Spoils the plan. */
  readonly change?: (plan: Plan) => Plan;
}

async function prove({ from, to, rows = "", renames = [], mode, change = (plan) => plan }: Attempt) {
  const target = await elaborate(shadow, [to]);
  const plan = change(planMigration(await elaborate(shadow, [from]), target, { renames, mode }));
  return await proveMigration(shadow, {
    base: [from],
    plan,
    target,
    fill: async (db) => db.execute(rows).then(() => []),
  });
}

const accounts = "CREATE TABLE accounts (id int PRIMARY KEY, tel text)";
const twoRows = "INSERT INTO accounts VALUES (1, '0171'), (2, NULL)";

describe("holds for", () => {
  test.for<Attempt & { name: string }>([
    {
      name: "a new column",
      from: accounts,
      to: "CREATE TABLE accounts (id int PRIMARY KEY, tel text, city text)",
    },
    {
      name: "another type",
      from: accounts,
      to: "CREATE TABLE accounts (id bigint PRIMARY KEY, tel varchar(20))",
    },
    {
      name: "a rename",
      from: accounts,
      to: "CREATE TABLE customers (id int PRIMARY KEY, phone text)",
      renames: [
        { kind: "table", from: "accounts", to: "customers" },
        { kind: "column", from: "customers.tel", to: "customers.phone" },
      ],
    },
    {
      name: "an enum that loses a value nobody has",
      from: `CREATE TYPE mood AS ENUM ('sad', 'ok', '0171'); CREATE TABLE accounts (id int PRIMARY KEY, tel mood)`,
      to: `CREATE TYPE mood AS ENUM ('0171', 'ok'); CREATE TABLE accounts (id int PRIMARY KEY, tel mood)`,
    },
    {
      name: "a dropped column, because the plan says so",
      from: accounts,
      to: "CREATE TABLE accounts (id int PRIMARY KEY)",
    },
    {
      name: "an attribute that a composite type gains, and one that it loses",
      from: `CREATE TYPE place AS (street text, zip text); CREATE TABLE accounts (id int, home place)`,
      to: `CREATE TYPE place AS (street text, country text); CREATE TABLE accounts (id int, home place)`,
      rows: `INSERT INTO accounts VALUES (1, ROW('a', 'b')), (2, NULL)`,
    },
    { name: "a dropped table, because the plan says so", from: accounts, to: "" },
    {
      name: "indexes, keys and checks of tables in use",
      from: accounts,
      to: `CREATE TABLE accounts (id int PRIMARY KEY, tel text UNIQUE CHECK (tel <> ''), CHECK (id > 0));
        CREATE INDEX ON accounts (tel, id)`,
      mode: "online",
    },
  ])("$name", async (attempt) => {
    const { plan, findings } = await prove({ rows: twoRows, ...attempt });
    expect(findings).toEqual([]);
    expect(plan.statements.every(({ measured }) => measured !== undefined)).toBe(true);
  });
});

test("rows that a statement may not like are a warning, and the rest is proved without rows", async () => {
  const { plan, findings } = await prove({
    from: accounts,
    to: "CREATE TABLE accounts (id int PRIMARY KEY, tel text NOT NULL)",
    rows: twoRows,
  });
  expect(findings.map(({ code, severity }) => [code, severity])).toEqual([["proof/rows-refuse", "warning"]]);
  expect(findings[0]?.message).toContain('column "tel" of relation "accounts" contains null values');
  expect(plan.statements[0]?.measured?.locks).toEqual({ accounts: "AccessExclusiveLock" });
});

describe("notices", () => {
  const add = (sql: string) => (plan: Plan) => ({
    ...plan,
    statements: [
      ...plan.statements,
      { sql, change: "alter table accounts", phase: "expand" as const, transactional: true, hazards: [] },
    ],
  });
  const toNothing = (statement: Statement): Statement => ({ ...statement, sql: "SELECT 1" });
  const to = "CREATE TABLE accounts (id int PRIMARY KEY, tel text, city text)";

  test.for<{ name: string; change: (plan: Plan) => Plan; code: string; says: string }>([
    {
      name: "a statement that PostgreSQL refuses",
      change: add("ALTER TABLE nowhere ADD COLUMN x int"),
      code: "proof/statement-failed",
      says: 'relation "nowhere" does not exist',
    },
    {
      name: "a plan that does too much",
      change: add("ALTER TABLE accounts ADD COLUMN extra int"),
      code: "proof/not-reached",
      says: "column public.accounts.extra should not be there",
    },
    {
      name: "a plan that does too little",
      change: (plan) => ({ ...plan, statements: plan.statements.map(toNothing) }),
      code: "proof/not-reached",
      says: "column public.accounts.city is missing",
    },
    {
      name: "a way back that leads elsewhere",
      change: (plan) => ({ ...plan, reverse: plan.reverse.map(toNothing) }),
      code: "proof/not-reached",
      says: "The way down ends elsewhere",
    },
    {
      name: "rows that are gone",
      change: add("DELETE FROM accounts WHERE id = 2"),
      code: "proof/rows-lost",
      says: "accounts has 1 of its 2 rows",
    },
    {
      name: "values that are gone",
      change: add("UPDATE accounts SET tel = NULL"),
      code: "proof/rows-lost",
      says: "accounts.tel has 0 of its 1 values",
    },
    {
      name: "values that are others",
      change: add("UPDATE accounts SET tel = '0172' WHERE id = 1"),
      code: "proof/rows-lost",
      says: "accounts.tel has other values than before",
    },
    {
      name: "a column that is made anew",
      change: add("ALTER TABLE accounts DROP COLUMN tel; ALTER TABLE accounts ADD COLUMN tel text"),
      code: "proof/rows-lost",
      says: "accounts.tel is gone",
    },
  ])("$name", async ({ change, code, says }) => {
    const { findings } = await prove({ from: accounts, to, rows: twoRows, change });
    expect(findings[0]?.code).toBe(code);
    expect(findings[0]?.severity).toBe("error");
    expect(findings.map(({ message }) => message).join("\n")).toContain(says);
  });
});
