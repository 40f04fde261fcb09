/**
 * What a command may touch of the outside world. Commands take it as a value, so tests run them in process with
 * another folder, environment and output.
 */
export interface Io {
  /** Folder that the command was started in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** May ask questions: a terminal on both ends, and no `--no-input`. */
  readonly interactive: boolean;
  /** The result. */
  out(text: string): void;
  /** Progress and messages. */
  note(text: string): void;
  readonly ask: Questions;
  /** From here until it is disposed of, the first Ctrl-C only sets the signal; the next ends the process. */
  catchInterrupt(): Interrupt;
}

export interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
}

/** Questions to a person. Only called when `interactive`. */
export interface Questions {
  confirm(message: string): Promise<boolean>;
  select<T>(message: string, choices: readonly { readonly name: string; readonly value: T }[]): Promise<T>;
  input(message: string, initial?: string): Promise<string>;
}
