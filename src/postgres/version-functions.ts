/** Built-in functions that are new since PostgreSQL 14, by the version that brought them. @see https://www.postgresql.org/docs/release/ */
const newFunctions: Readonly<Record<number, readonly string[]>> = {
  15: ["regexp_count", "regexp_instr", "regexp_like", "regexp_substr"],
  16: [
    "any_value",
    "array_sample",
    "array_shuffle",
    "date_add",
    "date_subtract",
    "erf",
    "erfc",
    "pg_input_error_info",
    "pg_input_is_valid",
    "random_normal",
  ],
  17: ["to_bin", "to_oct", "unicode_assigned", "uuid_extract_timestamp", "uuid_extract_version"],
  18: ["array_reverse", "array_sort", "casefold", "crc32", "crc32c", "gamma", "lgamma", "uuidv4", "uuidv7"],
};

export interface NewFunction {
  readonly name: string;
  readonly since: number;
  /** A call as PostgreSQL prints it: everybody else's functions have their schema before them. */
  readonly call: RegExp;
}

export const functionsByVersion: readonly NewFunction[] = Object.entries(newFunctions).flatMap(
  ([since, names]) =>
    names.map((name) => ({ name, since: Number(since), call: new RegExp(`(?<![\\w.])${name}\\(`) })),
);
