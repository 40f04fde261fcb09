import { AppError, exitCode } from "../model/app-error.ts";
import type { Interrupt, Io } from "./io.ts";

/** The real terminal. Prompts load `inquirer` only when one is shown. */
export function terminal(argv: readonly string[]): Io {
  return {
    cwd: process.cwd(),
    env: process.env,
    interactive:
      process.stdin.isTTY === true && process.stderr.isTTY === true && !argv.includes("--no-input"),
    out: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
    ask: {
      confirm: async (message) => (await prompt({ type: "confirm", message, default: false })) as boolean,
      select: async <T>(message: string, choices: readonly { readonly name: string; readonly value: T }[]) =>
        (await prompt({ type: "select", message, choices })) as T,
      input: async (message, initial) =>
        (await prompt({ type: "input", message, default: initial })) as string,
    },
    catchInterrupt,
  };
}

/** Also what a supervisor ends processes with. */
const interrupts = ["SIGINT", "SIGTERM"] as const;

function catchInterrupt(): Interrupt {
  const controller = new AbortController();
  const release = () => {
    for (const name of interrupts) process.off(name, stop);
  };
  const stop = () => {
    release();
    controller.abort();
  };
  for (const name of interrupts) process.on(name, stop);
  return { signal: controller.signal, [Symbol.dispose]: release };
}

async function prompt(question: Record<string, unknown>): Promise<unknown> {
  const { default: inquirer } = await import("inquirer");
  // Questions go to stderr: stdout holds the result alone.
  const ask = inquirer.createPromptModule({ output: process.stderr });
  try {
    const answers = (await ask([{ ...question, name: "answer" }] as never)) as { answer: unknown };
    return answers.answer;
  } catch (error) {
    throw error instanceof Error && error.name === "ExitPromptError" ? cancelled(error) : error;
  }
}

/** Ctrl-C at a question. */
function cancelled(cause: Error): AppError {
  return new AppError(
    {
      code: "cli/cancelled",
      severity: "error",
      message: "Cancelled at a question.",
      help: "Nothing was done after it. Run the command again, or answer with flags: --help lists them.",
    },
    { exit: exitCode.usage, cause },
  );
}
