/** A session of a PostgreSQL, embedded or on a server. Closed by `await using`. */
export interface Connection extends AsyncDisposable {
  /** `server_version_num`: 150018, 180006. */
  readonly version: number;
  /** True for the PostgreSQL inside this process (PGlite); it has exactly one session. */
  readonly embedded: boolean;
  /**
   * Runs one statement, after those that were asked for before; `params` stand for $1, $2, … Of the types that drivers disagree on, bigint arrives as a
   * number where that is exact and else as a bigint, numeric and date as text.
   */
  query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs statements separated by semicolons, without parameters. */
  execute(sql: string): Promise<void>;
  /**
   * `COPY <target> FROM STDIN`: rows in COPY's text format, in pieces of any size. Nothing else may be asked meanwhile.
   * @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
   */
  copyIn(target: string, rows: Iterable<string>): Promise<void>;
}

/** OIDs of the types that both drivers are told how to read. */
export const typeOid = { bigint: 20, date: 1082 } as const;

export function parseBigint(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
