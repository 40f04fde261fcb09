import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { refusedRows } from "../../src/postgres/seed/refused-rows.ts";
import { prepareSeed, type SeedOptions } from "../../src/postgres/seed.ts";
import { cacheDir } from "../support/cache.ts";

let db: Connection;
beforeAll(async () => {
  db = await openPglite({ cacheDir });
});
afterAll(async () => await db[Symbol.asyncDispose]());

interface Seeded {
  readonly rows: Readonly<Record<string, number>>;
  readonly limits: readonly string[];
  readonly problems: readonly string[];
}

/** Makes tables, fills them, looks at them and takes everything back. */
async function seeded<T>(
  sql: string,
  look: (result: Seeded) => Promise<T>,
  options: Partial<SeedOptions> = {},
): Promise<T> {
  await db.execute("BEGIN");
  try {
    await db.execute(sql);
    const defaults = { rows: 90, byTable: new Map(), seed: 1, append: false, hints: new Map() };
    const seeding = await prepareSeed(db, await readCatalog(db), { ...defaults, ...options });
    let problems = seeding.findings.map(({ message }) => message);
    if (problems.length === 0) {
      await db.execute("SAVEPOINT filling");
      await seeding
        .write(db, () => undefined)
        .catch(async (error: unknown) => {
          const refused = refusedRows(error);
          if (refused === undefined) throw error;
          problems = [refused.message];
          await db.execute("ROLLBACK TO filling");
        });
    }
    return await look({
      rows: Object.fromEntries(seeding.tables.map(({ name, rows }) => [name, rows])),
      limits: seeding.tables.flatMap(({ name, limit }) => (limit === undefined ? [] : `${name}: ${limit}`)),
      problems,
    });
  } finally {
    await db.execute("ROLLBACK");
  }
}

const self = async (result: Seeded) => result;

/** PostgreSQL itself says whether rows are right: what is written has passed every constraint. */
describe("tables that are filled", () => {
  const cases: readonly {
    readonly name: string;
    readonly sql: string;
    readonly rows: Readonly<Record<string, number>>;
    readonly limits?: readonly string[];
  }[] = [
    {
      name: "built-in types",
      sql: `CREATE TABLE t (
        i2 smallint NOT NULL, i4 integer NOT NULL, i8 bigint NOT NULL, n numeric(12,2) NOT NULL, n0 numeric(2,2) NOT NULL,
        f real NOT NULL, d double precision NOT NULL, mo money NOT NULL, te text NOT NULL, vc varchar(3) NOT NULL,
        c char(2) NOT NULL, na name NOT NULL, bc "char" NOT NULL, bo boolean NOT NULL, u uuid NOT NULL, da date NOT NULL,
        ts timestamp(3) NOT NULL, tz timestamptz NOT NULL, ti time NOT NULL, tiz timetz NOT NULL, iv interval NOT NULL,
        by bytea NOT NULL, js json NOT NULL, jb jsonb NOT NULL, jp jsonpath NOT NULL, ine inet NOT NULL, ci cidr NOT NULL,
        ma macaddr NOT NULL, m8 macaddr8 NOT NULL, bi bit(4) NOT NULL, vb varbit(5) NOT NULL, po point NOT NULL,
        li line NOT NULL, ls lseg NOT NULL, bx box NOT NULL, pa path NOT NULL, pg polygon NOT NULL, cr circle NOT NULL,
        tv tsvector NOT NULL, tq tsquery NOT NULL, lsn pg_lsn NOT NULL, sn pg_snapshot NOT NULL, oi oid NOT NULL,
        x1 xid NOT NULL, td tid NOT NULL, rc regclass NOT NULL)`,
      rows: { t: 90 },
    },
    {
      name: "enums, domains, arrays, ranges and composites",
      sql: `CREATE TYPE mood AS ENUM ('sad', 'ok');
        CREATE DOMAIN email AS text CHECK (VALUE ~ '^[^@ ]+@[^@ ]+\\.[a-z]{2,}$');
        CREATE DOMAIN positive AS integer NOT NULL CHECK (VALUE > 0);
        CREATE TYPE pair AS (a email, b integer[]);
        CREATE TABLE t (m mood NOT NULL, ms mood[] NOT NULL, e email NOT NULL, es email[] NOT NULL, p positive,
          va varchar(5)[] NOT NULL, deep integer[][] NOT NULL, i4r int4range NOT NULL, dr daterange NOT NULL UNIQUE,
          tr tstzrange NOT NULL, nr numrange NOT NULL, i4m int4multirange NOT NULL, pa pair NOT NULL)`,
      rows: { t: 90 },
    },
    {
      name: "checks of one column",
      sql: `CREATE TABLE t (
        number varchar(20) NOT NULL UNIQUE CHECK (number ~ '^[A-Z]{2}[0-9]+$'),
        kind varchar(50) NOT NULL CHECK (kind IN ('Residential', 'Commercial', 'Industrial')),
        email varchar(255) NOT NULL UNIQUE CHECK (email LIKE '%_@_%'),
        url text NOT NULL CHECK (url LIKE 'https://%'),
        country char(2) NOT NULL CHECK (country = upper(country)),
        hash text NOT NULL UNIQUE CHECK (length(hash) = 64 AND hash = lower(hash)),
        label text NOT NULL CHECK (length(trim(label)) > 0),
        minutes integer NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
        price numeric(12,2) NOT NULL CHECK (price >= 0),
        share numeric NOT NULL CHECK (share > 0 AND share < 1),
        below integer NOT NULL CHECK (below < -100),
        born date NOT NULL CHECK (born < '1990-01-01'),
        expires timestamptz NOT NULL CHECK (expires > now()),
        tags text[] NOT NULL CHECK (cardinality(tags) BETWEEN 2 AND 3),
        colours text[] NOT NULL CHECK (colours <@ ARRAY['red', 'green']),
        settings jsonb NOT NULL CHECK (jsonb_typeof(settings -> 'language') = 'string' AND settings ? 'newsletter'))`,
      rows: { t: 90 },
    },
    {
      name: "checks of several columns",
      sql: `CREATE TABLE t (
        id integer PRIMARY KEY, other integer NOT NULL, CHECK (other <> id),
        status text NOT NULL CHECK (status IN ('Scheduled', 'Done')), completed_at timestamptz,
        starts timestamptz NOT NULL, ends timestamptz NOT NULL, a integer, b integer,
        net numeric NOT NULL, tax numeric NOT NULL, gross numeric GENERATED ALWAYS AS (net + tax) STORED,
        CHECK (status <> 'Done' OR completed_at IS NOT NULL), CHECK (ends > starts), CHECK (num_nonnulls(a, b) = 1),
        CHECK (gross > 100))`,
      rows: { t: 90 },
    },
    {
      name: "unique columns, also with few values, which is told",
      sql: `CREATE TABLE flags (flag boolean UNIQUE NOT NULL);
        CREATE TABLE pairs (a boolean NOT NULL, b boolean NOT NULL, UNIQUE (a, b));
        CREATE TABLE states (code char(2) PRIMARY KEY CHECK (code IN ('CA', 'NY', 'TX')));
        CREATE TABLE names (name text NOT NULL); CREATE UNIQUE INDEX ON names (lower(name));
        CREATE TABLE nothing (a text UNIQUE NULLS NOT DISTINCT)`,
      rows: { flags: 2, pairs: 4, states: 3, names: 90, nothing: 90 },
      limits: [
        "flags: the unique columns flag have no more combinations",
        "pairs: the unique columns a, b have no more combinations",
        "states: the unique columns code have no more combinations",
      ],
    },
    {
      name: "partial unique keys",
      sql: `CREATE TABLE users (id integer PRIMARY KEY);
        CREATE TABLE plans (id serial PRIMARY KEY, user_id integer NOT NULL REFERENCES users,
          status text NOT NULL CHECK (status IN ('active', 'over')));
        CREATE UNIQUE INDEX ON plans (user_id) WHERE status = 'active'`,
      rows: { users: 30, plans: 90 },
    },
    {
      name: "exclusion constraints",
      sql: `CREATE TABLE rooms (id integer PRIMARY KEY);
        CREATE TABLE bookings (room_id integer NOT NULL REFERENCES rooms, during tstzrange NOT NULL,
          EXCLUDE USING gist (during WITH &&));
        CREATE TABLE visits (starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, CHECK (ends_at > starts_at),
          EXCLUDE USING gist (tstzrange(starts_at, ends_at) WITH &&))`,
      rows: { rooms: 30, bookings: 90, visits: 90 },
    },
    {
      name: "columns that the database fills in",
      sql: `CREATE TABLE parents (id integer GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 5) PRIMARY KEY, n serial);
        CREATE TABLE children (id bigserial PRIMARY KEY, parent_id integer NOT NULL REFERENCES parents);
        CREATE TABLE alone (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)`,
      rows: { parents: 30, children: 90, alone: 90 },
    },
    {
      name: "foreign keys: composite, shared columns, one to one, links",
      sql: `CREATE TABLE places (tenant integer NOT NULL, id integer NOT NULL, PRIMARY KEY (tenant, id));
        CREATE TABLE visits (tenant integer NOT NULL, id integer NOT NULL, at integer NOT NULL, back integer, before integer,
          PRIMARY KEY (tenant, id), FOREIGN KEY (tenant, at) REFERENCES places, FOREIGN KEY (tenant, back) REFERENCES places,
          FOREIGN KEY (tenant, before) REFERENCES visits);
        CREATE TABLE users (id uuid PRIMARY KEY);
        CREATE TABLE profiles (user_id uuid PRIMARY KEY REFERENCES users);
        CREATE TABLE follows (a uuid REFERENCES users, b uuid REFERENCES users, PRIMARY KEY (a, b), CHECK (a <> b))`,
      rows: { places: 30, visits: 90, users: 30, profiles: 30, follows: 90 },
      limits: ["profiles: each row refers to another row of public.users (profiles_user_id_fkey)"],
    },
    {
      name: "tenants",
      sql: `CREATE TABLE tenants (id uuid PRIMARY KEY);
        CREATE TABLE accounts (tenant_id uuid NOT NULL REFERENCES tenants, id uuid NOT NULL, parent_id uuid,
          PRIMARY KEY (tenant_id, id), FOREIGN KEY (tenant_id, parent_id) REFERENCES accounts);
        CREATE TABLE orders (id uuid PRIMARY KEY, tenant_id uuid NOT NULL REFERENCES tenants, account_id uuid NOT NULL,
          code text NOT NULL, FOREIGN KEY (tenant_id, account_id) REFERENCES accounts, UNIQUE (tenant_id, code))`,
      rows: { tenants: 10, accounts: 30, orders: 90 },
    },
    {
      name: "foreign keys in a circle",
      sql: `CREATE TABLE nodes (id integer PRIMARY KEY, parent integer REFERENCES nodes, CHECK (parent <> id));
        CREATE TABLE rings (id integer PRIMARY KEY, next integer NOT NULL REFERENCES rings);
        CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL);
        CREATE TABLE b (id integer PRIMARY KEY, c integer NOT NULL);
        CREATE TABLE c (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a integer NOT NULL UNIQUE REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; ALTER TABLE b ADD FOREIGN KEY (c) REFERENCES c;
        CREATE TABLE after (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a);
        CREATE TABLE staff (id uuid PRIMARY KEY, department_id uuid);
        CREATE TABLE departments (id uuid PRIMARY KEY, head_id uuid NOT NULL REFERENCES staff DEFERRABLE);
        ALTER TABLE staff ADD FOREIGN KEY (department_id) REFERENCES departments`,
      rows: { nodes: 90, rings: 90, a: 30, b: 30, c: 30, after: 90, staff: 90, departments: 90 },
    },
    {
      name: "partitions",
      sql: `CREATE TABLE events (id integer NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
        CREATE TABLE events_25 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
        CREATE TABLE events_40 PARTITION OF events FOR VALUES FROM ('2040-01-01') TO ('2041-01-01');
        CREATE TABLE notes (id integer PRIMARY KEY, event integer NOT NULL, at date NOT NULL, FOREIGN KEY (event, at) REFERENCES events);
        CREATE TABLE regions (code text NOT NULL) PARTITION BY LIST (code);
        CREATE TABLE regions_eu PARTITION OF regions FOR VALUES IN ('DE', 'FR');
        CREATE TABLE regions_other PARTITION OF regions DEFAULT;
        CREATE TABLE shares (id integer PRIMARY KEY) PARTITION BY HASH (id);
        CREATE TABLE shares_0 PARTITION OF shares FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE shares_1 PARTITION OF shares FOR VALUES WITH (MODULUS 2, REMAINDER 1)`,
      rows: {
        events_25: 15,
        events_40: 15,
        notes: 90,
        regions_eu: 45,
        regions_other: 45,
        shares_0: 45,
        shares_1: 45,
      },
    },
    {
      name: "hostile names",
      sql: `CREATE TABLE "my.sel""ect\t" ("from" integer PRIMARY KEY, "a""b" text NOT NULL CHECK ("a""b" IN ('it''s', 'b\\c', E'tab\\tline\\n')),
        "Ünï %s" integer REFERENCES "my.sel""ect\t", CHECK ("Ünï %s" <> "from"))`,
      rows: { 'my.sel"ect\t': 90 },
    },
    { name: "a table without columns", sql: "CREATE TABLE t ()", rows: { t: 90 } },
    {
      name: "triggers, whose own table is left to them, and policies",
      sql: `CREATE SCHEMA audit; CREATE TABLE audit.log (id serial, was text);
        CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO audit.log (was) VALUES (tg_op); RETURN new; END $$;
        CREATE TABLE t (id integer PRIMARY KEY);
        CREATE TRIGGER log AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION log();
        ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY`,
      rows: { t: 90 },
    },
  ];

  test.for(cases.map((one) => [one.name, one] as const))("%s", async ([, { sql, rows, limits = [] }]) => {
    const result = await seeded(sql, async (filled) => {
      const counts = await Promise.all(
        Object.keys(filled.rows).map(async (name) => {
          const [row] = await db.query<{ count: number }>(
            `SELECT count(*) FROM "${name.replaceAll('"', '""')}"`,
          );
          return [name, row?.count];
        }),
      );
      return { ...filled, written: Object.fromEntries(counts) };
    });
    expect(result).toEqual({ rows, limits, problems: [], written: rows });
  });
});

describe("tables that cannot be filled are named", () => {
  const cases: readonly {
    readonly name: string;
    readonly sql: string;
    readonly problems: readonly string[];
  }[] = [
    {
      name: "a check that nothing satisfies, and what refers to the table",
      sql: "CREATE TABLE t (id integer PRIMARY KEY CHECK (id > 5 AND id < 5)); CREATE TABLE u (t integer NOT NULL REFERENCES t)",
      problems: [
        "Table public.t cannot be filled: no value was found for column id that satisfies t_id_check.",
        "Table public.u cannot be filled: it refers to public.t, which has no rows.",
      ],
    },
    {
      name: "a check of several columns that nothing satisfies",
      sql: "CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, CONSTRAINT both_ways CHECK (a < b AND b < a))",
      problems: ["Table public.t cannot be filled: no values were found that satisfy both_ways."],
    },
    {
      name: "a rule of a trigger",
      sql: `CREATE TABLE t (id integer);
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION refuse()`,
      problems: ["PostgreSQL refuses the rows: not today (SQLSTATE P0001)"],
    },
    {
      name: "an exclusion that row numbers cannot keep apart",
      sql: "CREATE TABLE t (n integer NOT NULL, EXCLUDE USING gist (int4range(0, n) WITH &&))",
      problems: [
        expect.stringMatching(
          /^PostgreSQL refuses the rows of table t \(constraint t_int4range_excl\): conflicting key/,
        ) as unknown as string,
      ],
    },
    {
      name: "a type of which nothing is known",
      sql: "CREATE TABLE t (a aclitem NOT NULL)",
      problems: ["Table public.t cannot be filled: no value of type aclitem is known for column a."],
    },
    {
      name: "keys that refer to each other",
      sql: `CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY REFERENCES a);
        ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (id) REFERENCES b`,
      problems: [
        "Table public.a cannot be filled: the keys of a_b and b_id_fkey refer to each other in a circle.",
        "Table public.b cannot be filled: the keys of a_b and b_id_fkey refer to each other in a circle.",
      ],
    },
  ];

  test.for(cases.map((one) => [one.name, one] as const))("%s", async ([, { sql, problems }]) => {
    expect((await seeded(sql, self)).problems).toEqual(problems);
  });
});

describe("rows are", () => {
  const sql = `CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email text NOT NULL UNIQUE, name text,
      active boolean NOT NULL DEFAULT true, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz);
    CREATE TABLE notes (id bigserial PRIMARY KEY, user_id uuid NOT NULL REFERENCES users, number varchar(20), mood text,
      city text, state char(2), zip text, price numeric(8,2), version integer NOT NULL DEFAULT 7, body text);`;
  const dump = () =>
    db.query<Record<string, unknown>>(
      "SELECT u.*, n.* FROM notes n JOIN users u ON u.id = n.user_id ORDER BY n.id",
    );

  test("the same every time, and others for another seed", async () => {
    const first = await seeded(sql, dump);
    expect(first).toHaveLength(90);
    expect(await seeded(sql, dump)).toEqual(first);
    expect(await seeded(sql, dump, { seed: 2 })).not.toEqual(first);
  });

  test("believable: names fit addresses, changes follow, some are referred to often", async () => {
    const rows = await seeded(sql, dump, { rows: 900 });
    for (const { name, email, created_at: made, updated_at: changed } of rows) {
      if (typeof name === "string")
        expect(email).toContain(
          name
            .split(" ")[0]
            ?.toLowerCase()
            .replaceAll(/[^a-z]/g, ""),
        );
      if (changed !== null) expect(Number(changed)).toBeGreaterThan(Number(made));
    }
    const perUser = new Map<unknown, number>();
    for (const { user_id: user } of rows) perUser.set(user, (perUser.get(user) ?? 0) + 1);
    expect(Math.max(...perUser.values())).toBeGreaterThan(20);
    expect(new Set(rows.map(({ version }) => version))).toEqual(new Set([7])); // its default
  });

  test("after what the definitions say: examples are counted on, listed values and required ones are kept to", async () => {
    const hints = new Map([
      ["public.notes.number", { examples: ["AC1001", "AC1002"], required: true }],
      ["public.notes.mood", { values: ["fine", "so so"], required: true }],
    ]);
    const look = () =>
      db.query<{ number: string; mood: string }>("SELECT number, mood FROM notes ORDER BY id");
    const rows = await seeded(sql, look, { hints });
    expect(rows.slice(0, 2).map(({ number }) => number)).toEqual(["AC1001", "AC1002"]);
    expect(new Set(rows.map(({ mood }) => mood))).toEqual(new Set(["fine", "so so"]));
  });

  test("as many as wanted where a pattern allows it", async () => {
    const codes = `CREATE TABLE codes (free text PRIMARY KEY CHECK (free ~ '^[A-Z]{2}[0-9]+$'), fixed char(7) UNIQUE CHECK (fixed ~ '^X-[0-9]{5}$'))`;
    expect(await seeded(codes, self, { rows: 40_000 })).toMatchObject({
      rows: { codes: 40_000 },
      limits: [],
      problems: [],
    });
  });

  test("in a state that their times fit", async () => {
    const orders = `CREATE TYPE stage AS ENUM ('open', 'closed');
      CREATE TABLE orders (status stage NOT NULL, closed_at timestamptz, created_at timestamptz NOT NULL)`;
    const look = () =>
      db.query<{ status: string; closed: number; all: number }>(
        "SELECT status, count(closed_at)::int AS closed, count(*)::int AS all FROM orders GROUP BY 1 ORDER BY 1",
      );
    const [open, closed] = await seeded(orders, look);
    expect(open).toMatchObject({ status: "open", closed: 0 });
    expect(closed).toMatchObject({ status: "closed", closed: closed?.all });
  });

  test("added to others where that is wanted, and refer to rows of tables that are left as they are", async () => {
    const others = `${sql} INSERT INTO users (email) VALUES ('a@b.c')`;
    expect(await seeded(others, self)).toMatchObject({
      problems: ["There are rows already: public.users (1)."],
    });
    expect(await seeded(others, self, { append: true })).toMatchObject({
      rows: { users: 30, notes: 90 },
      problems: [],
    });
    const byTable = new Map([["users", 0]]);
    const look = async ({ rows }: Seeded) => ({
      rows,
      users: await db.query("SELECT DISTINCT user_id = (SELECT id FROM users) AS same FROM notes"),
    });
    expect(await seeded(others, look, { byTable })).toEqual({ rows: { notes: 90 }, users: [{ same: true }] });
  });

  test("numbered by the database where it numbers them, and without what it is said to make", async () => {
    const sql = `CREATE TABLE t (id uuid PRIMARY KEY, "No" text NOT NULL UNIQUE CHECK ("No" ~ '^A[0-9]{3}$'), made integer NOT NULL DEFAULT 7);
      CREATE SEQUENCE numbers;
      CREATE FUNCTION number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new."No" := 'A' || lpad(nextval('numbers')::text, 3, '0'); RETURN new; END $$;
      CREATE TRIGGER number BEFORE INSERT ON t FOR EACH ROW WHEN (new."No" IS NULL) EXECUTE FUNCTION number()`;
    const look = () =>
      db.query(
        `SELECT min("No"), max("No"), array_agg(DISTINCT made) AS made, nextval('numbers') AS next FROM t`,
      );
    expect(await seeded(sql, look, { hints: new Map([["public.t.made", { made: true }]]) })).toEqual([
      { min: "A001", max: "A090", made: [7], next: 91 },
    ]);
  });

  test("followed by the sequences' next numbers", async () => {
    const look = () => db.query("INSERT INTO notes (user_id) SELECT id FROM users LIMIT 1 RETURNING id");
    expect(await seeded(sql, look)).toEqual([{ id: 91 }]);
  });
});
