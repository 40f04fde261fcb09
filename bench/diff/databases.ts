import { connectServer } from "../../src/postgres/server.ts";
import type { Server } from "../../tests/support/servers.ts";
import { tablesSql } from "./tables.ts";

/** URLs of databases with so many tables, and of one with none. */
export interface Databases {
  readonly original: string;
  readonly copy: string;
  readonly changed: string;
  readonly nothing: string;
}

export async function makeDatabases(server: Server, tables: number): Promise<Databases> {
  const original = await makeDatabase(server, `original_${tables}`, tablesSql(tables, "original"));
  const changed = await makeDatabase(server, `changed_${tables}`, tablesSql(tables, "changed"));
  const nothing = await makeDatabase(server, `nothing_${tables}`, []);
  await using admin = await connectServer(server.url());
  await admin.execute(`CREATE DATABASE copy_${tables} TEMPLATE original_${tables}`);
  return { original, copy: server.url(`copy_${tables}`), changed, nothing };
}

/** One transaction for each text: the locks of all of them would not fit into one. */
async function makeDatabase(server: Server, name: string, texts: readonly string[]): Promise<string> {
  const url = await server.createDatabase(name);
  await using db = await connectServer(url);
  for (const text of texts) await db.execute(text);
  await db.execute("VACUUM ANALYZE");
  return url;
}
