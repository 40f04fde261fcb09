import { writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readPairs } from "./cases.ts";
import { type Cluster, embeddedCluster, serverCluster } from "./clusters.ts";
import { judge, type Verdict } from "./judge.ts";
import { NoJudge } from "./native-dump.ts";
import { meetsGoals, renderReport } from "./report.ts";

const usage = `Usage: npm run corpus -- <folder> [--server 15|18|all] [--only <pattern>] [--json <file>]

Plans, executes and takes back every pair of schemas of a suite. pg_dump says whether the target is reached.`;

const clusters: Readonly<Record<string, () => Promise<Cluster>>> = {
  "15": () => serverCluster(15),
  "18": () => embeddedCluster(resolve("node_modules/.cache/schema-lifecycle")),
};

/** 0: the goals are met; 1: they are not; 2: wrong usage; 3: a PostgreSQL, or its judge, is not to be had. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      server: { type: "string", default: "all" },
      only: { type: "string", default: "" },
      json: { type: "string" },
    },
  });
  const [folder] = positionals;
  const versions = values.server === "all" ? Object.keys(clusters) : [values.server];
  const open = versions.map((version) => clusters[version]);
  if (folder === undefined || positionals.length > 1 || open.includes(undefined)) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const pairs = await readPairs(resolve(folder), new RegExp(values.only));
  const verdicts: Verdict[] = [];
  for (const start of open) {
    if (start === undefined) continue;
    await using cluster = await start();
    for (const pair of pairs) {
      verdicts.push(...(await judge(pair, cluster)));
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${cluster.title}: ${pair.name}`);
    }
  }
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(verdicts, undefined, 2)}\n`);
  process.stdout.write(`${renderReport(basename(resolve(folder)), verdicts)}\n`);
  return meetsGoals(verdicts) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof NoJudge)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 3;
}
