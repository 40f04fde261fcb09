import type { Finding } from "../../model/finding.ts";
import type { Connection } from "../../postgres/connection.ts";
import { type DatabaseError, isDatabaseError } from "../../postgres/database-error.ts";
import { ident } from "../../postgres/quote.ts";
import type { Setting, Settings } from "./source.ts";
import { sqlFinding } from "./sql-finding.ts";

/** Runs statements under the session settings that are in force where they stand in their file. */
export class Session {
  readonly #db: Connection;
  /** What was found in SET statements, each told once. */
  readonly findings: Finding[] = [];
  readonly #refused = new Set<Setting>();
  #settings: Settings = new Map();

  constructor(db: Connection) {
    this.#db = db;
  }

  /** Gives PostgreSQL's reason when it refuses the statement. */
  async run(sql: string, settings: Settings): Promise<DatabaseError | undefined> {
    await this.use(settings);
    return await this.#try(sql);
  }

  async use(settings: Settings): Promise<void> {
    if (settings === this.#settings) return;
    // To become another role one has to be oneself again first.
    for (const name of ["role", "session_authorization", ...this.#settings.keys()])
      if (this.#settings.has(name) && settings.get(name) !== this.#settings.get(name))
        await this.#try(`RESET ${settingName(name)}`);
    for (const [name, setting] of settings)
      if (setting !== this.#settings.get(name)) await this.#set(name, setting);
    this.#settings = settings;
  }

  /** Puts the session back to how it was. */
  async reset(): Promise<void> {
    await this.use(new Map());
  }

  async #set(name: string, setting: Setting): Promise<void> {
    const error = await this.#try(setting.sql);
    if (error === undefined || isHarmless(name, error) || this.#refused.has(setting)) return;
    this.#refused.add(setting);
    this.findings.push(sqlFinding(error, setting, { names: [], embedded: this.#db.embedded }));
  }

  async #try(sql: string): Promise<DatabaseError | undefined> {
    try {
      await this.#db.execute(sql);
      return undefined;
    } catch (error) {
      if (!isDatabaseError(error)) throw error;
      return error;
    }
  }
}

/** Settings that dumps of other versions make and this PostgreSQL does not know; none shapes a schema. */
function isHarmless(name: string, error: DatabaseError): boolean {
  return error.code === "42704" && (name.endsWith("_timeout") || name === "default_with_oids");
}

/** `search_path`, `app.tenant` */
function settingName(name: string): string {
  return name.split(".").map(ident).join(".");
}
