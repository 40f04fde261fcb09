import { isDeepStrictEqual } from "node:util";
import type { Entity } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { type Made, makeChange } from "../proving/changes.ts";
import { mutationOf } from "../proving/mutations.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, tryAs } from "../proving/try.ts";
import { withoutRefusal } from "../proving/without-refusal.ts";
import type { HardeningContext } from "../rule.ts";

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
  const { log, ...images } = difference(made.outcome);
  const [entry] = log;
  const problem =
    log.length === 1 && entry !== undefined
      ? wrongIn(entry, made, change, entity, images)
      : `${log.length} rows in the log for one change`;
  return result(
    entity,
    `${change} by ${made.person.name}`,
    problem,
    "1 row in the log, by the one who did it, with the row before and after",
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

interface Difference {
  readonly transaction: string;
  readonly log: readonly Entry[];
  /** The row that is there no more, and the one that is new. */
  readonly old: Image | null;
  readonly new: Image | null;
}

function difference(outcome: Outcome): Difference {
  const before: Look = JSON.parse(outcome.before ?? "");
  const after: Look = JSON.parse(outcome.after ?? "");
  const isIn = (rows: readonly Image[]) => (row: Image) =>
    rows.some((other) => isDeepStrictEqual(other, row));
  const left = before.rows.filter((row) => !isIn(after.rows)(row));
  const came = after.rows.filter((row) => !isIn(before.rows)(row));
  return {
    transaction: after.transaction,
    log: after.log.slice(before.log.length),
    old: left[0] ?? null,
    new: came[0] ?? null,
  };
}

function wrongIn(
  entry: Entry,
  { person }: Made,
  change: string,
  entity: Entity,
  images: Omit<Difference, "log">,
): string | undefined {
  const changed = images.old ?? images.new ?? {};
  const key = Object.fromEntries(entity.key.map((column) => [column, changed[column]]));
  const checks: readonly (readonly [string, unknown, unknown])[] = [
    ["operation", entry.operation, change.toUpperCase()],
    ["actor", entry.actor, person.actor.user ?? null],
    ["transaction", String(entry.transaction), images.transaction],
    ["key", entry.key, key],
    ["old row", entry.old, withoutSecrets(images.old, entity)],
    ["new row", entry.new, withoutSecrets(images.new, entity)],
  ];
  const wrong = checks.find(([, is, should]) => !isDeepStrictEqual(is, should));
  return (
    wrong && `The log's ${wrong[0]} is ${JSON.stringify(wrong[1])} and should be ${JSON.stringify(wrong[2])}.`
  );
}

/** Secrets stay out of the log. */
function withoutSecrets(image: Image | null, { fields }: Entity): Image | null {
  const secrets = fields.filter(({ pii }) => pii === "secret").map(({ name }) => name);
  return image && Object.fromEntries(Object.entries(image).filter(([name]) => !secrets.includes(name)));
}

/** What whoever may do everything cannot do without a trace, and an update that changes nothing. */
async function byOwner(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const table = tableOf(entity, stage.context.config);
  const look = `SELECT count(*)::text FROM audit.log WHERE transaction = pg_current_xact_id()
    AND table_name = ${literal(`${stage.context.config.schema}.${entity.table}`)}`;
  const column = ident(
    entity.fields.find((field) => field.generated === undefined && field.identity === undefined)?.name ?? "",
  );
  const rows = stage.rows.get(entity.name)?.existing.length ?? 0;
  const tries = [
    {
      what: "an update that changes nothing",
      statement: `UPDATE ${table} SET ${column} = ${column}`,
      expected: 0,
    },
    { what: "truncate", statement: `TRUNCATE ${table} CASCADE`, expected: 1 },
    {
      what: "delete where triggers are off for replication",
      statement: `SET LOCAL session_replication_role = replica; DELETE FROM ${table}`,
      expected: rows,
    },
  ];
  const outcomes = await tryAs(
    stage,
    undefined,
    tries.map(({ statement }) => ({ statement, look })),
  );
  return tries.map(({ what, expected }, i) => {
    const outcome = outcomes[i];
    const count = Number(outcome?.after) - Number(outcome?.before);
    const problem =
      outcome?.message ?? (count === expected ? undefined : `${count} rows in the log and not ${expected}`);
    return result(entity, what, problem, `${count} rows in the log`);
  });
}

function mutationsOf(entity: Entity, { config }: HardeningContext): readonly Mutation[] {
  const table = tableOf(entity, config);
  const triggers = (events: string) => `SELECT tgname, tgfoid FROM pg_trigger JOIN pg_proc f ON f.oid = tgfoid
    WHERE tgrelid = ${literal(table)}::regclass AND f.pronamespace = 'audit'::regnamespace AND ${events}`;
  const each = (events: string, sql: string) => `DO $do$ DECLARE t record; BEGIN
  FOR t IN ${triggers(events)} LOOP ${sql}; END LOOP;
END $do$`;
  const quoted = table.replaceAll("'", "''").replaceAll("%", "%%");
  const rowEvents = "tgtype & 1 = 1";
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
        `EXECUTE format('CREATE TRIGGER twice AFTER INSERT OR UPDATE OR DELETE ON ${quoted} FOR EACH ROW EXECUTE FUNCTION %s()', t.tgfoid::regproc)`,
      ),
    ),
  ];
}
