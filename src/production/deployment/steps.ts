import { transactionsOf } from "../../postgres/transactions.ts";
import { code, table } from "../markdown.ts";
import type { Deployment } from "./deployment.ts";

/** What to look for when it stops in the middle. */
export function steps({ plan: { statements }, mode }: Deployment): readonly string[] {
  if (mode === "offline") {
    return [
      "## Where it stops in the middle",
      "Nothing has happened: repair what the message says and run it again.",
    ];
  }
  const transactions = transactionsOf(statements);
  const rows = transactions.map(({ statements: own, transactional }, i) => [
    String(i + 1),
    [...new Set(own.map(({ phase }) => phase))].join(", "),
    transactional ? "yes" : "no",
    [...new Set(own.map(({ change }) => change))].map(code).join(", "),
  ]);
  return [
    "## Where it stops in the middle",
    "Transactions before the one that failed stay. Look for what they make:",
    table(["Transaction", "Phase", "All or nothing", "Changes"], rows),
    "`schema apply` goes on from what is there. With psql, run the rest of `up.sql`, from the `BEGIN` of the transaction that failed.",
    ...(transactions.every(({ transactional }) => transactional) ? [] : [interrupted]),
  ];
}

const interrupted =
  "What is not all or nothing may leave an invalid index: find it with the first query above, remove it with `DROP INDEX CONCURRENTLY`, and run that statement again.";
