// Plans with @pgkit/migra as its command does.
import migra from "@pgkit/migra";

const [from, to] = process.argv.slice(2);
const start = performance.now();
const migration = await migra.run(from, to, { unsafe: true });
const { sql } = migration;
const milliseconds = performance.now() - start;
const { maxRSS } = process.resourceUsage();
const statements = migration.statements.length;
process.stdout.write(JSON.stringify({ milliseconds, statements, bytes: sql.length, maxRSS }), () => process.exit());
