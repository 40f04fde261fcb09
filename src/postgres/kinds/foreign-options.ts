import type { ForeignOption } from "../definitions.ts";
import { ident, literal } from "../quote.ts";

/** SQL for the options in a column like `srvoptions`, sorted by name. */
export function foreignOptions(column: string): string {
  return `(SELECT coalesce(json_agg(json_build_object('name', option_name, 'secret', option_value) ORDER BY option_name), '[]')
    FROM pg_options_to_table(${column}))`;
}

/** What CREATE is told, as a list with one entry or none. */
export function optionsClause(options: readonly ForeignOption[]): readonly string[] {
  return options.length === 0 ? [] : [`OPTIONS (${options.map(option).join(", ")})`];
}

/** What ALTER is told, as a list with one entry or none. */
export function optionsChange(
  from: readonly ForeignOption[],
  to: readonly ForeignOption[],
): readonly string[] {
  const [before, after] = [valuesOf(from), valuesOf(to)];
  const actions = [
    ...from.filter(({ name }) => !after.has(name)).map(({ name }) => `DROP ${ident(name)}`),
    ...to.filter(({ name }) => !before.has(name)).map((added) => `ADD ${option(added)}`),
    ...to
      .filter(({ name, secret }) => before.has(name) && before.get(name) !== secret)
      .map((changed) => `SET ${option(changed)}`),
  ];
  return actions.length === 0 ? [] : [`OPTIONS (${actions.join(", ")})`];
}

function option({ name, secret }: ForeignOption): string {
  return `${ident(name)} ${literal(secret)}`;
}

function valuesOf(options: readonly ForeignOption[]): ReadonlyMap<string, string> {
  return new Map(options.map(({ name, secret }) => [name, secret]));
}
