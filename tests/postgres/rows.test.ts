import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Connection } from "../../src/postgres/connection.ts";
import { openPglite } from "../../src/postgres/pglite.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { type Filled, type FillOptions, fillWithRows } from "../../src/postgres/rows.ts";
import { cacheDir } from "../support/cache.ts";

let db: Connection;
beforeAll(async () => {
  db = await openPglite({ cacheDir });
});
afterAll(async () => await db[Symbol.asyncDispose]());

/** Makes tables, fills them, looks at them and takes everything back. */
async function filled<T>(
  sql: string,
  look: (result: Filled) => Promise<T>,
  options?: FillOptions,
): Promise<T> {
  await db.execute("BEGIN");
  try {
    await db.execute(sql);
    return await look(await fillWithRows(db, await readCatalog(db), options));
  } finally {
    await db.execute("ROLLBACK");
  }
}

/** Makes each case in a schema of its own and fills them all at once. */
async function fillCases(cases: readonly { readonly sql: string }[]) {
  const sql = cases.map((one, i) => `CREATE SCHEMA case${i}; SET search_path = case${i}, public; ${one.sql}`);
  return await filled([...sql, "RESET search_path"].join(";\n"), async ({ inserted, findings }) => ({
    inserted,
    problems: findings.map(({ message }) => message),
  }));
}

/** The part that is about one case's schema, which is left out. */
function ofCase(i: number, { inserted, problems }: Awaited<ReturnType<typeof fillCases>>) {
  const prefix = `case${i}.`;
  const rows = [...inserted].filter(([table]) => table.startsWith(prefix));
  return {
    rows: Object.fromEntries(rows.map(([table, count]) => [table.slice(prefix.length), count])),
    problems: problems
      .filter((problem) => problem.includes(prefix))
      .map((problem) => problem.replaceAll(prefix, "")),
  };
}

/** PostgreSQL itself says whether rows are right: what is inserted has passed every constraint. */
describe("tables that are filled", () => {
  const cases: readonly {
    readonly name: string;
    readonly sql: string;
    readonly rows: Readonly<Record<string, number>>;
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
      rows: { t: 10 },
    },
    {
      name: "enums, domains, arrays, ranges and composites",
      sql: `CREATE TYPE mood AS ENUM ('sad', 'ok');
        CREATE DOMAIN email AS text CHECK (VALUE ~ '^[^@ ]+@[^@ ]+\\.[a-z]{2,}$');
        CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
        CREATE TYPE pair AS (a email, b integer[]);
        CREATE TABLE t (m mood NOT NULL, ms mood[] NOT NULL, e email NOT NULL, es email[] NOT NULL, p positive NOT NULL,
          va varchar(5)[] NOT NULL, deep integer[][] NOT NULL, i4r int4range NOT NULL, dr daterange NOT NULL,
          tr tstzrange NOT NULL, nr numrange NOT NULL, i4m int4multirange NOT NULL, pa pair NOT NULL)`,
      rows: { t: 10 },
    },
    {
      name: "checks of one column",
      sql: `CREATE TABLE t (
        number varchar(20) NOT NULL UNIQUE CHECK (number ~ '^[A-Z]{2}[0-9]+$'),
        kind varchar(50) NOT NULL CHECK (kind IN ('Residential', 'Commercial', 'Industrial')),
        email varchar(255) NOT NULL UNIQUE CHECK (email LIKE '%_@_%'),
        url text NOT NULL CHECK (url LIKE 'https://%'),
        country char(2) NOT NULL CHECK (country = upper(country)),
        hash text NOT NULL CHECK (length(hash) = 64 AND hash = lower(hash)),
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
      rows: { t: 10 },
    },
    {
      name: "checks of several columns",
      sql: `CREATE TABLE t (
        status text NOT NULL CHECK (status IN ('Scheduled', 'Done')), completed_at timestamptz,
        starts timestamptz NOT NULL, ends timestamptz NOT NULL, a integer, b integer,
        net numeric NOT NULL, tax numeric NOT NULL, gross numeric GENERATED ALWAYS AS (net + tax) STORED,
        CHECK (status <> 'Done' OR completed_at IS NOT NULL), CHECK (ends > starts), CHECK (num_nonnulls(a, b) = 1),
        CHECK (gross > 100))`,
      rows: { t: 10 },
    },
    {
      name: "unique columns, also with few values",
      sql: `CREATE TABLE flags (flag boolean UNIQUE NOT NULL);
        CREATE TABLE pairs (a boolean NOT NULL, b boolean NOT NULL, UNIQUE (a, b));
        CREATE TABLE names (name text NOT NULL); CREATE UNIQUE INDEX ON names (lower(name));
        CREATE TABLE rooms (during tstzrange NOT NULL, EXCLUDE USING gist (during WITH &&))`,
      rows: { flags: 2, pairs: 4, names: 10, rooms: 10 },
    },
    {
      name: "columns that the database fills in",
      sql: `CREATE TABLE parents (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n serial);
        CREATE TABLE children (id bigserial PRIMARY KEY, parent_id integer NOT NULL REFERENCES parents);
        CREATE TABLE alone (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)`,
      rows: { parents: 10, children: 10, alone: 10 },
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
      rows: { places: 10, visits: 10, users: 10, profiles: 10, follows: 10 },
    },
    {
      name: "foreign keys in a circle",
      sql: `CREATE TABLE nodes (id integer PRIMARY KEY, parent integer REFERENCES nodes, CHECK (parent <> id));
        CREATE TABLE rings (id integer PRIMARY KEY, next integer NOT NULL REFERENCES rings, CHECK (next <> id));
        CREATE TABLE a (id integer PRIMARY KEY, b integer NOT NULL);
        CREATE TABLE b (id integer PRIMARY KEY, c integer NOT NULL);
        CREATE TABLE c (id integer PRIMARY KEY, a integer NOT NULL UNIQUE REFERENCES a);
        ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; ALTER TABLE b ADD FOREIGN KEY (c) REFERENCES c;
        CREATE TABLE after (id integer PRIMARY KEY, a integer NOT NULL REFERENCES a)`,
      rows: { nodes: 10, rings: 10, a: 10, b: 10, c: 10, after: 10 },
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
        CREATE TABLE shares_0 PARTITION OF shares FOR VALUES WITH (MODULUS 2, REMAINDER 0)`,
      rows: { events_25: 10, events_40: 10, notes: 10, regions_eu: 10, regions_other: 10, shares_0: 5 },
    },
    {
      name: "hostile names",
      sql: `CREATE TABLE "my.select" ("from" integer PRIMARY KEY, "a""b" text NOT NULL CHECK ("a""b" IN ('it''s', 'b\\c')),
        "Ünï %s" integer REFERENCES "my.select", CHECK ("Ünï %s" <> "from"))`,
      rows: { "my.select": 10 },
    },
    { name: "a table without columns", sql: "CREATE TABLE t ()", rows: { t: 10 } },
  ];

  let result: Awaited<ReturnType<typeof fillCases>>;
  beforeAll(async () => {
    result = await fillCases(cases);
  });

  test.for(cases.map((one, i) => [one.name, i, one.rows] as const))("%s", ([, i, rows]) => {
    expect(ofCase(i, result)).toEqual({ rows, problems: [] });
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
        "Table t could not be filled with rows: no value was found for column id that satisfies t_id_check.",
        "Table u could not be filled with rows: it refers to t, which has no rows.",
      ],
    },
    {
      name: "a check of several columns that nothing satisfies",
      sql: "CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, CONSTRAINT both_ways CHECK (a < b AND b < a))",
      problems: ["Table t could not be filled with rows: no values were found that satisfy both_ways."],
    },
    {
      name: "a rule of a trigger",
      sql: `CREATE TABLE t (id integer);
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION refuse()`,
      problems: ["Table t could not be filled with rows: not today."],
    },
    {
      name: "a type of which nothing is known",
      sql: "CREATE TABLE t (a aclitem NOT NULL)",
      problems: ["Table t could not be filled with rows: no value of type aclitem is known for column a."],
    },
    {
      name: "keys that refer to each other",
      sql: `CREATE TABLE a (id integer PRIMARY KEY); CREATE TABLE b (id integer PRIMARY KEY REFERENCES a);
        ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (id) REFERENCES b`,
      problems: [
        "Table b could not be filled with rows: the keys of a_b and b_id_fkey refer to each other in a circle.",
        "Table a could not be filled with rows: the keys of a_b and b_id_fkey refer to each other in a circle.",
      ],
    },
  ];
  let result: Awaited<ReturnType<typeof fillCases>>;
  beforeAll(async () => {
    result = await fillCases(cases);
  });

  test.for(cases.map((one, i) => [one.name, i, one.problems] as const))("%s", ([, i, problems]) => {
    expect([...ofCase(i, result).problems].sort()).toEqual([...problems].sort());
  });
});

describe("options", () => {
  const sql = `CREATE TABLE users (id uuid PRIMARY KEY, number varchar(20) NOT NULL UNIQUE, mood text, CHECK (number ~ '^AC[0-9]+$'));
    CREATE TABLE notes (id integer PRIMARY KEY, author uuid NOT NULL REFERENCES users, seen_at timestamptz)`;

  test("given values come first where the checks accept them; they may repeat where they need not be unique", async () => {
    const candidates = new Map([
      ["public.users.number", ["AC7", "wrong", "AC8"]],
      ["public.users.mood", ["fine"]],
    ]);
    const look = () => db.query("SELECT number, mood FROM users ORDER BY id LIMIT 3");
    expect(await filled(sql, look, { candidates })).toEqual([
      { number: "AC7", mood: "fine" },
      { number: "AC8", mood: "fine" },
      { number: "AC1001", mood: "fine" },
    ]);
  });

  test("rows that nothing refers to, and rows that are not inserted", async () => {
    const result = await filled(
      sql,
      async ({ inserted, spare }) => {
        const unreferenced = await db.query(
          "SELECT count(*) FROM users u WHERE id = (SELECT max(id::text)::uuid FROM users) AND EXISTS (SELECT FROM notes WHERE author = u.id)",
        );
        const [row] = spare.get("public.notes") ?? [];
        const added = await db.query(
          `INSERT INTO notes VALUES (${row?.get("id")}, '${row?.get("author")}') RETURNING id`,
        );
        return {
          inserted: [...inserted.values()],
          spare: spare.get("public.notes")?.length,
          unreferenced,
          added,
        };
      },
      { perTable: 4, unreferenced: 1, spare: 2 },
    );
    expect(result).toEqual({ inserted: [5, 5], spare: 2, unreferenced: [{ count: 0 }], added: [{ id: 6 }] });
  });

  test("some tables, without some columns", async () => {
    const options = { tables: new Set(["public.users"]), leaveOut: new Set(["public.users.mood"]) };
    const look = async ({ inserted }: Filled) => ({
      inserted: Object.fromEntries(inserted),
      moods: await db.query("SELECT DISTINCT mood FROM users"),
    });
    expect(await filled(sql, look, options)).toEqual({
      inserted: { "public.users": 10 },
      moods: [{ mood: null }],
    });
  });
});

test("the same rows every time", async () => {
  const sql = `CREATE TABLE users (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), at timestamptz DEFAULT now());
    CREATE TABLE notes (id integer PRIMARY KEY, author uuid REFERENCES users, text varchar(8) CHECK (text <> ''))`;
  const dump = () =>
    db.query("SELECT n::text, u::text FROM notes n JOIN users u ON u.id = author ORDER BY n.id");
  const first = await filled(sql, dump);
  const second = await filled(sql, dump);
  expect(first).toHaveLength(10);
  expect(second).toEqual(first);
});
