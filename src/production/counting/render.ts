import type { Collision } from "./collisions.ts";
import type { Answer, Counted } from "./count.ts";

/** What stands in the way of moving the rows of prototypes to production, for people. */
export function renderCounts(counted: readonly Counted[], collisions: readonly Collision[]): string {
  const answers = counted.flatMap((each) => each.answers);
  const refused = answers.filter(isRefused);
  const unasked = answers.filter((one) => one.rows === undefined);
  return [
    ...refused.map(renderRefused),
    ...collisions.map(
      ({ table, modules, keys }) =>
        `${table}: ${keys} keys are in more than one prototype (${modules.join(", ")}). One key is one row of production: --carry-to unites rows that do not contradict each other; give new keys to those that are not one.`,
    ),
    ...counted.flatMap(({ module, leftOut }) =>
      leftOut.map(
        (table) => `${table} in ${module}: production has no such table, so its rows have nowhere to go.`,
      ),
    ),
    ...(unasked.length === 0 ? [] : [["Not counted:", ...unasked.map(renderUnasked)].join("\n")]),
    `${answers.length - unasked.length} demands were counted in ${counted.map(({ module }) => module).join(", ")}: ${refused.length === 0 ? "no row is in the way" : `rows are in the way of ${refused.length}`}. Nothing was changed; --carry-to carries the rows. References to rows of another prototype are looked up in none.`,
  ].join("\n\n");
}

export function isRefused({ rows = 0 }: Answer): boolean {
  return rows > 0;
}

function renderRefused({ module, table, constraint, demand, rows, samples, query, fixes }: Answer): string {
  const like = samples.length === 0 ? "" : `, like ${samples.join(" ")}`;
  return [
    `${table} in ${module}, ${constraint}: ${rows} ${rows === 1 ? "row is" : "rows are"} in the way of ${demand}${like}`,
    `  query: ${query}`,
    ...fixes.map(({ kind, text }) => `  ${kind}: ${text.replaceAll("\n", "\n    ")}`),
  ].join("\n");
}

function renderUnasked({ module, table, constraint, demand, unasked }: Answer): string {
  return `  ${table} in ${module}, ${constraint} (${demand}): ${unasked}`;
}
