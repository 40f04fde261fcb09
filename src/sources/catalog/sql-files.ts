import type { KindName } from "../../postgres/definitions.ts";
import { kindNames } from "../../postgres/kinds/index.ts";
import type { Statement } from "../../postgres/plan.ts";
import { renderSql } from "../../postgres/render.ts";

/** Files by the kinds that they begin with, in the order in which a plan makes kinds: a new kind falls in among its neighbours. */
const filesByFirstKind: readonly (readonly [KindName, string])[] = [
  ["schema", "10_types"],
  ["sequence", "15_sequences"],
  ["table", "20_tables"],
  ["view", "30_views"],
  ["function", "40_functions"],
  ["rule", "50_triggers"],
  ["policy", "60_policies"],
  ["publication", "70_publications"],
  ["grant", "80_grants"],
  ["comment", "85_comments"],
  ["event trigger", "90_event_triggers"],
];
/** What a plan does to tables once everything is there. */
const last = "95_constraints";

/**
 * Statements as files whose names sort in the order in which they have to run. A statement that has to wait for one of a later
 * file stands there too.
 */
export function sqlFiles(
  folder: string,
  statements: readonly Statement[],
  title: string,
): ReadonlyMap<string, string> {
  const files = new Map<string, Statement[]>();
  let current = "";
  for (const statement of statements) {
    const file = fileOf(statement);
    if (file > current) current = file;
    files.set(current, [...(files.get(current) ?? []), statement]);
  }
  return new Map(
    [...files].map(([file, own]) => [`${folder}${file}.sql`, `-- ${title}\n\n${renderSql(own)}`]),
  );
}

function fileOf({ change, phase }: Statement): string {
  if (phase !== "expand") return last;
  const rank = kindNames.indexOf(kindOfChange(change));
  return filesByFirstKind.findLast(([kind]) => kindNames.indexOf(kind) <= rank)?.[1] ?? last;
}

/** `create materialized view public.totals` */
function kindOfChange(change: string): KindName {
  const words = change.slice(change.indexOf(" ") + 1);
  const found = kindNames
    .filter((kind) => words.startsWith(`${kind} `))
    .toSorted((a, b) => b.length - a.length)[0];
  if (found === undefined) throw new Error(`The change "${change}" is of no known kind.`);
  return found;
}
