import { AppError } from "../../model/app-error.ts";
import type { Finding } from "../../model/finding.ts";
import type { Module } from "../../model/model.ts";
import { type Catalog, keyOf } from "../../postgres/catalog.ts";
import type { Connection } from "../../postgres/connection.ts";
import { type DatabaseError, isDatabaseError } from "../../postgres/database-error.ts";
import { ident, literal, qualified } from "../../postgres/quote.ts";
import { fillOrder } from "../../postgres/rows/order.ts";
import { readShapes } from "../../postgres/rows/shape.ts";
import { forcedQuery, lift } from "../../postgres/seed/write.ts";
import type { Prototype } from "../counting/question.ts";
import { readPrototype } from "../counting/read-prototype.ts";
import type { Hardened } from "../harden.ts";
import { tellActor } from "../platform.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { actorEntity, actorType } from "../system-fields.ts";
import { type Account, hasOneOf, readAccount } from "./account.ts";
import { type Home, homesOf, isMadeAnew } from "./homes.ts";
import { quarantineSchema } from "./quarantine.ts";
import { type Fill, fillIn, leavePresent, mergeRows, type Receiver, readTypes, typeOf } from "./settle.ts";
import { houseRows, makeStage, plainText, stageTable } from "./stage.ts";
import { moveSequences, RowsLeftOut, writeRows } from "./write.ts";

/** A prototype's database, opened when its turn has come. */
export interface Source {
  readonly module: string;
  open(): Promise<Connection>;
}

export interface CarryRequest {
  readonly hardened: Hardened;
  readonly modules: readonly Module[];
  readonly fills: readonly Fill[];
  /** The module whose values stand where rows contradict each other, for a table of production or (`*`) for all. */
  readonly preferred: ReadonlyMap<string, string>;
  /** Id of the user who carries: `me()` while rows are written. */
  readonly actor?: string | undefined;
  readonly dryRun: boolean;
  /** Called when all rows of a table were read. */
  told(home: Home, rows: number): void;
}

/**
 * Moves the rows of several prototypes into production's database, in one transaction: all of it, or nothing. Rows with one
 * key become one where they do not contradict each other. What production does not take is put aside with the reason; the
 * prototypes stay as they are.
 * @throws AppError where nothing can be carried at all; nothing is written then
 */
export async function carryRows(
  target: Connection,
  catalog: Catalog,
  sources: readonly Source[],
  request: CarryRequest,
): Promise<Account> {
  await target.execute("BEGIN");
  try {
    const account = await new Carrier(target, catalog, request).carry(sources);
    await target.execute(request.dryRun ? "ROLLBACK" : "COMMIT");
    return account;
  } catch (error) {
    // A session that is lost has nothing to take back.
    await target.execute("ROLLBACK").catch(() => undefined);
    throw asFinding(error);
  }
}

class Carrier {
  readonly #target: Connection;
  readonly #catalog: Catalog;
  readonly #request: CarryRequest;
  readonly #homes: Home[] = [];

  constructor(target: Connection, catalog: Catalog, request: CarryRequest) {
    this.#target = target;
    this.#catalog = catalog;
    this.#request = request;
  }

  async carry(sources: readonly Source[]): Promise<Account> {
    const { hardened, preferred, actor, dryRun } = this.#request;
    const { context } = hardened;
    const target = this.#target;
    const shapes = await readShapes(target, this.#catalog);
    const all = new Map(
      context.model.entities.map((entity) => {
        const shape = shapes.get(`${context.config.schema}.${entity.table}`);
        if (shape === undefined) throw lacks(entity.table);
        const column = entity.fields.find(({ name }) => !shape.columns.some((one) => one.name === name));
        if (column !== undefined) throw lacks(`${entity.table}.${column.name}`);
        return [shape.key, { entity, shape }] as const;
      }),
    );
    for (const statement of plainText) await target.execute(statement);
    const fills = await this.#checkFills(all.values());
    await makeStage(target);
    const prototypes = await this.#stage(sources);

    const receiving = new Set(this.#homes.flatMap(({ entity }) => entity ?? []));
    const receivers = new Map([...all].filter(([, { entity }]) => receiving.has(entity)));
    const groups = fillOrder(shapes)
      .map((group) => group.flatMap(({ key }) => receivers.get(key) ?? []))
      .filter((group) => group.length > 0);
    const made = ({ entity }: Receiver) =>
      entity.fields.filter((field) => isMadeAnew(field, entity, context)).map(({ name }) => name);

    const after = await this.#open([...receivers.values()]);
    for (const home of this.#homes) {
      await houseRows(target, home);
      const receiver = [...receivers.values()].find(({ entity }) => entity === home.entity);
      const prototype = prototypes.get(home.module);
      if (receiver !== undefined && prototype !== undefined)
        await readTypes(target, receiver, home, prototype);
    }
    // Now that it is known which rows are whose: without it, PostgreSQL takes the tables for tiny.
    await target.execute("ANALYZE pg_temp.carried_row");
    for (const receiver of receivers.values()) {
      await mergeRows(target, receiver, preferred.get(receiver.entity.table) ?? preferred.get("*"));
      await leavePresent(target, receiver, made(receiver));
    }
    // What another module says, or production has already, comes before a value that was given for nothing.
    const filled: (Fill & { readonly rows: number })[] = [];
    for (const fill of fills) filled.push({ ...fill, rows: await fillIn(target, fill) });
    if (actor !== undefined) await this.#checkActor(actor, all);
    await writeRows(target, { receivers, groups, made, actor });
    for (const statement of after) await target.execute(statement);
    const account = await readAccount(target, this.#homes);
    await this.#putAside(account);
    if (!dryRun) await moveSequences(target, receivers.values(), context);
    return { ...account, filled };
  }

  async #stage(sources: readonly Source[]): Promise<ReadonlyMap<string, Prototype>> {
    const { schema } = this.#request.hardened.context.config;
    const prototypes = new Map<string, Prototype>();
    for (const { module, open } of sources) {
      await using db = await open();
      try {
        prototypes.set(module, await this.#stageModule(module, db, schema));
      } catch (error) {
        throw isDatabaseError(error) ? unread(module, error) : error;
      }
    }
    return prototypes;
  }

  async #stageModule(module: string, db: Connection, schema: string): Promise<Prototype> {
    const { hardened, modules, told } = this.#request;
    await db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    for (const statement of plainText) await db.execute(statement);
    const prototype = await readPrototype(module, db, schema);
    const view = modules.find(({ name }) => name === module)?.view;
    const homes = homesOf(prototype, hardened.context, view);
    if (!homes.some(({ entity }) => entity !== undefined)) throw nothingToCarry(module, schema);
    for (const home of homes) {
      const columns = [...(prototype.tables.get(home.source)?.keys() ?? [])];
      told(home, await stageTable(db, this.#target, schema, home, columns));
    }
    await db.execute("ROLLBACK");
    this.#homes.push(...homes);
    return prototype;
  }

  /**
   * Makes room for rows that have begun elsewhere: nobody writes meanwhile, the owner is not held to policies, and triggers
   * that say how new rows begin do not fire.
   * @returns what puts it back
   */
  async #open(receivers: readonly Receiver[]): Promise<readonly string[]> {
    const target = this.#target;
    const { additions, context } = this.#request.hardened;
    const tableOf = ({ shape }: Receiver) => qualified(shape.schema, shape.table);
    await target.execute("SET LOCAL lock_timeout = '10s'");
    await target.execute(`LOCK TABLE ${receivers.map(tableOf).join(", ")} IN SHARE ROW EXCLUSIVE MODE`);
    const keys = receivers.map(({ shape }) => shape.key);
    const forced = await target.query<{ table: string }>(forcedQuery, [keys]);
    const rows = lift(forced.map(({ table }) => table));
    for (const statement of rows.before) await target.execute(statement);
    for (const { shape } of receivers) {
      const name = qualified(shape.schema, shape.table);
      const [policies] = await target.query<{ active: boolean }>("SELECT row_security_active($1) AS active", [
        name,
      ]);
      if (policies?.active === true) throw heldToPolicies(shape.key);
    }
    const beginningsOf = ({ entity }: Receiver) =>
      additions.flatMap((one) =>
        one.kind === "trigger" && one.begins === true && one.entity === entity.name ? [one] : [],
      );
    const alter = (word: "DISABLE" | "ENABLE") =>
      receivers.flatMap((receiver) =>
        beginningsOf(receiver).map(
          ({ name }) => `ALTER TABLE ${tableOf(receiver)} ${word} TRIGGER ${ident(name)}`,
        ),
      );
    for (const receiver of receivers) {
      const { schema, table } = receiver.shape;
      const missing = beginningsOf(receiver).find(
        ({ name }) => !this.#catalog.objects.has(keyOf({ kind: "trigger", path: [schema, table, name] })),
      );
      if (missing !== undefined) throw lacks(`trigger ${missing.name} of ${table}`);
    }
    for (const statement of alter("DISABLE")) await target.execute(statement);
    for (const statement of tellActor(context.config.platform, this.#request.actor))
      await target.execute(statement);
    return ["SET CONSTRAINTS ALL IMMEDIATE", ...alter("ENABLE"), ...rows.after];
  }

  /** The values given, as PostgreSQL prints them. */
  async #checkFills(receivers: Iterable<Receiver>): Promise<readonly Fill[]> {
    const known = [...receivers];
    const checked: Fill[] = [];
    for (const { table, column, value } of this.#request.fills) {
      const receiver = known.find(({ entity }) => entity.table === table);
      if (receiver === undefined) throw badFill(`Production has no table ${table}.`);
      const { shape } = receiver;
      const field = receiver.entity.fields.find(({ name }) => name === column);
      if (field !== undefined && isMadeAnew(field, receiver.entity, this.#request.hardened.context))
        throw badFill(`${table}.${column} is made by the database from other values.`);
      if (!shape.columns.some(({ name }) => name === column))
        throw badFill(`Production has no ${table}.${column}.`);
      const type = typeOf(shape, column);
      const wrong = () => badFill(`The value given for ${table}.${column} is no ${type}.`);
      checked.push({ table, column, value: await this.#printed(value, type, wrong) });
    }
    const { actor, hardened } = this.#request;
    const { config, model } = hardened.context;
    const type = actorType(model, config);
    if (actor !== undefined) await this.#printed(actor, type, () => noActor(`What --as says is no ${type}.`));
    return checked;
  }

  async #printed(value: string, type: string, otherwise: () => AppError): Promise<string> {
    await this.#target.execute("SAVEPOINT value");
    try {
      const [row] = await this.#target.query<{ value: string; cut: boolean }>(
        `SELECT printed AS value, typcategory = 'S' AND printed <> given AS cut
        FROM pg_type, (SELECT ${literal(value)} AS given, (${literal(value)}::${type})::text AS printed) AS one
        WHERE oid = to_regtype(${literal(type)})`,
      );
      if (row?.cut === true) throw otherwise();
      return row?.value ?? value;
    } catch (error) {
      if (!isDatabaseError(error)) throw error;
      await this.#target.execute("ROLLBACK TO SAVEPOINT value");
      throw otherwise();
    }
  }

  /** What is to be made by somebody who is not there would all be refused. */
  async #checkActor(actor: string, all: ReadonlyMap<string, Receiver>): Promise<void> {
    const entity = actorEntity(this.#request.hardened.context.model);
    const receiver = [...all.values()].find((one) => one.entity === entity);
    const [key] = entity?.key.length === 1 ? entity.key : [];
    if (receiver === undefined || key === undefined) return;
    const { shape } = receiver;
    const [found] = await this.#target.query<{ there: boolean }>(
      `SELECT EXISTS (SELECT FROM ${qualified(shape.schema, shape.table)} WHERE ${ident(key)} = ${literal(actor)}::${typeOf(shape, key)})
        OR EXISTS (SELECT FROM carried_row WHERE home = $1 AND fate IS NULL AND data ->> $2 = $3) AS there`,
      [shape.table, key, actor],
    );
    if (found?.there !== true)
      throw noActor(`No row of ${shape.table} that is there or is carried has the key that --as says.`);
  }

  async #putAside({ aside, homeless }: Pick<Account, "aside" | "homeless">): Promise<void> {
    if (aside.length === 0 && homeless.length === 0) return;
    const schema = ident(quarantineSchema);
    const kept = homeless.map(
      ({ module, table, columns }) => `UNION ALL
  SELECT id, module, source, original, fate, ${literal(`production has no field for ${columns.join(", ")}`)}, NULL FROM carried_row
  WHERE fate <> 'aside' AND module = ${literal(module)} AND source = ${literal(table)} AND ${hasOneOf(columns)}`,
    );
    await this.#target.execute(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    await this.#target.execute(sqlFromTemplate("carry-quarantine", { schema }));
    await this.#target.execute(sqlFromTemplate("carry-aside", { schema, homeless: kept.join("\n  ") }));
  }
}

function asFinding(error: unknown): unknown {
  if (error instanceof RowsLeftOut)
    return problem({
      code: "carry/left-out",
      message: `A trigger or rule of ${error.table} keeps rows out without an error.`,
      help: "Nothing was carried. Switch it off while rows are carried, or let it raise an error: then the rows are put aside.",
    });
  if (!isDatabaseError(error)) return error;
  if (error.code === "55P03")
    return problem({
      code: "carry/locked",
      message: "Others hold locks on production's tables, and did not let go within 10 seconds.",
      help: "Nothing was carried. Run the command again when they have ended.",
    });
  const isRight = error.code === "42501";
  return problem({
    code: "carry/refused",
    // About a single row PostgreSQL's message may repeat its values, which may be personal data.
    message: `PostgreSQL refuses: ${/^(22|23|P0)/.test(error.code) ? "a row" : error.message} (SQLSTATE ${error.code})`,
    help: isRight
      ? "Nothing was carried. Connect as the owner of production's tables, with the right to make a schema and temporary tables."
      : "Nothing was carried.",
  });
}

/** Its message may repeat values where it is about one. */
function unread(module: string, { code, message }: DatabaseError): AppError {
  const why = code.startsWith("42") ? message : "PostgreSQL refuses";
  return problem({
    code: "carry/unread",
    message: `The rows of ${module} cannot be read: ${why} (SQLSTATE ${code})`,
    help: "Nothing was carried. Connect as a user who may read all tables of the prototype, in the same encoding as production.",
  });
}

function lacks(what: string): AppError {
  return problem({
    code: "carry/target-lacks",
    message: `The database that rows are to be carried to has no ${what}.`,
    help: "Bring it to production first: schema apply --from <database> --to production",
  });
}

/** Otherwise the wrong database would look as if all were well. */
function nothingToCarry(module: string, schema: string): AppError {
  return problem({
    code: "carry/nothing-to-carry",
    message: `The prototype of ${module} has none of production's tables in its schema ${schema}.`,
    help: "Look whether --from names the right database; what is in other schemas is not carried.",
  });
}

function heldToPolicies(table: string): AppError {
  return problem({
    code: "carry/policies",
    message: `Policies of ${table} hold for the user that connects, so rows may be hidden from it.`,
    help: "Nothing was carried. Connect as the owner of the tables, or as a role with BYPASSRLS.",
  });
}

function badFill(message: string): AppError {
  return problem({ code: "carry/fill", message, help: "Write --fill <table>.<column>=<value>." });
}

function noActor(message: string): AppError {
  return problem({
    code: "carry/actor",
    message,
    help: "Nothing was carried. --as takes the id of the user who carries.",
  });
}

function problem(finding: Omit<Finding, "severity">): AppError {
  return new AppError({ ...finding, severity: "error" });
}
