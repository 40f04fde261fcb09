import { AppError, exitCode } from "../model/app-error.ts";
import type { Statement } from "../postgres/plan.ts";

const longest = 60;

/** Checks the name that a person gave to an iteration: `add-phone`. */
export function iterationName(text: string): string {
  const slug = slugOf(text);
  if (text === slug && slug !== "") return text;
  throw new AppError(
    {
      code: "prototype/name",
      severity: "error",
      message: `"${text}" cannot name an iteration: it becomes the name of a folder.`,
      help: `Use lower case letters, digits and hyphens, at most ${longest}${slug === "" ? "" : `: ${slug}`}.`,
    },
    { exit: exitCode.usage },
  );
}

/** A name made from what changes: `create-accounts`, `add-accounts-phone-and-2-more`. */
export function nameFromChanges(statements: readonly Statement[]): string {
  const changes = [...new Set(statements.map(({ change }) => change))];
  const tables = changes.filter((change) => / table /.test(change));
  const columns = changes.filter((change) => / column /.test(change));
  const [first = "", ...more] = tables.length > 0 ? tables : columns.length > 0 ? columns : changes;
  const suffix = more.length === 0 ? "" : `-and-${more.length}-more`;
  return slugOf(inWords(first).slice(0, longest - suffix.length)) + suffix;
}

/** `create column crm.accounts.phone` → `add accounts phone` */
function inWords(change: string): string {
  const [action = "", kind = "", ...object] = change.split(" ");
  const [path = "", newName] = object.join(" ").split(" to ");
  const names = path.split(".").slice(kind === "table" ? -1 : -2);
  const verb = action === "create" && kind !== "table" ? "add" : action;
  return [verb, ...names, ...(newName === undefined ? [] : ["to", newName])].join(" ");
}

function slugOf(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{Mark}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, longest)
    .replace(/^-|-$/g, "");
}
