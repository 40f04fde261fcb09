import { isDeepStrictEqual } from "node:util";
import type { Entity } from "../../model/model.ts";
import { literal } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { makeChange } from "../proving/changes.ts";
import { mutationOf } from "../proving/mutations.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, tryAs } from "../proving/try.ts";
import { withoutRefusal } from "../proving/without-refusal.ts";
import { writePaths } from "../proving/write-paths.ts";
import type { HardeningContext } from "../rule.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";

/** Also where triggers are switched off for replication, and for TRUNCATE, which fires no row trigger. */
export const audit: Proof = {
  code: "audit",
  promise:
    "Every change leaves one row in the log: who, in which transaction, and the row before and after; a change of nothing leaves none.",
  rules: ["audit"],
  concerns: (entity, context) => context.isOn("audit", entity),
  run: async (stage) => await withoutRefusal(stage, () => runOnAll(stage)),
  mutations: (context) =>
    context.model.entities
      .filter((entity) => audit.concerns(entity, context))
      .flatMap((entity) => mutationsOf(entity, context)),
};

async function runOnAll(stage: Stage): Promise<readonly ProofResult[]> {
  const results: ProofResult[] = [];
  for (const entity of stage.entities) {
    for (const change of ["insert", "update", "delete"] as const)
      results.push(await recorded(stage, entity, change));
    results.push(...(await byOwner(stage, entity)));
  }
  return results;
}

function result(entity: Entity, what: string, problem: string | undefined, seen: string): ProofResult {
  return {
    proof: audit.code,
    subject: `${entity.table}: ${what}`,
    held: problem === undefined,
    seen: problem ?? seen,
  };
}

async function recorded(
  stage: Stage,
  entity: Entity,
  change: "insert" | "update" | "delete",
): Promise<ProofResult> {
  const look = lookAt(entity, stage.context);
  const made = await makeChange(stage, entity, change, () => look);
  if ("notMade" in made) return result(entity, change, `Not shown: ${made.notMade}.`, "");
  const { log, rows, transaction } = difference(made.outcome, entity);
  const actor = made.person.actor.user ?? null;
  const keys = rows.map((images) => keyOf(images.old ?? images.new ?? {}, entity));
  const wrong = rows.map((images, i) => {
    const key = keys[i] ?? null;
    const entries = log.filter((entry) => isDeepStrictEqual(entry.key, key));
    const entry = asOne(entries);
    const operation = operationOf(images, entity, stage.context);
    return entry === undefined
      ? `${entries.length} rows in the log for one change of ${JSON.stringify(key)}`
      : wrongIn(entry, { actor, transaction, operation, key }, images, entity);
  });
  const foreign = log.filter(({ key }) => !keys.some((one) => isDeepStrictEqual(one, key)));
  const others =
    foreign.length === 0 ? undefined : `${foreign.length} rows in the log of what did not change`;
  const many = rows.length === 1 ? "1 row" : `${rows.length} rows, one for each that changed with it,`;
  return result(
    entity,
    `${change} by ${made.person.name}`,
    wrong.find((one) => one !== undefined) ?? others,
    `${many} in the log, by the one who did it, with the row before and after`,
  );
}

/** What is in the table, in the log for this transaction, and the transaction itself. */
function lookAt(entity: Entity, { config }: HardeningContext): string {
  return `SELECT json_build_object(
    'transaction', pg_current_xact_id()::text,
    'log', (SELECT COALESCE(json_agg(to_jsonb(l) ORDER BY l.id), '[]') FROM audit.log l
      WHERE l.transaction = pg_current_xact_id() AND l.table_name = ${literal(`${config.schema}.${entity.table}`)}),
    'rows', (SELECT COALESCE(json_agg(to_jsonb(t)), '[]') FROM ${tableOf(entity, config)} t))::text`;
}

type Image = Readonly<Record<string, unknown>>;

interface Look {
  readonly transaction: string;
  readonly log: readonly Entry[];
  readonly rows: readonly Image[];
}

interface Entry {
  readonly actor: string | null;
  readonly transaction: unknown;
  readonly operation: string;
  readonly key: Image | null;
  readonly old: Image | null;
  readonly new: Image | null;
}

/** A row as it was and as it became; null where it was not there. */
interface Images {
  readonly old: Image | null;
  readonly new: Image | null;
}

interface Difference {
  readonly transaction: string;
  readonly log: readonly Entry[];
  /** The rows that changed: the one that was meant, and what goes or changes with it. */
  readonly rows: readonly Images[];
}

function difference(outcome: Outcome, entity: Entity): Difference {
  const before: Look = JSON.parse(outcome.before ?? "");
  const after: Look = JSON.parse(outcome.after ?? "");
  const isIn = (rows: readonly Image[]) => (row: Image) =>
    rows.some((other) => isDeepStrictEqual(other, row));
  const left = before.rows.filter((row) => !isIn(after.rows)(row));
  const came = after.rows.filter((row) => !isIn(before.rows)(row));
  return {
    transaction: after.transaction,
    log: after.log.slice(before.log.length),
    rows: pairs(left, came, entity),
  };
}

/** Rows by their keys; where there is one alone, its key may be what changed. */
function pairs(left: readonly Image[], came: readonly Image[], entity: Entity): readonly Images[] {
  if (left.length === 1 && came.length === 1) return [{ old: left[0] ?? null, new: came[0] ?? null }];
  const sameAs = (row: Image) => (other: Image) =>
    isDeepStrictEqual(keyOf(row, entity), keyOf(other, entity));
  return [
    ...left.map((old) => ({ old, new: came.find(sameAs(old)) ?? null })),
    ...came.filter((row) => !left.some(sameAs(row))).map((row) => ({ old: null, new: row })),
  ];
}

function keyOf(image: Image, { key }: Entity): Image {
  return Object.fromEntries(key.map((column) => [column, image[column]]));
}

/** What the log says of a row. One that is deleted may be changed by what goes with it: then each entry begins where the last ended. */
function asOne(entries: readonly Entry[]): Entry | undefined {
  const [first] = entries;
  const isNext = ({ old }: Entry, i: number) =>
    i === 0 || isDeepStrictEqual(old, redacted(entries[i - 1]?.new));
  if (first === undefined || !entries.every(isNext)) return undefined;
  const operation = entries.some((entry) => entry.operation === "DELETE") ? "DELETE" : first.operation;
  return { ...first, operation, new: entries.at(-1)?.new ?? null };
}

/** As the next entry shows it. */
function redacted(image: Image | null = null): Image | null {
  return (
    image &&
    Object.fromEntries(
      Object.entries(image).map(([name, value]) => [name, value === "[changed]" ? "[redacted]" : value]),
    )
  );
}

/** What the log calls the change of a row. */
function operationOf({ old, new: fresh }: Images, entity: Entity, context: HardeningContext): string {
  if (old === null) return "INSERT";
  const { deletedAt } = systemFields;
  const isMarked = deletesSoftly(entity, context) && old[deletedAt] === null && fresh?.[deletedAt] !== null;
  return fresh === null || isMarked ? "DELETE" : "UPDATE";
}

function wrongIn(
  entry: Entry,
  expected: Pick<Entry, "actor" | "transaction" | "operation" | "key">,
  images: Images,
  entity: Entity,
): string | undefined {
  const logged = asLogged(images, entity, expected.operation);
  const checks: readonly (readonly [string, unknown, unknown])[] = [
    ["operation", entry.operation, expected.operation],
    ["actor", entry.actor, expected.actor],
    ["transaction", String(entry.transaction), expected.transaction],
    ["key", entry.key, expected.key],
    ["old row", entry.old, logged.old],
    ["new row", entry.new, logged.new],
  ];
  const wrong = checks.find(([, is, should]) => !isDeepStrictEqual(is, should));
  return (
    wrong && `The log's ${wrong[0]} is ${JSON.stringify(wrong[1])} and should be ${JSON.stringify(wrong[2])}.`
  );
}

/** Secrets stay out of the log; of what is redacted it shows that it is there, and in the new row whether an update changed it. */
function asLogged({ old, new: fresh }: Images, { fields }: Entity, operation: string): Images {
  const shown = (image: Image | null, isNew: boolean): Image | null =>
    image &&
    Object.fromEntries(
      fields.flatMap((field): (readonly [string, unknown])[] => {
        const { name } = field;
        const value = image[name];
        const { audit = auditByClass[field.pii ?? "personal"] } = field;
        if (audit === "none") return [];
        if (audit === "all" || value === null) return [[name, value]];
        const changed = isNew && operation === "UPDATE" && !isDeepStrictEqual(value, old?.[name]);
        return [[name, changed ? "[changed]" : "[redacted]"]];
      }),
    );
  return { old: shown(old, false), new: shown(fresh, true) };
}

const auditByClass = { personal: "all", sensitive: "redacted", health: "redacted", secret: "none" } as const;

/** What whoever may do everything cannot do without a trace, by whichever way, and an update that changes nothing. */
async function byOwner(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const look = `SELECT count(*)::text FROM audit.log WHERE transaction = pg_current_xact_id()
    AND table_name = ${literal(`${stage.context.config.schema}.${entity.table}`)}`;
  const paths = await writePaths(stage, entity);
  const outcomes = await tryAs(
    stage,
    undefined,
    paths.map(({ statement }) => ({ statement, look })),
  );
  return paths.map(({ what, expected }, i) => {
    const outcome = outcomes[i];
    const count = Number(outcome?.after) - Number(outcome?.before);
    const problem =
      outcome?.message ?? (count === expected ? undefined : `${count} rows in the log and not ${expected}`);
    return result(entity, what, problem, `${count} rows in the log`);
  });
}

function mutationsOf(entity: Entity, { config }: HardeningContext): readonly Mutation[] {
  const table = tableOf(entity, config);
  const triggers = (
    events: string,
  ) => `SELECT tgname, tgfoid, pg_get_triggerdef(pg_trigger.oid) AS written, pg_trigger.oid AS id FROM pg_trigger JOIN pg_proc f ON f.oid = tgfoid
    WHERE tgrelid = ${literal(table)}::regclass AND f.pronamespace = 'audit'::regnamespace AND ${events}`;
  const each = (events: string, sql: string) => `DO $do$ DECLARE t record; BEGIN
  FOR t IN ${triggers(events)} LOOP ${sql}; END LOOP;
END $do$`;
  const quoted = table.replaceAll("'", "''").replaceAll("%", "%%");
  const rowEvents = "tgtype & 32 = 0";
  const alter = (change: string) => `EXECUTE format('ALTER TABLE ${quoted} ${change}', t.tgname)`;
  const rewrite = (from: string, to: string) =>
    `EXECUTE replace(pg_get_functiondef(t.tgfoid), ${literal(from)}, ${literal(to)})`;
  return [
    mutationOf(entity, "the audit trigger is disabled", each(rowEvents, alter("DISABLE TRIGGER %I"))),
    mutationOf(
      entity,
      "the audit trigger is off for replication",
      each(rowEvents, alter("ENABLE TRIGGER %I")),
    ),
    mutationOf(entity, "TRUNCATE is not recorded", each("tgtype & 32 = 32", alter("DISABLE TRIGGER %I"))),
    mutationOf(
      entity,
      "the log does not say what was there before",
      each(rowEvents, rewrite("to_jsonb(old)", "NULL::jsonb")),
    ),
    mutationOf(
      entity,
      "the log takes the login for the actor",
      each(rowEvents, rewrite(`(${platformOf(config).userId})::text`, "session_user")),
    ),
    mutationOf(
      entity,
      "changes are recorded twice",
      each(
        rowEvents,
        `EXECUTE regexp_replace(t.written, '^CREATE TRIGGER .*? AFTER', 'CREATE TRIGGER twice_' || t.id || ' AFTER')`,
      ),
    ),
  ];
}
