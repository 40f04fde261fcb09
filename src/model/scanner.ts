/** What a text could not be read as: where, why, and what to write instead. */
export class Misfit extends Error {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  readonly help: string | undefined;

  constructor(code: string, message: string, at: { start: number; end: number }, help?: string) {
    super(message);
    this.code = code;
    this.start = at.start;
    this.end = at.end;
    this.help = help;
  }
}

/** Reads a one-line text from left to right; spaces before a piece are skipped. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Takes what the pattern (with the flag `y`) matches here, or nothing. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.here;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.at = pattern.lastIndex;
    return match[0];
  }

  /** Takes everything that is left, without spaces around it. */
  rest(): string {
    const rest = this.left();
    this.at = this.text.length;
    return rest;
  }

  /** Everything that is left, without spaces around it. */
  left(): string {
    return this.text.slice(this.here).trimEnd();
  }

  /** Where the next piece begins. */
  get here(): number {
    let at = this.at;
    while (/\s/.test(this.text.charAt(at))) at++;
    return at;
  }

  get done(): boolean {
    return this.here >= this.text.length;
  }

  /** A misfit of everything that is left, or of what was taken since `start`. */
  misfit(code: string, message: string, help?: string, start?: number): Misfit {
    const at =
      start === undefined
        ? { start: this.here, end: this.here + Math.max(1, this.left().length) }
        : { start, end: Math.max(this.at, start + 1) };
    return new Misfit(code, message, at, help);
  }
}

const listItem = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[^,()'"][^,()]*/y;

/** `(Active, 'New York', "a, b")`: items with or without quotes, parentheses included. */
export function takeList(scanner: Scanner, what: string): string[] {
  const start = scanner.here;
  if (scanner.take(/\(/y) === undefined) {
    throw scanner.misfit("definition/syntax", `${what} must be listed in parentheses.`, `Write (a, b).`);
  }
  const items: string[] = [];
  while (true) {
    const item = scanner.take(listItem);
    if (item === undefined)
      throw scanner.misfit(
        "definition/syntax",
        `A value is missing in the list of ${what}.`,
        "Write (a, b); quote a value that holds a comma or parentheses.",
        start,
      );
    items.push(unquote(item.trim()));
    if (scanner.take(/,/y) !== undefined) continue;
    if (scanner.take(/\)/y) !== undefined) return items;
    throw scanner.misfit(
      "definition/syntax",
      `The list of ${what} is not closed.`,
      `Close it with ")"; quote a value that holds a comma or parentheses.`,
      start,
    );
  }
}

/** The text inside single or double quotes; doubled quotes inside stand for one. */
export function unquote(text: string): string {
  const quote = text.charAt(0);
  if (text.length < 2 || (quote !== "'" && quote !== '"') || !text.endsWith(quote)) return text;
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}
