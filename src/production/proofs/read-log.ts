import type { Entity } from "../../model/model.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { tableOf } from "../names.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import type { Cast, Person } from "../proving/cast.ts";
import { mutationOf } from "../proving/mutations.ts";
import { keysQuery, keyText } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { askAs, tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import type { HardeningContext } from "../rule.ts";
import {
  entryFunction,
  loggedSelect,
  loggedView,
  loggerPolicy,
  logsReads,
  personalFields,
  readLogger,
  readRights,
} from "../rules/read-log.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";

const readOnly = "25006";

/** A condition that costs less than anything else, so that PostgreSQL would ask it first, and lets no row through. */
const none = `
CREATE FUNCTION pg_temp.none(seen text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RETURN seen IS NULL; END $$;`;

export const readLog: Proof = {
  code: "read-log",
  promise:
    "Everyone reads in the view of a table the rows that access lines allow, and each leaves an entry; personal data is read nowhere else, and nothing where no entry can be written.",
  rules: ["read-log"],
  concerns: logsReads,
  async run(stage) {
    await stage.db.execute(
      `${none}\nGRANT EXECUTE ON FUNCTION pg_temp.none(text) TO ${identList(databaseRoles(stage.context))}`,
    );
    const results: ProofResult[] = [];
    for (const entity of stage.entities) {
      const cast = stage.casts.get(entity.name);
      for (const person of cast?.people ?? [])
        if (cast !== undefined) results.push(...(await readBy(person, stage, entity, cast)));
    }
    return results;
  },
  mutations: (context) =>
    context.model.entities
      .filter((entity) => logsReads(entity, context))
      .flatMap((entity) => mutationsOf(entity, context)),
};

async function readBy(
  { name, actor }: Person,
  stage: Stage,
  entity: Entity,
  { promised }: Cast,
): Promise<readonly ProofResult[]> {
  const softly = deletesSoftly(entity, stage.context);
  const rows = (stage.rows.get(entity.name)?.existing ?? []).filter(
    (row) => promised.allows("select", actor, row) && !(softly && row.get(systemFields.deletedAt)),
  );
  const view = loggedView(entity);
  const table = tableOf(entity, stage.context.config);
  const personal = personalFields(entity);
  const look = entriesOf(entity, stage.context);
  const shown = await askAs(stage, actor, keysQuery(view, entity));
  const keys = new Set((JSON.parse(shown.answer ?? "[]") as unknown[]).map((key) => JSON.stringify(key)));
  const [all, hidden, standby, direct] = await tryAs(stage, actor, [
    { statement: `SELECT * FROM ${view}`, look },
    { statement: `SELECT * FROM ${view} v WHERE pg_temp.none(v::text)`, look },
    { statement: `SET LOCAL transaction_read_only = on; SELECT * FROM ${view}`, look },
    { statement: `SELECT ${identList(personal)} FROM ${table}` },
  ]);
  const count = rows.length;
  const result = (what: string, held: boolean, seen: string): ProofResult => ({
    proof: readLog.code,
    subject: `${entity.table}: ${what} by ${name}`,
    held,
    seen,
  });
  const refused = (state: string | null | undefined) => count === 0 && state === insufficientPrivilege;
  const exactly = keys.size === count && rows.every((row) => keys.has(keyText(row, entity)));
  const recorded = `${count} entries for ${count} rows`;
  return [
    result(
      "reading",
      refused(shown.state) || (shown.state === null && exactly),
      shown.message ?? `${keys.size} rows shown; access lines allow ${count}`,
    ),
    result(
      "entries of what is read",
      refused(all?.state) || all?.after === recorded,
      all?.message ?? all?.after ?? "",
    ),
    result(
      "entries of rows that a condition leaves out",
      refused(hidden?.state) || hidden?.after === recorded,
      hidden?.message ?? hidden?.after ?? "",
    ),
    result(
      "reading where nothing can be written",
      count === 0 || standby?.state === readOnly,
      standby?.message ?? `${standby?.rows} rows shown`,
    ),
    result(
      "reading of personal data in the table itself",
      direct?.state === insufficientPrivilege,
      direct?.message ?? "It was not refused.",
    ),
  ];
}

/** `3 entries for 3 rows` */
function entriesOf(entity: Entity, { config }: HardeningContext): string {
  const key = entity.key.map((column) => `${literal(column)}, t.${ident(column)}`).join(", ");
  return `SELECT count(*) || ' entries for ' || count(DISTINCT l.key) || ' rows' FROM audit.log l
JOIN ${tableOf(entity, config)} t ON l.key = jsonb_build_object(${key})
WHERE l.operation = 'SELECT' AND l.table_name = ${literal(`${config.schema}.${entity.table}`)}`;
}

function mutationsOf(entity: Entity, context: HardeningContext): readonly Mutation[] {
  const view = loggedView(entity);
  const table = tableOf(entity, context.config);
  const rights = readRights(entity, context);
  if (rights.length === 0) return [];
  const roles = identList([...new Set(rights.map(({ role }) => role))]);
  const breaks = (what: string, sql: string) => mutationOf(entity, what, sql);
  return [
    breaks("the view runs conditions of others first", `ALTER VIEW ${view} SET (security_barrier = false)`),
    breaks(
      "the view writes no entry",
      `CREATE OR REPLACE VIEW ${view} WITH (security_barrier = true) AS ${loggedSelect(entity, context, "TRUE")}`,
    ),
    breaks(
      "the function of the view writes no entry",
      `DO $do$ BEGIN EXECUTE (SELECT regexp_replace(pg_get_functiondef(oid), 'INSERT INTO.*?;', '') FROM pg_proc
WHERE oid::regproc::text = ${literal(entryFunction(entity))}); END $do$`,
    ),
    breaks("nobody may ask the view", `REVOKE ALL ON ${view} FROM ${roles}`),
    breaks("personal data is read in the table", `GRANT SELECT ON ${table} TO ${roles}`),
    ...(context.isOn("row-level-security", entity) && rights.some(({ when }) => when !== "TRUE")
      ? [
          breaks(
            "the view shows everyone every row",
            `ALTER POLICY ${ident(loggerPolicy(entity))} ON ${table} TO ${ident(readLogger)} USING (TRUE)`,
          ),
        ]
      : []),
  ];
}
