import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type CliOptions, type CliResult, runCli, TemporaryFolder } from "../support/cli.ts";

/** A folder outside any project, with SQL files, in which `schema diff` and `schema apply` run. */
export class DiffFolder implements AsyncDisposable {
  readonly env: Record<string, string> = {};
  readonly path: string;
  readonly #folder: TemporaryFolder;

  private constructor(folder: TemporaryFolder) {
    this.#folder = folder;
    this.path = folder.path;
    this.env.XDG_CACHE_HOME = join(folder.path, ".cache");
  }

  static async create(): Promise<DiffFolder> {
    const folder = new DiffFolder(await TemporaryFolder.create());
    return folder;
  }

  async write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(this.path, file)), { recursive: true });
      await writeFile(join(this.path, file), text);
    }
  }

  async diff(from: string, to: string, ...more: readonly string[]): Promise<CliResult> {
    return await runCli(["diff", "--from", from, "--to", to, ...more], { cwd: this.path, env: this.env });
  }

  async apply(
    from: string,
    to: string,
    more: readonly string[] = [],
    options: Omit<CliOptions, "cwd" | "env"> = {},
  ): Promise<CliResult> {
    const argv = ["apply", "--from", from, "--to", to, ...more];
    return await runCli(argv, { ...options, cwd: this.path, env: this.env });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
  }
}
