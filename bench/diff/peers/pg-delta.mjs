// Plans with @supabase/pg-delta as its command `pgdelta plan` does: both databases read at the same time.
import { extract } from "@supabase/pg-delta/extract";
import { plan } from "@supabase/pg-delta/plan";
import pg from "pg";

const [from, to] = process.argv.slice(2).map((connectionString) => new pg.Pool({ connectionString }));
const start = performance.now();
const [source, desired] = await Promise.all([extract(from), extract(to)]);
const { actions } = plan(source.factBase, desired.factBase);
const sql = actions.map((action) => `${action.sql};\n`).join("");
const milliseconds = performance.now() - start;
await Promise.all([from.end(), to.end()]);
const { maxRSS } = process.resourceUsage();
process.stdout.write(JSON.stringify({ milliseconds, statements: actions.length, bytes: sql.length, maxRSS }));
