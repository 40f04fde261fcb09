/** A stretch of an SQL text as psql cuts it: a statement without its semicolon, or a backslash command. Offsets are UTF-16. */
export interface Piece {
  readonly kind: "statement" | "command";
  readonly start: number;
  readonly end: number;
  /** Where to go on reading. */
  readonly next: number;
  /** How it ends; `unclosed`: the text is over with a parenthesis or a body still open. */
  readonly ending: "semicolon" | "command" | "text" | "unclosed";
}

/** The next piece at or after an offset; comments, white space and empty statements are passed over. */
export function nextPiece(text: string, from: number): Piece | undefined {
  let start = skipSpace(text, from);
  while (text[start] === ";") start = skipSpace(text, start + 1);
  if (start >= text.length) return undefined;
  return text[start] === "\\" ? command(text, start) : statement(text, start);
}

/** The statements of a script without backslash commands. */
export function statementsIn(text: string): readonly string[] {
  const statements: string[] = [];
  for (let piece = nextPiece(text, 0); piece !== undefined; piece = nextPiece(text, piece.next)) {
    statements.push(text.slice(piece.start, piece.end));
  }
  return statements;
}

/** Where the text goes on after the next semicolon, whatever is open. */
export function afterSemicolon(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ";") at = tokenEnd(text, at);
  return Math.min(at + 1, text.length);
}

/** Rows of `COPY … FROM stdin` stand from the next line to a line that is `\.`; gives the offset behind that line. */
export function afterRows(text: string, from: number): number {
  let line = text.indexOf("\n", from) + 1;
  while (line > 0) {
    const end = text.indexOf("\n", line);
    if (/^\\\.\r?$/.test(text.slice(line, end < 0 ? text.length : end)))
      return end < 0 ? text.length : end + 1;
    line = end + 1;
  }
  return text.length;
}

function command(text: string, start: number): Piece {
  const newline = text.indexOf("\n", start);
  const next = newline < 0 ? text.length : newline;
  const end = start + text.slice(start, next).trimEnd().length;
  return { kind: "command", start, end, next, ending: "command" };
}

function statement(text: string, start: number): Piece {
  const nesting = new Nesting();
  let end = start;
  for (let at = start; at < text.length; ) {
    const character = text[at];
    if (character === "\\") return { kind: "statement", start, end, next: at, ending: "command" };
    if (character === ";" && !nesting.open)
      return { kind: "statement", start, end, next: at + 1, ending: "semicolon" };
    const space = spaceEnd(text, at);
    if (space > at) {
      at = space;
      continue;
    }
    const next = tokenEnd(text, at);
    nesting.see(text, at, next);
    at = end = next;
  }
  const ending = nesting.open ? "unclosed" : "text";
  return { kind: "statement", start, end, next: text.length, ending };
}

/** What keeps a semicolon from ending a statement: parentheses, and the body of an SQL routine between BEGIN ATOMIC and END. */
class Nesting {
  #parentheses = 0;
  #blocks = 0;
  #words = "";
  #afterBegin = false;

  get open(): boolean {
    return this.#parentheses > 0 || this.#blocks > 0;
  }

  see(text: string, start: number, end: number): void {
    const character = text[start];
    if (character === "(") this.#parentheses++;
    else if (character === ")") this.#parentheses = Math.max(0, this.#parentheses - 1);
    else if (this.#parentheses === 0 && isWordStart(text.charCodeAt(start)))
      this.#seeWord(text.slice(start, end).toLowerCase());
  }

  #seeWord(word: string): void {
    if (this.#words.length < 40) this.#words += `${word} `;
    if (this.#blocks > 0) {
      if (word === "case") this.#blocks++;
      else if (word === "end") this.#blocks--;
    } else if (this.#afterBegin && word === "atomic" && routine.test(this.#words)) this.#blocks = 1;
    this.#afterBegin = word === "begin";
  }
}

const routine = /^create (or replace )?(function|procedure) /;

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let end = spaceEnd(text, at); end > at; end = spaceEnd(text, at)) at = end;
  return at;
}

const spaces = /[\s\ufeff]+|--[^\r\n]*/y;

/** The end of the white space or comment at an offset; the offset itself when there is none. */
function spaceEnd(text: string, at: number): number {
  if (text.startsWith("/*", at)) return commentEnd(text, at);
  spaces.lastIndex = at;
  return spaces.test(text) ? spaces.lastIndex : at;
}

/** Comments may hold comments. */
function commentEnd(text: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start + 2;
  for (let depth = 1; depth > 0; ) {
    const match = mark.exec(text);
    if (match === null) return text.length;
    depth += match[0] === "/*" ? 1 : -1;
  }
  return mark.lastIndex;
}

const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number = /\d[\w.]*/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;

/** The end of the token, white space or comment at an offset; what is not closed ends with the text. */
function tokenEnd(text: string, at: number): number {
  const space = spaceEnd(text, at);
  if (space > at) return space;
  const code = text.charCodeAt(at);
  if (isWordStart(code)) return wordEnd(text, at);
  switch (text[at]) {
    case "'":
    case '"':
      return quoteEnd(text, at);
    case "$":
      return dollarEnd(text, at);
    default:
      return code >= 48 && code <= 57 ? matchEnd(number, text, at) : at + 1;
  }
}

function isWordStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code >= 128;
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at + 1;
}

/** An E right before a quote begins a string with backslash escapes. */
function wordEnd(text: string, at: number): number {
  const end = matchEnd(word, text, at);
  const escapes = end === at + 1 && (text[at] === "e" || text[at] === "E") && text[end] === "'";
  return escapes ? escapedEnd(text, end) : end;
}

function escapedEnd(text: string, quote: number): number {
  const mark = /\\[\s\S]|''|'/g;
  mark.lastIndex = quote + 1;
  for (let match = mark.exec(text); match !== null; match = mark.exec(text))
    if (match[0] === "'") return mark.lastIndex;
  return text.length;
}

/** A doubled quote reads as two strings side by side, which end in the same place. */
function quoteEnd(text: string, at: number): number {
  const end = text.indexOf(text.charAt(at), at + 1);
  return end < 0 ? text.length : end + 1;
}

function dollarEnd(text: string, at: number): number {
  dollarTag.lastIndex = at;
  const tag = dollarTag.exec(text)?.[0];
  if (tag === undefined) return at + 1;
  const end = text.indexOf(tag, at + tag.length);
  return end < 0 ? text.length : end + tag.length;
}
