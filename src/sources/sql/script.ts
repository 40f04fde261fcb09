import type { Finding, Report, Span } from "../../model/finding.ts";
import { place } from "../../model/finding.ts";
import { literal } from "../../postgres/quote.ts";
import { factsOf, kindOf, type Tree } from "./facts.ts";
import { outsideSchema } from "./outside.ts";
import type { Node } from "./parse.ts";
import type { Settings, SqlStatement } from "./source.ts";

interface Transaction {
  readonly at: Span;
  /** Where its statements begin. */
  readonly start: number;
  readonly settings: Settings;
  readonly savepoints: Map<string, { readonly start: number; readonly settings: Settings }>;
  /** Settings as they will be when SET LOCAL ends. */
  lasting: Settings;
}

/**
 * Takes statements in the order of the files, and works in those that steer the session: SET and its like give the
 * statements behind them their settings, and what a file rolls back is left out. Each of the others is then a transaction of its own, and what a transaction does with rows is one.
 */
export class Script {
  readonly statements: SqlStatement[] = [];
  readonly #report: Report;
  #settings: Settings = new Map();
  #transaction: Transaction | undefined;
  readonly #idle: { readonly sql: string; readonly at: Span }[] = [];
  /** The last statement, when it reads or writes rows in an open transaction. */
  #rows: SqlStatement | undefined;

  constructor(report: Report) {
    this.#report = report;
  }

  add(node: Node, sql: string, at: Span): void {
    const rows = this.#rows;
    this.#rows = undefined;
    const outside = outsideSchema(node, at);
    if (outside !== undefined) this.#report(outside);
    else if ("TransactionStmt" in node) this.#steer(node.TransactionStmt, at);
    else if ("VariableSetStmt" in node) this.#set(node.VariableSetStmt, sql, at);
    else if ("DiscardStmt" in node) this.#discard(node.DiscardStmt);
    else if (restoresStatistics.test(sql)) return;
    else {
      if (isIdle(node)) this.#idle.push({ sql, at });
      if (!idleKinds.includes(kindOf(node))) this.#addStatement(node, sql, at, rows);
    }
  }

  /** To be called when all files are read. */
  end(): void {
    this.#reportIdle();
    if (this.#transaction === undefined) return;
    this.#report({
      code: "sql/transaction-not-ended",
      severity: "warning",
      message: "The transaction that begins here never ends; it is read as if it were committed.",
      at: this.#transaction.at,
      help: "End it with COMMIT; psql would roll it back.",
    });
  }

  #reportIdle(): void {
    const [first] = this.#idle;
    if (first === undefined) return;
    const words = new Set(this.#idle.map(({ sql }) => /^\w*/.exec(sql)?.[0].toUpperCase()));
    const what = this.#idle.length === 1 ? "statement changes" : "statements change";
    this.#report({
      code: "sql/no-effect",
      severity: "info",
      message: `${this.#idle.length} ${what} nothing in a schema: ${[...words].join(", ")}.`,
      at: first.at,
    });
  }

  #addStatement(node: Node, sql: string, at: Span, rows: SqlStatement | undefined): void {
    const call = setConfigCall(node);
    if (call === undefined) {
      const statement = { sql, at, settings: this.#settings, ...factsOf(node) };
      const joined = rows === undefined ? undefined : joinRows(rows, statement);
      if (joined === undefined) this.statements.push(statement);
      else this.statements.splice(-1, 1, joined);
      if (statement.data && this.#transaction !== undefined) this.#rows = joined ?? statement;
      return;
    }
    const { name, value, local } = call;
    const lasting = `SELECT pg_catalog.set_config(${literal(name)}, ${literal(value)}, false)`;
    this.#assign(name, { sql: lasting, at }, local);
  }

  #set(tree: Tree<"VariableSetStmt">, sql: string, at: Span): void {
    const { kind, name = "", args, is_local: local = false } = tree;
    if (kind === "VAR_SET_MULTI") return; // SET TRANSACTION: each statement has its own
    if (kind === "VAR_RESET_ALL") this.#forget((set) => set !== "role" && set !== "session_authorization");
    else if (kind === "VAR_RESET" || kind === "VAR_SET_DEFAULT") this.#assign(name, undefined, local);
    else {
      const value = textOf(args?.[0]);
      const role = /^(role|session_authorization)$/.test(name) && value !== "none" ? value : undefined;
      this.#assign(name, { sql: sql.replace(/^SET\s+LOCAL\b/i, "SET"), at, role }, local, value);
    }
  }

  #assign(
    name: string,
    setting: { sql: string; at: Span; role?: string | undefined } | undefined,
    local: boolean,
    value?: string,
  ): void {
    if (name === "client_encoding" || name === "lc_messages") return; // between us and the server
    if (
      name === "standard_conforming_strings" &&
      setting !== undefined &&
      /^(off|false|0|no)$/.test(value ?? "")
    )
      this.#report(backslashStrings(setting.at));
    if (local && this.#transaction === undefined) return; // as PostgreSQL does, which warns
    this.#settings = assigned(this.#settings, name, setting);
    if (!local && this.#transaction !== undefined)
      this.#transaction.lasting = assigned(this.#transaction.lasting, name, setting);
  }

  #discard({ target }: Tree<"DiscardStmt">): void {
    if (target === "DISCARD_ALL") this.#forget(() => true);
  }

  #forget(which: (name: string) => boolean): void {
    this.#settings = new Map([...this.#settings].filter(([name]) => !which(name)));
    if (this.#transaction !== undefined) this.#transaction.lasting = this.#settings;
  }

  #steer({ kind, savepoint_name: name = "" }: Tree<"TransactionStmt">, at: Span): void {
    const transaction = this.#transaction;
    const here = { start: this.statements.length, settings: this.#settings };
    switch (kind) {
      case "TRANS_STMT_BEGIN":
      case "TRANS_STMT_START":
        this.#transaction ??= { ...here, at, savepoints: new Map(), lasting: this.#settings };
        break;
      case "TRANS_STMT_COMMIT":
        if (transaction !== undefined) this.#settings = transaction.lasting;
        this.#transaction = undefined;
        break;
      case "TRANS_STMT_ROLLBACK":
        if (transaction !== undefined) this.#rollBack(transaction, at);
        this.#transaction = undefined;
        break;
      case "TRANS_STMT_SAVEPOINT":
        transaction?.savepoints.set(name, here);
        break;
      case "TRANS_STMT_ROLLBACK_TO": {
        const savepoint = transaction?.savepoints.get(name);
        if (savepoint !== undefined) this.#rollBack(savepoint, at);
        break;
      }
      case "TRANS_STMT_RELEASE":
        break;
      default:
        this.#report({
          code: "sql/not-supported",
          severity: "error",
          message: "Prepared transactions are not read.",
          at,
          help: "End the transaction with COMMIT.",
        });
    }
  }

  #rollBack({ start, settings }: { readonly start: number; readonly settings: Settings }, at: Span): void {
    const undone = this.statements.splice(start);
    this.#settings = settings;
    const first = undone[0];
    if (first === undefined) return;
    const one = undone.length === 1;
    const what = one ? "The statement" : `The ${undone.length} statements`;
    this.#report({
      code: "sql/rolled-back",
      severity: "info",
      message: `${what} from ${place(first.at)} on ${one ? "is" : "are"} rolled back here and left out.`,
      at,
    });
  }
}

/** They change nothing in a schema, or wait for something that cannot come. */
const idleKinds: readonly string[] = [
  "VariableShowStmt",
  "LockStmt",
  "ListenStmt",
  "UnlistenStmt",
  "NotifyStmt",
  "CheckPointStmt",
  "ExplainStmt",
  "DeclareCursorStmt",
  "FetchStmt",
  "ClosePortalStmt",
  "VacuumStmt",
];

function isIdle(node: Node): boolean {
  return idleKinds.includes(kindOf(node)) || ("SelectStmt" in node && onlyReads(node.SelectStmt));
}

/** A function may do anything, so only a query is idle that calls none but those that count rows. */
function onlyReads(tree: Tree<"SelectStmt">): boolean {
  const called = [...JSON.stringify(tree).matchAll(/"FuncCall":\{"funcname":(\[.*?\])/g)];
  return (
    tree.intoClause === undefined &&
    !/"(Insert|Update|Delete|Merge)Stmt":/.test(JSON.stringify(tree)) &&
    called.every(([, name]) => name === '[{"String":{"sval":"count"}}]')
  );
}

/** What pg_dump --statistics writes for the planner. */
const restoresStatistics = /^SELECT \* FROM pg_catalog\.pg_restore_\w+_stats\(/;

/**
 * Statements about rows that follow each other in one transaction are run as one, since constraints may be deferred to its
 * end. Undefined when they cannot be joined.
 */
function joinRows(first: SqlStatement, second: SqlStatement): SqlStatement | undefined {
  const { source, start } = first.at;
  if (!second.data || source !== second.at.source) return undefined;
  const { end } = second.at;
  const text = source.text.slice(start, end);
  const verbatim = first.sql.length === first.at.end - start;
  const commandBetween = source.text.slice(first.at.end, second.at.start).includes("\\");
  return {
    ...first,
    sql: verbatim && !commandBetween ? text : `${first.sql};\n${second.sql}`,
    at: { source, start, end },
    names: [...first.names, ...second.names],
    roles: [...first.roles, ...second.roles],
  };
}

function assigned(
  settings: Settings,
  name: string,
  setting: { sql: string; at: Span; role?: string | undefined } | undefined,
): Settings {
  const changed = new Map(settings);
  if (setting === undefined) changed.delete(name);
  else changed.set(name, setting);
  return changed;
}

/** `SELECT pg_catalog.set_config('search_path', '', false)`, which pg_dump writes instead of SET. */
function setConfigCall(
  node: Node,
): { readonly name: string; readonly value: string; readonly local: boolean } | undefined {
  const target = "SelectStmt" in node ? node.SelectStmt.targetList : undefined;
  const only = target?.length === 1 ? target[0] : undefined;
  const value = only !== undefined && "ResTarget" in only ? only.ResTarget.val : undefined;
  if (value === undefined || !("FuncCall" in value)) return undefined;
  const called = value.FuncCall.funcname?.at(-1);
  if (called === undefined || !("String" in called) || called.String.sval !== "set_config") return undefined;
  const [name, text, local] = value.FuncCall.args ?? [];
  const [setting, to] = [textOf(name), textOf(text)];
  if (setting === undefined || to === undefined) return undefined;
  return { name: setting.toLowerCase(), value: to, local: textOf(local) === "true" };
}

/** The text of a constant. */
function textOf(node: Node | undefined): string | undefined {
  if (node === undefined || !("A_Const" in node)) return undefined;
  const { sval, ival, fval, boolval } = node.A_Const;
  if (sval !== undefined) return sval.sval ?? "";
  if (boolval !== undefined) return String(boolval.boolval ?? false);
  if (ival !== undefined) return String(ival.ival ?? 0);
  return fval?.fval;
}

function backslashStrings(at: Span): Finding {
  return {
    code: "sql/not-supported",
    severity: "error",
    message: "Strings with backslash escapes (standard_conforming_strings off) are not read.",
    at,
    help: "Write such strings as E'…', or dump again with a newer pg_dump.",
  };
}
