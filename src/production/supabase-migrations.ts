import { nextPiece } from "../postgres/split-sql.ts";
import { folderName, type Iteration } from "../prototype/iterations.ts";
import { ownTransactions } from "./migration-sql.ts";

/**
 * The recorded migrations as the Supabase CLI runs them: one file after the other, each in one transaction together with
 * its mark in the history. So each transaction of a migration is a file, and so is what cannot run in one.
 */
export function supabaseMigrations(migrations: readonly Iteration[]): ReadonlyMap<string, string> {
  return new Map(migrations.flatMap(filesOf));
}

function filesOf(migration: Iteration): readonly (readonly [path: string, text: string])[] {
  const of = `-- Made by \`schema harden\` of production/migrations/${folderName(migration)}: change the definitions, not this file.`;
  return transactionsIn(migration.up).map((sql, i) => [
    `../supabase/migrations/${versionOf(migration, i)}_${migration.name}${i === 0 ? "" : `_${i + 1}`}.sql`,
    `${of}\n\n${sql}\n`,
  ]);
}

/** A version is a time to the CLI. This one is counted: it is the same whenever and wherever it is made. */
function versionOf({ number }: Iteration, part: number): string {
  const moment = new Date(Date.UTC(2000, 0, 1) + (number * 1000 + part) * 1000);
  return moment.toISOString().replaceAll(/\D/g, "").slice(0, 14);
}

/** The text in pieces that run on their own; the CLI begins and commits. */
function transactionsIn(sql: string): readonly string[] {
  const text = sql.replace(ownTransactions, "");
  const parts: string[][] = [[]];
  for (let from = 0, piece = nextPiece(text, from); piece !== undefined; piece = nextPiece(text, from)) {
    const statement = text.slice(piece.start, piece.end);
    const commented = text.slice(from, piece.next).trim();
    from = piece.next;
    if (/^(SET|RESET) (lock|statement)_timeout\b/.test(statement)) continue;
    if (statement === "BEGIN" || statement === "COMMIT") parts.push([]);
    else if (/^-- not in a transaction$/m.test(commented)) parts.push([commented], []);
    else parts.at(-1)?.push(commented);
  }
  return parts.filter((part) => part.length > 0).map((part) => part.join("\n\n"));
}
