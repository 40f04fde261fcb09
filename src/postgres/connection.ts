/** A session of a PostgreSQL, embedded or on a server. Closed by `await using`. */
export interface Connection extends AsyncDisposable {
  /** `server_version_num`: 150018, 180006. */
  readonly version: number;
  /** True for the PostgreSQL inside this process (PGlite); it has exactly one session. */
  readonly embedded: boolean;
  /** Runs one statement; `params` stand for $1, $2, … */
  query<Row extends object>(sql: string, params?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs statements separated by semicolons, without parameters. */
  execute(sql: string): Promise<void>;
}
