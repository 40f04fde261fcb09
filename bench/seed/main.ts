/** Fills databases on a real server with a million rows by `schema seed`, and prints rows per second. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { hintsFor } from "../../src/cli/seed/target.ts";
import { readProject } from "../../src/model/read-project.ts";
import type { Catalog } from "../../src/postgres/catalog.ts";
import type { Connection } from "../../src/postgres/connection.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { prepareSeed, type SeededTable, type SeedOptions } from "../../src/postgres/seed.ts";
import { connectServer } from "../../src/postgres/server.ts";
import { type Server, startServer } from "../../tests/support/servers.ts";
import { syntheticSql } from "./synthetic.ts";

const { values } = parseArgs({ options: { total: { type: "string", default: "1000000" } } });
const total = Number(values.total);
const goal = 60;

/** As a server in use has them: the tests' server has the least memory. */
const settings = { shared_buffers: "512MB", max_wal_size: "4GB" };

interface Measured {
  readonly table: string;
  readonly rows: number;
  readonly seconds: number;
  readonly cpu: Cpu;
}

/** Seconds of processor time: on a machine that does other things besides, these tell more than the clock. */
interface Cpu {
  readonly client: number;
  readonly server: number;
}

async function measure(
  server: Server,
  name: string,
  statements: readonly string[],
  hints: SeedOptions["hints"],
): Promise<void> {
  await using db = await connectServer(await server.createDatabase(name));
  for (const statement of statements) await db.execute(statement);
  const catalog = await readCatalog(db, { roles: false });
  const rows = await rowsFor(db, catalog, hints);
  const [{ pid = 0 } = {}] = await db.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const start: Mark = { at: performance.now(), cpu: work(pid) };
  await db.execute("BEGIN");
  const options = { rows, byTable: new Map<string, number>(), seed: 1, append: false, hints };
  const seeding = await prepareSeed(db, catalog, options);
  if (seeding.findings.length > 0) throw new Error(seeding.findings.map(({ message }) => message).join("\n"));
  const prepared: Mark = { at: performance.now(), cpu: work(pid) };
  const tables: Measured[] = [];
  let last = prepared;
  await seeding.write(db, ({ table, rows: written }: SeededTable) => {
    const now: Mark = { at: performance.now(), cpu: work(pid) };
    tables.push({ table, rows: written, ...between(last, now) });
    last = now;
  });
  await db.execute("COMMIT");
  const end: Mark = { at: performance.now(), cpu: work(pid) };
  print(name, tables, between(start, prepared), between(start, end));
}

interface Mark {
  readonly at: number;
  readonly cpu: Cpu;
}

function between(from: Mark, to: Mark): Pick<Measured, "seconds" | "cpu"> {
  const cpu = { client: to.cpu.client - from.cpu.client, server: to.cpu.server - from.cpu.server };
  return { seconds: (to.at - from.at) / 1000, cpu };
}

/** Of this process and of the session's process; 0 where the system does not tell. */
function work(pid: number): Cpu {
  const { user, system } = process.cpuUsage();
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [utime = 0, stime = 0] = stat
    .replace(/^.*\) /s, "")
    .split(" ")
    .slice(11, 13)
    .map(Number);
  return { client: (user + system) / 1_000_000, server: (utime + stime) / 100 };
}

/** `--rows` of so many that all tables together get about the total. */
async function rowsFor(db: Connection, catalog: Catalog, hints: SeedOptions["hints"]): Promise<number> {
  const probe = 9000;
  const options = {
    rows: probe,
    byTable: new Map<string, number>(),
    seed: 1,
    append: false,
    hints,
  };
  const { tables } = await prepareSeed(db, catalog, options);
  const sum = tables.reduce((all, { rows }) => all + rows, 0);
  return Math.ceil((total / sum) * probe);
}

function print(
  name: string,
  tables: readonly Measured[],
  preparing: Pick<Measured, "seconds" | "cpu">,
  all: Pick<Measured, "seconds" | "cpu">,
): void {
  const rows = tables.reduce((sum, one) => sum + one.rows, 0);
  const line = (table: string, count: number, { seconds, cpu }: Pick<Measured, "seconds" | "cpu">) => {
    const speed = count === 0 ? "" : Math.round(count / Math.max(seconds, 0.001)).toLocaleString("en-US");
    const times = [seconds, cpu.client, cpu.server].map((time) => time.toFixed(1));
    return `| ${[table, count.toLocaleString("en-US"), speed, ...times].join(" | ")} |`;
  };
  console.log(`\n${name}\n`);
  console.log(
    "| table | rows | rows/s | seconds | processor here | in the server |\n| --- | ---: | ---: | ---: | ---: | ---: |",
  );
  console.log(line("choosing values, asking checks", 0, preparing));
  for (const one of tables) console.log(line(one.table, one.rows, one));
  console.log(line("**all**", rows, all));
  const perMillion = (all.seconds / rows) * 1_000_000;
  console.log(`\n1,000,000 rows: ${perMillion.toFixed(1)} s, the goal is ${goal} s.`);
  if (perMillion > goal) process.exitCode = 1;
}

await using server = await startServer(18, settings);
const folder = join("examples", "crm");
const { project } = await readProject(folder);
if (project === undefined) throw new Error(`${folder} cannot be read.`);
const schema = readFileSync(join(folder, "production", "schema.sql"), "utf8");
await measure(server, "crm", [schema], hintsFor("production", project));
await measure(server, "synthetic", syntheticSql, new Map());
