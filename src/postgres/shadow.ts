import type { Connection } from "./connection.ts";
import { openPglite } from "./pglite.ts";
import { fingerprint, resetCluster } from "./reset.ts";

export interface ShadowOptions {
  /** Keeps the image of an empty cluster. */
  readonly cacheDir?: string | undefined;
  /** Statements that every scratch starts with: what a platform has of its own (roles, an `auth` schema). */
  readonly preamble?: readonly string[] | undefined;
}

/** A shadow. PostgreSQL starts with the first scratch, so a shadow that nobody uses costs nothing. */
export async function openShadow(options: ShadowOptions = {}): Promise<Shadow> {
  return new Shadow(() => openPglite({ cacheDir: options.cacheDir }), options.preamble ?? []);
}

/** A throwaway PostgreSQL. Each scratch finds it empty but for the preamble; scratches run one after the other. */
export class Shadow implements AsyncDisposable {
  readonly preamble: readonly string[];
  readonly #open: () => Promise<Connection>;
  #connection: Connection | undefined;
  #emptyFingerprint: string | undefined;
  #used = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(open: () => Promise<Connection>, preamble: readonly string[]) {
    this.#open = open;
    this.preamble = preamble;
  }

  /** Runs work on an empty database. What it leaves behind, roles and session state included, is gone in the next. */
  async scratch<T>(work: (db: Connection) => Promise<T>): Promise<T> {
    const result = this.#queue.then(async () => {
      const db = await this.#empty();
      this.#used = true;
      for (const statement of this.preamble) await db.execute(statement);
      return await work(db);
    });
    this.#queue = result.catch(() => undefined);
    return await result;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#queue;
    await this.#close();
  }

  async #empty(): Promise<Connection> {
    if (this.#connection !== undefined && this.#used && !(await this.#cleaned(this.#connection))) {
      await this.#close();
    }
    if (this.#connection === undefined) {
      this.#connection = await this.#open();
      // Also on a new cluster: `public` is then made in the same way everywhere.
      if (!(await resetCluster(this.#connection))) throw new Error("The shadow cannot be reset.");
      this.#emptyFingerprint = await fingerprint(this.#connection);
    }
    this.#used = false;
    return this.#connection;
  }

  async #cleaned(db: Connection): Promise<boolean> {
    return (await resetCluster(db)) && (await fingerprint(db)) === this.#emptyFingerprint;
  }

  async #close(): Promise<void> {
    await this.#connection?.[Symbol.asyncDispose]();
    this.#connection = undefined;
  }
}
