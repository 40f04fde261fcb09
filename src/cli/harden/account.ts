import { type ExitCode, exitCode } from "../../model/app-error.ts";
import type { Account, PutAside, TableAccount } from "../../production/carrying/account.ts";
import type { Io } from "../io.ts";
import { count, toJson } from "../prototype/report.ts";

interface Carried {
  /** Where to, without a password. */
  readonly name: string;
  readonly dryRun: boolean;
}

export function exitOfAccount({ aside, homeless }: Account): ExitCode {
  return aside.length > 0 || homeless.length > 0 ? exitCode.findings : exitCode.ok;
}

export function accountToJson(account: Account, { name, dryRun }: Carried): string {
  const ok = exitOfAccount(account) === exitCode.ok;
  const aside = account.aside.map((one) => ({ ...one, help: whatToDo(one) }));
  return toJson({ ok, target: name, dryRun, ...account, aside });
}

/** What became of the rows, table by table; what was put aside with its reason and what can be done. */
export function printAccount(account: Account, { name, dryRun }: Carried, io: Io): void {
  const { tables, aside, homeless, filled } = account;
  const total = tables.reduce((sum, { carried }) => sum + carried, 0);
  const lines = [
    `${dryRun ? "Would carry" : "Carried"} ${count(total, "row")} to ${name}:`,
    ...table(tables),
  ];
  for (const { table, column, rows } of filled)
    lines.push(`${count(rows, "row")} got the value given for ${table}.${column}.`);
  if (aside.length + homeless.length > 0)
    lines.push("", `In schema_quarantine.rows there${dryRun ? " would be" : ""}:`);
  for (const one of aside) {
    lines.push(`  ${one.table} in ${one.module}: ${count(one.rows, "row")}, ${one.reason}`);
    const help = whatToDo(one);
    if (help !== undefined) lines.push(`    help: ${help}`);
  }
  for (const { module, table, columns, rows } of homeless)
    lines.push(
      `  ${table} in ${module}: ${count(rows, "row")} with values of ${columns.join(", ")}, which production has no field for`,
    );
  io.out(lines.join("\n"));
  if (aside.length > 0)
    io.note(
      "The prototypes are as they were. What is mended there is carried when the command is run again.",
    );
}

const columns = ["read", "carried", "merged", "present", "aside"] as const;

function table(tables: readonly TableAccount[]): readonly string[] {
  const head = ["table", "module", ...columns];
  const rows = tables.map((one) => [
    one.home ?? one.table,
    one.module,
    ...columns.map((column) => one[column].toLocaleString("en-US")),
  ]);
  const all = [head, ...rows.sort(([a = "", b = ""], [c = "", d = ""]) => (a + b < c + d ? -1 : 1))];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  return all.map(
    (row) =>
      `  ${row.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ")}`,
  );
}

/** A way to carry the rows after all, where an option is one. */
function whatToDo({ reason, home, table }: PutAside): string | undefined {
  const missing = /^(.+): NOT NULL$/s.exec(reason)?.[1]?.split(", ");
  if (missing !== undefined) {
    const given = missing.filter((column) => column !== "created_by");
    const options = [
      ...(given.length < missing.length ? ["--as <id of the user who carries>"] : []),
      ...given.map((column) => `--fill ${home ?? table}.${column}=<value>`),
    ];
    return `Give what is missing: ${options.join(" ")}`;
  }
  if (reason.startsWith("rows with this key disagree"))
    return `--prefer ${home ?? table}=<module> says whose values stand.`;
  return undefined;
}
