import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Io, Questions } from "../../src/cli/io.ts";
import { main } from "../../src/cli/program.ts";

export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** What a command left: exit code, stdout and stderr. */
export interface CliResult {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * Answers to the questions in the order they are asked; a function is called when its question is. Without them the
   * command may not ask.
   */
  readonly answers?: readonly unknown[] | undefined;
  /** Stands for Ctrl-C. */
  readonly interrupt?: AbortSignal | undefined;
}

/** Runs `schema` in this process. */
export async function runCli(argv: readonly string[], options: CliOptions): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    cwd: options.cwd,
    env: options.env ?? {},
    interactive: options.answers !== undefined && !argv.includes("--no-input"),
    out: (text) => void out.push(text),
    note: (text) => void err.push(text),
    ask: scripted(options.answers ?? []),
    catchInterrupt: () => ({
      signal: options.interrupt ?? new AbortController().signal,
      [Symbol.dispose]: () => {},
    }),
  };
  const exit = await main(argv, "0.0.0-test", io);
  return { exit, out: out.join("\n"), err: err.join("\n") };
}

/** Answers in order. A question too many, or an answer that no choice offers, fails the test. */
function scripted(answers: readonly unknown[]): Questions {
  const remaining = [...answers];
  const next = async (message: string): Promise<unknown> => {
    if (remaining.length === 0) throw new Error(`Unexpected question: ${message}`);
    const answer = remaining.shift();
    return typeof answer === "function" ? await answer(message) : answer;
  };
  return {
    confirm: async (message) => (await next(message)) === true,
    input: async (message) => String(await next(message)),
    select: async (message, choices) => {
      const answer = await next(message);
      const choice = choices.find(({ name, value }) => value === answer || name === answer);
      if (choice === undefined) {
        throw new Error(`${message}\nNo such choice: ${answer}. Choices: ${choices.map(({ name }) => name)}`);
      }
      return choice.value;
    },
  };
}

/** A folder of its own under the system's temporary folder. */
export class TemporaryFolder implements AsyncDisposable {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(name = "schema-test"): Promise<TemporaryFolder> {
    return new TemporaryFolder(await mkdtemp(join(tmpdir(), `${name}-`)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** A copy of an example that a test may change, without its embedded databases. */
export async function copyExample(name: string): Promise<TemporaryFolder> {
  const folder = await TemporaryFolder.create(name);
  await cp(join(repository, "examples", name), folder.path, {
    recursive: true,
    filter: (path) => basename(path) !== ".schema",
  });
  return folder;
}

/** Runs the built `schema` in a process of its own. */
export async function runBinary(argv: readonly string[], options: CliOptions): Promise<CliResult> {
  const script = join(repository, await binaryPath());
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [script, ...argv],
      { cwd: options.cwd, env: { ...process.env, ...options.env } },
      (error, out, err) => {
        if (error !== null && typeof error.code !== "number") reject(error);
        else resolve({ exit: Number(error?.code ?? 0), out: out.trimEnd(), err: err.trimEnd() });
      },
    );
  });
}

async function binaryPath(): Promise<string> {
  const { bin } = JSON.parse(await readFile(join(repository, "package.json"), "utf8")) as {
    bin: { schema: string };
  };
  return bin.schema;
}
