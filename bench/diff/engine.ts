import { performance } from "node:perf_hooks";
// The driver is loaded before the clock starts, as in the peers' programs.
import "pg";
import { planForward } from "../../src/postgres/migrate.ts";
import { readCatalog } from "../../src/postgres/read-catalog.ts";
import { renderSql } from "../../src/postgres/render.ts";
import { connectServer } from "../../src/postgres/server.ts";

// Plans the way between two databases as the peers do, without the way back, or with one database only reads its Catalog, and prints what it took.
const [from, to] = process.argv.slice(2);
if (from === undefined) throw new Error("Usage: engine <URL> [<URL>]");

async function read(url: string) {
  await using db = await connectServer(url);
  return await readCatalog(db);
}

const start = performance.now();
const [source, target] = await Promise.all([read(from), ...(to === undefined ? [] : [read(to)])]);
const statements = target === undefined ? [] : planForward(source, target).statements;
const sql = renderSql(statements);
const milliseconds = performance.now() - start;
const { maxRSS } = process.resourceUsage();
process.stdout.write(
  JSON.stringify({ milliseconds, statements: statements.length, bytes: sql.length, maxRSS }),
);
