import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { z } from "zod";
import { splitStatements } from "./sql.ts";

/** One side of a pair, as statements. */
export interface Side {
  readonly name: "old" | "new";
  /** What makes the schema, set-up included. */
  readonly schema: readonly string[];
  /** Rows that must survive the way to the other side. */
  readonly seed: readonly string[];
}

/** Two schemas, and which ways between them count. */
export interface Pair {
  readonly name: string;
  readonly sides: readonly [Side, Side];
  readonly bothWays: boolean;
  readonly minVersion: number;
  /** Why the files are of no use, whatever the server. */
  readonly unreadable?: string | undefined;
}

const meta = z.object({ minVersion: z.number().default(0) });

/**
 * Reads a suite: every folder with `old.sql` and `new.sql`. `setup.sql` comes before both, `seed-old.sql` and
 * `seed-new.sql` after. Pairs that stand directly in the suite's folder count both ways, pairs in groups from old to new.
 */
export async function readPairs(suite: string, only: RegExp): Promise<readonly Pair[]> {
  const files = await readdir(suite, { recursive: true });
  const folders = files.filter((file) => file.endsWith(`${sep}old.sql`)).map(dirname);
  const names = folders.filter((name) => only.test(name)).sort();
  return await Promise.all(names.map((name) => readPair(suite, name)));
}

async function readPair(suite: string, name: string): Promise<Pair> {
  const folder = join(suite, name);
  const { minVersion } = meta.parse(JSON.parse((await text(folder, "meta.json")) || "{}"));
  const pair = { name: relative(suite, folder), bothWays: !name.includes(sep), minVersion };
  try {
    return { ...pair, sides: [await readSide(folder, "old"), await readSide(folder, "new")] };
  } catch (error) {
    const nothing = { schema: [], seed: [] };
    return {
      ...pair,
      sides: [
        { name: "old", ...nothing },
        { name: "new", ...nothing },
      ],
      unreadable: `PostgreSQL's parser refuses the files: ${error instanceof Error ? error.message : error}`,
    };
  }
}

async function readSide(folder: string, name: "old" | "new"): Promise<Side> {
  const schema = [await text(folder, "setup.sql"), await text(folder, `${name}.sql`)];
  const statements = await Promise.all(schema.map(splitStatements));
  return {
    name,
    schema: statements.flat(),
    seed: await splitStatements(await text(folder, `seed-${name}.sql`)),
  };
}

/** The text of a file, empty when there is none. */
async function text(folder: string, name: string): Promise<string> {
  return await readFile(join(folder, name), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
}
