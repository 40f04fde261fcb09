import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type CliResult, runCli, TemporaryFolder } from "../support/cli.ts";

const config = "name: crm\nplatform: postgres\npostgres: 15\n";

/** Config of a project whose development databases are on the server that DATABASE_URL names. */
export const onServer = `${config}development: { url: DATABASE_URL }\n`;

const account = (fields = "") => `entity: account
fields:
  id: uuid primary key = gen_random_uuid()
  name: varchar(255)
  type: varchar(50) in (Residential, Commercial)
  status: varchar(50) in (Active, Inactive) = Active
${fields}`;

const location = `entity: location
fields:
  id: uuid primary key = gen_random_uuid()
  address: text
relations:
  account: -> account
`;

/** The steps in which the document's prototype grows, and some more. Each is the project's changed files. */
export const steps = {
  accounts: {
    "schema.config.yaml": config,
    "entities/account.yaml": account(),
    "modules/master-view/module.yaml": "module: master-view\nuses: { account: all }\n",
  },
  locations: {
    "entities/location.yaml": location,
    "modules/master-view/module.yaml": "module: master-view\nuses: { account: all, location: all }\n",
  },
  phone: { "entities/account.yaml": account("  phone: varchar(20)?\n") },
  phoneRenamed: { "entities/account.yaml": account("  tel: varchar(20)?\n") },
  phoneWas: { "entities/account.yaml": account('  tel: { type: "varchar(20)?", was: phone }\n') },
  phoneGone: { "entities/account.yaml": account() },
  fax: { "entities/account.yaml": account("  phone: varchar(20)?\n  fax: varchar(20)?\n") },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/** A project that grows in steps, in a folder of its own. */
export class PrototypeProject implements AsyncDisposable {
  readonly path: string;
  readonly env: Record<string, string> = {};
  readonly #folder: TemporaryFolder;

  private constructor(folder: TemporaryFolder) {
    this.#folder = folder;
    this.path = folder.path;
  }

  static async create(...taken: readonly (keyof typeof steps)[]): Promise<PrototypeProject> {
    const project = new PrototypeProject(await TemporaryFolder.create("prototype"));
    for (const step of taken) await project.take(step);
    return project;
  }

  /** With its embedded databases, if any. */
  async copy(): Promise<PrototypeProject> {
    const copy = new PrototypeProject(await TemporaryFolder.create("prototype"));
    Object.assign(copy.env, this.env);
    await cp(this.path, copy.path, { recursive: true });
    return copy;
  }

  async take(step: keyof typeof steps): Promise<void> {
    for (const [path, text] of Object.entries(steps[step])) await this.write(path, text);
  }

  async write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(this.path, path)), { recursive: true });
    await writeFile(join(this.path, path), text);
  }

  async read(path: string): Promise<string> {
    return await readFile(join(this.path, path), "utf8");
  }

  /** Runs `schema prototype …`. With answers it may ask. */
  async run(argv: readonly string[], answers?: readonly unknown[]): Promise<CliResult> {
    return await runCli(["prototype", ...argv], { cwd: this.path, env: this.env, answers });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }
}
