import { stat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { AppError, exitCode } from "../../model/app-error.ts";
import { type Finding, hasErrors, type Source, type Span } from "../../model/finding.ts";
import { afterRows, afterSemicolon, nextPiece, type Piece } from "../../postgres/split-sql.ts";
import { isFile, listSqlFiles, readSqlFile, slashed, standsIn } from "./files.ts";
import { type MetaCommand, readMetaCommand } from "./meta-command.ts";
import { isSyntaxProblem, loadParser, type Node, type Parse, type SyntaxProblem } from "./parse.ts";
import { Script } from "./script.ts";
import type { SqlSource } from "./source.ts";

export interface ReadOptions {
  /** Paths are shown relative to this folder, and `\i` looks here first; the current one when absent. */
  readonly relativeTo?: string | undefined;
}

/**
 * Reads an SQL file, or the `.sql` files of a folder in the order of their paths, the way psql would. All syntax errors of all files
 * are among the findings. Throws when there is nothing to read.
 */
export async function readSqlSource(path: string, options: ReadOptions = {}): Promise<SqlSource> {
  const base = resolve(options.relativeTo ?? ".");
  const start = resolve(base, path);
  const found = await stat(start).catch(() => undefined);
  if (found === undefined) throw nothing("sql/no-file", `There is no file or folder ${path}.`);
  const paths = found.isDirectory() ? await listSqlFiles(start) : [start];
  if (paths.length === 0)
    throw nothing(
      "sql/empty-folder",
      `There is no .sql file in ${path}.`,
      "Name the folder that holds your SQL files.",
    );
  const reader = new Reader(await loadParser(), base, found.isDirectory() ? start : dirname(start));
  return await reader.read(paths);
}

function nothing(code: string, message: string, help?: string): AppError {
  return new AppError({ code, severity: "error", message, help }, { exit: exitCode.unreachable });
}

class Reader {
  readonly #parse: Parse;
  readonly #base: string;
  /** Included files stand below one of these. */
  readonly #folders: readonly string[];
  readonly #findings: Finding[] = [];
  readonly #script = new Script((finding) => this.#findings.push(finding));
  readonly #sources = new Map<string, Source | undefined>();
  readonly #read = new Set<string>();
  /** COPY … FROM stdin, whose rows are left out. */
  readonly #rows: Span[] = [];
  /** The files that are being read, each included by the one before. */
  readonly #open: string[] = [];
  #database: string | undefined;

  constructor(parse: Parse, base: string, folder: string) {
    this.#parse = parse;
    this.#base = base;
    this.#folders = [base, folder];
  }

  /** A file that another one includes is read there, and not once more in its own place. */
  async read(paths: readonly string[]): Promise<SqlSource> {
    const included = paths.length > 1 ? await this.#included(paths) : new Set<string>();
    for (const path of paths) if (!included.has(path)) await this.#readFile(path);
    for (const path of paths) if (!this.#read.has(path)) await this.#readFile(path); // they include each other
    this.#script.end();
    this.#reportRows();
    return this.#result();
  }

  #result(): SqlSource {
    const files = [...this.#sources.values()].filter((source) => source !== undefined);
    const { statements } = this.#script;
    const findings = this.#findings;
    if (statements.length === 0 && !hasErrors(findings))
      findings.push({
        code: "sql/no-statements",
        severity: "warning",
        message: `Nothing is made in ${files.map(({ path }) => path).join(", ")}: the schema is empty.`,
      });
    return { files, statements, findings };
  }

  async #included(paths: readonly string[]): Promise<ReadonlySet<string>> {
    const included = new Set<string>();
    for (const path of paths) {
      const source = await this.#source(path);
      if (source === undefined || !/\\i/.test(source.text)) continue;
      for (const piece of pieces(source.text)) {
        if (piece.kind !== "command") continue;
        const span = { source, start: piece.start, end: piece.end };
        const command = readMetaCommand(textOf(span), span);
        if (command.kind !== "include") continue;
        const found = await this.#find(command, path);
        if (found !== undefined && found !== path) included.add(found);
      }
    }
    return included;
  }

  /** Each file is read once, however often it is included. */
  async #source(path: string): Promise<Source | undefined> {
    if (!this.#sources.has(path)) {
      const read = await readSqlFile(path, slashed(relative(this.#base, path)));
      if ("code" in read) this.#findings.push(read);
      this.#sources.set(path, "code" in read ? undefined : read);
    }
    return this.#sources.get(path);
  }

  async #readFile(path: string): Promise<void> {
    this.#read.add(path);
    const source = await this.#source(path);
    if (source === undefined) return;
    this.#open.push(path);
    for (
      let at = 0, piece = nextPiece(source.text, at);
      piece !== undefined;
      piece = nextPiece(source.text, at)
    ) {
      const span = { source, start: piece.start, end: piece.end };
      if (piece.kind === "command") {
        await this.#command(span, path);
        at = piece.next;
      } else at = this.#statement(span, piece);
    }
    this.#open.pop();
  }

  /** Gives where to go on. */
  #statement(at: Span, piece: Piece): number {
    const text = at.source.text;
    const sql = textOf(at);
    const parsed = this.#parse(sql);
    if (parsed === undefined) return piece.next;
    if (isSyntaxProblem(parsed)) {
      this.#findings.push(syntaxFinding(parsed, at));
      return piece.ending === "unclosed" ? afterSemicolon(text, at.start + parsed.offset) : piece.next;
    }
    if (piece.ending === "command") {
      this.#findings.push(notEnded(at));
      return piece.next;
    }
    if (!isCopyFromStdin(parsed)) {
      this.#script.add(parsed, sql, at);
      return piece.next;
    }
    this.#rows.push(at);
    return afterRows(text, piece.next);
  }

  async #command(at: Span, path: string): Promise<void> {
    const command = readMetaCommand(textOf(at), at);
    if (command.kind === "include") await this.#include(command, path, at);
    else if (command.kind === "connect") this.#connect(command.database, at);
    else if (command.kind === "refused") this.#findings.push(command.finding);
  }

  async #include(command: Include, from: string, at: Span): Promise<void> {
    const refuse = (code: string, message: string, help?: string) =>
      this.#findings.push({ code, severity: "error", message, at, help });
    const path = await this.#find(command, from);
    if (path === undefined) {
      refuse("sql/include-missing", `There is no file ${command.path}.`, this.#searched(command));
    } else if (this.#open.includes(path)) {
      const chain = [...this.#open.slice(this.#open.indexOf(path)), path];
      const shown = chain.map((file) => slashed(relative(this.#base, file))).join(" -> ");
      refuse("sql/include-cycle", `Files include each other: ${shown}.`);
    } else if (!(await standsIn(path, this.#folders))) {
      const help = "Only files below the current folder and the source's own folder are read.";
      refuse("sql/include-outside", `${command.path} leads outside.`, help);
    } else await this.#readFile(path);
  }

  /** As psql does: `\ir` looks beside the file, `\i` in the current folder; where that has none, beside the file too. */
  async #find({ path, besideFile }: Include, from: string): Promise<string | undefined> {
    const beside = resolve(dirname(from), path);
    for (const candidate of besideFile ? [beside] : [resolve(this.#base, path), beside])
      if (await isFile(candidate)) return candidate;
    return undefined;
  }

  #searched({ besideFile }: Include): string {
    return besideFile
      ? "It is looked for beside the file that includes it."
      : "It is looked for in the current folder, then beside the file that includes it.";
  }

  /** Connecting once is what `pg_dump --create` does; a second database is another schema. */
  #connect(database: string, at: Span): void {
    this.#database ??= database;
    if (this.#database === database) return;
    this.#findings.push({
      code: "sql/several-databases",
      severity: "error",
      message: `What stands from here on belongs to another database than "${this.#database}".`,
      at,
      help: "Give each database a file of its own: pg_dump writes one, pg_dumpall all.",
    });
  }

  #reportRows(): void {
    for (const source of new Set(this.#rows.map(({ source }) => source))) {
      const blocks = this.#rows.filter((at) => at.source === source);
      this.#findings.push({
        code: "sql/rows-left-out",
        severity: "warning",
        message: `The rows of ${blocks.length} COPY … FROM stdin in ${source.path} are left out: only the schema is read.`,
        at: blocks[0],
        help: "pg_dump --schema-only writes none. Rows that belong to the schema can be written as INSERT.",
      });
    }
  }
}

type Include = Extract<MetaCommand, { readonly kind: "include" }>;

function* pieces(text: string): Iterable<Piece> {
  for (let piece = nextPiece(text, 0); piece !== undefined; piece = nextPiece(text, piece.next)) yield piece;
}

function textOf({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

function isCopyFromStdin(node: Node): boolean {
  if (!("CopyStmt" in node)) return false;
  const { is_from, is_program, filename } = node.CopyStmt;
  return is_from === true && is_program !== true && filename === undefined;
}

function notEnded(at: Span): Finding {
  return {
    code: "sql/not-ended",
    severity: "error",
    message: "A psql command stands inside this statement.",
    at,
    help: "End the statement with a semicolon before the command.",
  };
}

function syntaxFinding({ message, offset }: SyntaxProblem, { source, start, end }: Span): Finding {
  const at = Math.min(start + offset, end);
  const word = /^(?:[\p{L}\p{N}_$]+|.)/u.exec(source.text.slice(at, Math.min(end, at + 100)))?.[0] ?? "";
  const variable = word === ":";
  return {
    code: variable ? "sql/psql-variable" : "sql/syntax",
    severity: "error",
    message: variable
      ? "psql's variables are not filled in."
      : `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    at: { source, start: at, end: at + Math.max(1, word.length) },
    ...(variable && { help: "Write the value itself, or make the file with psql's variables filled in." }),
  };
}
