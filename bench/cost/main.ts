/** What hardening costs, on a real server: audit, stamps and the lock, and an owner policy, as ratios of one run. */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import pg from "pg";
import { type Server, startServer } from "../../tests/support/servers.ts";
import {
  bare,
  byMonths,
  byRow,
  byStatement,
  type Design,
  generic,
  locked,
  owned,
  unlocked,
} from "./designs.ts";
import { backend, type Cost, type Costs, cost, measure, median } from "./measure.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    bulk: { type: "string", default: "100000" },
    single: { type: "string", default: "100000" },
    policy: { type: "string", default: "1000000" },
  },
});
const rounds = Number(values.rounds);
const sizes = { bulk: Number(values.bulk), single: Number(values.single) };
const stepNames = [
  "bulk insert",
  "bulk update",
  "bulk delete",
  "single insert",
  "single update",
  "single delete",
];

/** Designs take turns, so that what else the machine does meets all of them. */
async function takeTurns(
  server: Server,
  designs: readonly Design[],
): Promise<ReadonlyMap<string, readonly Costs[]>> {
  const runs = new Map(designs.map(({ name }): [string, Costs[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const design of designs) {
      const database = `${design.name.replaceAll(/\W/g, "_")}_${round}`;
      runs.get(design.name)?.push(await measure(server, design, database, sizes));
      console.error(`round ${round + 1} of ${rounds}: ${design.name}, load ${loadavg()[0]?.toFixed(1)}`);
    }
  }
  return runs;
}

type Runs = ReadonlyMap<string, readonly Costs[]>;

function seconds(runs: Runs, { name }: Design, step: string, kind: keyof Cost): number {
  return median((runs.get(name) ?? []).map((costs) => costs.get(step)?.[kind] ?? Number.NaN));
}

/** `1.52 (cpu 1.48)` */
function ratio(
  runs: Runs,
  design: Design,
  base: Design,
  step: string,
): { wall: number; cpu: number; shown: string } {
  const of = (kind: keyof Cost) => seconds(runs, design, step, kind) / seconds(runs, base, step, kind);
  const [wall, cpu] = [of("wall"), of("cpu")];
  return { wall, cpu, shown: `${wall.toFixed(2)} (${cpu.toFixed(2)})` };
}

function verdict(met: boolean): string {
  return met ? "met" : "**missed**";
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function auditTable(runs: Runs): string {
  const goals: Readonly<Record<string, number>> = {
    "bulk insert": 5,
    "bulk update": 5,
    "single insert": 1.6,
    "single update": 1.6,
    "single delete": 1.6,
  };
  const rows = stepNames.map((step) => {
    const audit = ratio(runs, byRow, bare, step);
    const others = ratio(runs, generic, bare, step);
    const goal = goals[step];
    const cheaper = (others.wall - 1) / (audit.wall - 1);
    const timesCheaper = others.wall / audit.wall;
    return [
      step,
      `${seconds(runs, bare, step, "wall").toFixed(2)} s`,
      audit.shown,
      goal === undefined ? "" : `${goal}: ${verdict(audit.wall <= goal)}`,
      ratio(runs, byMonths, bare, step).shown,
      ratio(runs, byStatement, bare, step).shown,
      others.shown,
      `${timesCheaper.toFixed(1)}: ${verdict(timesCheaper >= 2.5)}`,
      cheaper.toFixed(1),
    ];
  });
  const header = [
    "step",
    "no audit",
    "audit",
    "goal",
    "by months",
    "by statement",
    "generic",
    "cheaper (goal 2.5)",
    "overhead cheaper",
  ];
  return table(header, rows);
}

function stampTable(runs: Runs): string {
  const rows = ["bulk update", "single update"].map((step) => {
    const both = ratio(runs, locked, unlocked, step);
    return [
      step,
      `${seconds(runs, unlocked, step, "wall").toFixed(2)} s`,
      both.shown,
      `1.15: ${verdict(both.wall <= 1.15)}`,
    ];
  });
  return table(["step", "neither", "version and updated_at", "goal"], rows);
}

/**
 * The same rows by the policy and by a condition, in turns of one session, which changes its role: two sessions differ by
 * what else runs on their processors.
 */
async function policyTable(server: Server, count: number): Promise<string> {
  const db = new pg.Client(await server.createDatabase("policy"));
  await db.connect();
  for (const statement of owned.statements) await db.query(statement);
  await db.query(`INSERT INTO accounts (id, owner_id, name, email, phone, status, notes, balance, visits)
    SELECT i, md5((i % 1000)::text)::uuid, 'n' || i, 'e', 'p', 'active', 'x', i % 1000, 1 FROM generate_series(1, ${count}) i`);
  await db.query("VACUUM ANALYZE accounts");
  const owner = "c4ca4238-a0b9-2382-0dcc-509a6f75849b"; // md5('1')
  await db.query(`SET app.user_id = '${owner}'`);
  const queries = [
    { what: "sum over one's rows", every: "SELECT sum(balance) FROM accounts", and: "WHERE" },
    { what: "one row by its key", every: "SELECT name FROM accounts WHERE id = 1", and: "AND" },
  ];
  const pids = [await backend(db)];
  const rows: string[][] = [];
  for (const { what, every, and } of queries) {
    const turnOf = async (role: string, name: string, text: string) => {
      await db.query(`SET ROLE ${role}`);
      await db.query({ name, text }); // planned for this role
      return await cost(pids, async () => {
        for (let i = 0; i < 200; i++) await db.query({ name, text });
      });
    };
    const [plain, secured]: [Cost[], Cost[]] = [[], []];
    for (let turn = 0; turn < 25; turn++) {
      plain.push(await turnOf("postgres", `${what} plain`, `${every} ${and} owner_id = '${owner}'`));
      secured.push(await turnOf("authenticated", `${what} secured`, every));
    }
    const of = (kind: keyof Cost, costs: readonly Cost[]) => median(costs.map((one) => one[kind]));
    const [wall, cpu] = [of("wall", secured) / of("wall", plain), of("cpu", secured) / of("cpu", plain)];
    rows.push([
      what,
      `${((of("wall", plain) * 1000) / 200).toFixed(3)} ms`,
      `${wall.toFixed(2)} (${cpu.toFixed(2)})`,
      `1.1: ${verdict(wall <= 1.1)}`,
    ]);
  }
  await db.end();
  return table(["query", "the same condition, no policy", "owner policy", "goal"], rows);
}

/** As a server in use has them: with the least memory, a log that outgrows it would be written while rows are. */
const settings = { shared_buffers: "512MB", max_wal_size: "4GB", autovacuum: "off" };

await using server = await startServer(15, settings);
const audit = await takeTurns(server, [bare, byRow, byMonths, byStatement, generic]);
const stamps = await takeTurns(server, [unlocked, locked]);
const policy = await policyTable(server, Number(values.policy));
console.log(`PostgreSQL 15, ${sizes.bulk} rows in bulk, ${sizes.single} one by one, medians of ${rounds}; load ${loadavg()
  .map((n) => n.toFixed(1))
  .join(", ")}.
Times slower by the clock; in parentheses by processor time of the server's process.

## Audit

${auditTable(audit)}

## Optimistic lock and updated_at

${stampTable(stamps)}

## Owner policy, ${values.policy} rows

${policy}`);
