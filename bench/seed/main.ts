/** Fills databases on a real server with a million rows by `schema seed`, and prints rows per second. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import type { Catalog } from "../../src/postgres/catalog.ts";
import type { Connection } from "../../src/postgres/connection.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { prepareSeed, type SeededTable } from "../../src/postgres/seed.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { type Server, startServer } from "../../tests/support/servers.ts";
import { syntheticSql } from "./synthetic.ts";

const { values } = parseArgs({ options: { total: { type: "string", default: "1000000" } } });
const total = Number(values.total);
const goal = 60;

interface Measured {
  readonly table: string;
  readonly rows: number;
  readonly seconds: number;
}

async function measure(server: Server, name: string, statements: readonly string[]): Promise<void> {
  await using db = await connectServer(await server.createDatabase(name));
  for (const statement of statements) await db.execute(statement);
  const catalog = await readCatalog(db, { roles: false });
  const rows = await rowsFor(db, catalog);
  const start = performance.now();
  await db.execute("BEGIN");
  const options = { rows, byTable: new Map<string, number>(), seed: 1, append: false, hints: new Map() };
  const seeding = await prepareSeed(db, catalog, options);
  if (seeding.findings.length > 0) throw new Error(seeding.findings.map(({ message }) => message).join("\n"));
  const prepared = performance.now();
  const tables: Measured[] = [];
  let last = prepared;
  await seeding.write(db, ({ table, rows: written }: SeededTable) => {
    const now = performance.now();
    tables.push({ table, rows: written, seconds: (now - last) / 1000 });
    last = now;
  });
  await db.execute("COMMIT");
  print(name, tables, (prepared - start) / 1000, (performance.now() - start) / 1000);
}

/** `--rows` of so many that all tables together get about the total. */
async function rowsFor(db: Connection, catalog: Catalog): Promise<number> {
  const probe = 9000;
  const options = {
    rows: probe,
    byTable: new Map<string, number>(),
    seed: 1,
    append: false,
    hints: new Map(),
  };
  const { tables } = await prepareSeed(db, catalog, options);
  const sum = tables.reduce((all, { rows }) => all + rows, 0);
  return Math.ceil((total / sum) * probe);
}

function print(name: string, tables: readonly Measured[], preparing: number, seconds: number): void {
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  const line = (label: string, count: number, time: number) =>
    `| ${label} | ${count.toLocaleString("en-US")} | ${time.toFixed(1)} | ${Math.round(count / Math.max(time, 0.001)).toLocaleString("en-US")} |`;
  console.log(`\n${name}\n\n| table | rows | seconds | rows/s |\n| --- | ---: | ---: | ---: |`);
  for (const one of tables) console.log(line(one.table, one.rows, one.seconds));
  console.log(`| choosing values, asking checks | | ${preparing.toFixed(1)} | |`);
  console.log(line("**all**", rows, seconds));
  const perMillion = (seconds / rows) * 1_000_000;
  console.log(
    `\n1,000,000 rows take ${perMillion.toFixed(1)} s; the goal is ${goal} s: ${perMillion <= goal ? "met" : "missed"}.`,
  );
  if (perMillion > goal) process.exitCode = 1;
}

await using server = await startServer(18);
const schema = await readFile(join("examples", "crm", "production", "schema.sql"), "utf8");
await measure(server, "crm", [schema]);
await measure(server, "synthetic", syntheticSql);
