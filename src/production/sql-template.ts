import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../model/package-root.ts";

const templates = join(packageRoot(), "templates/sql");

/**
 * A file of `templates/sql`, its `{{places}}` filled with SQL that is quoted already. A `$body$` quote gets another tag
 * where a value contains it, so a name cannot end a function's body.
 */
export function sqlFromTemplate(file: string, values: Readonly<Record<string, string>>): string {
  const unused = new Set(Object.keys(values));
  const tag = freeTag(Object.values(values));
  const sql = readFileSync(join(templates, `${file}.sql`), "utf8")
    .trimEnd()
    .replaceAll("$body$", () => tag)
    .replaceAll(/\{\{(.+?)\}\}/g, (_, place: string) => {
      const value = values[place];
      if (value === undefined) throw new Error(`Template ${file}.sql has no value for {{${place}}}.`);
      unused.delete(place);
      return value;
    });
  if (unused.size > 0) throw new Error(`Template ${file}.sql has no place for ${[...unused].join(", ")}.`);
  return sql;
}

function freeTag(values: readonly string[]): string {
  for (let number = 1, tag = "$body$"; ; number++, tag = `$body${number}$`) {
    if (!values.some((value) => value.includes(tag))) return tag;
  }
}
