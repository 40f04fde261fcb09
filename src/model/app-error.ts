import { type Finding, renderFinding } from "./finding.ts";

/** What the process exits with; listed in `--help`. */
export const exitCode = { ok: 0, findings: 1, usage: 2, unreachable: 3 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/**
 * An expected failure: carries what the user is told, and the exit code. Anything that is thrown and is not an
 * `AppError` is a bug and shows its stack.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly findings: readonly Finding[];
  readonly exit: ExitCode;

  constructor(findings: Finding | readonly Finding[], options: { exit?: ExitCode; cause?: unknown } = {}) {
    const list = "code" in findings ? [findings] : findings;
    super(list.map(renderFinding).join("\n\n"), { cause: options.cause });
    this.findings = list;
    this.exit = options.exit ?? exitCode.findings;
  }
}
