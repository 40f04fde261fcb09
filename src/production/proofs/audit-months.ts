import { ident, literal } from "../../postgres/quote.ts";
import { platformOf } from "../platform.ts";
import type { Proof, ProofResult } from "../proof.ts";
import { rewritten } from "../proving/rewritten.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import type { HardeningContext } from "../rule.ts";
import { inMonths } from "../rules/audit-months.ts";
import { auditorRole } from "../rules/roles.ts";

const maintain = "SELECT audit.maintain_months()";
const shown = "the log by months";
/** Where each of the entries is, the oldest first. */
const look = `SELECT COALESCE(string_agg(CASE tableoid::regclass::text
    WHEN to_char(at AT TIME ZONE 'UTC', '"schema_audit_months.log_"YYYY_MM') THEN 'in its month'
    WHEN 'audit.log_default' THEN 'in the default partition'
    ELSE 'in ' || tableoid::regclass
  END, ', ' ORDER BY at), 'nowhere') FROM audit.log WHERE table_name = ${literal(shown)}`;

export const auditMonths: Proof = {
  code: "audit-months",
  promise:
    "An entry of the log lands in the partition of its month, and is refused in none; months that are too old go, and only they; nobody reads or changes the log through a partition.",
  rules: ["audit-months"],
  concerns: (entity, context) => context.isOn("audit", entity) && inMonths(context),
  async run(stage) {
    const trials = trialsOf(stage.context);
    const outcomes = await tryAs(
      stage,
      undefined,
      trials.map(({ statement }) => ({ statement, look })),
    );
    const results = trials.map(({ what, expected }, i) =>
      result(what, outcomes[i]?.after === expected, outcomes[i]?.message ?? outcomes[i]?.after ?? ""),
    );
    await stage.db.execute(
      `GRANT EXECUTE ON FUNCTION pg_temp.try_and_undo(text, text) TO ${ident(auditorRole)};\n${maintain}`,
    );
    for (const partition of await partitionsOf(stage)) results.push(...(await closed(stage, partition)));
    for (const role of clients(stage.context)) {
      const [called] = await tryAs(stage, { role }, [{ statement: maintain }]);
      results.push(refusal(`audit.maintain_months() by ${role}`, called));
    }
    return results;
  },
  mutations: (context) => [
    {
      breaks: "the log has no default partition",
      sql: "ALTER TABLE audit.log DETACH PARTITION audit.log_default",
    },
    ...mutationsOf("partitions are made for no month", "FOREACH month IN ARRAY missing", [
      "FOREACH month IN ARRAY '{}'::timestamptz[]",
    ]),
    ...mutationsOf("entries that are moved get lost", "SELECT * FROM moved", [
      "SELECT * FROM moved WHERE FALSE",
    ]),
    ...mutationsOf("partitions may be changed", "ENABLE ALWAYS TRIGGER append_only', partition", [
      "ENABLE TRIGGER append_only', partition",
      "DISABLE TRIGGER append_only', partition",
    ]),
    ...mutationsOf("partitions have no row level security", "ENABLE ROW LEVEL SECURITY", [
      "DISABLE ROW LEVEL SECURITY",
    ]),
    ...(context.config.audit?.keep === undefined
      ? mutationsOf("months go though all are kept", "interval := NULL", ["interval := '1 year'"])
      : [
          ...mutationsOf("no month goes", "<= now() - kept", ["< '-infinity'"]),
          ...mutationsOf("months go too early", "<= now() - kept", ["<= now() - kept + interval '2 months'"]),
        ]),
    {
      breaks: "the default partition may be changed",
      sql: `${maintain}; ALTER TABLE audit.log_default DISABLE TRIGGER append_only`,
    },
    {
      breaks: "the default partition may be changed where triggers are off for replication",
      sql: `${maintain}; ALTER TABLE audit.log_default ENABLE TRIGGER append_only`,
    },
    {
      breaks: "the default partition has no row level security",
      sql: "ALTER TABLE audit.log_default DISABLE ROW LEVEL SECURITY",
    },
    {
      breaks: "everyone may read partitions",
      sql: `CREATE SCHEMA schema_audit_months; GRANT USAGE ON SCHEMA schema_audit_months TO PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA schema_audit_months GRANT SELECT ON TABLES TO PUBLIC`,
    },
    {
      breaks: "everyone may make and remove partitions",
      sql: "GRANT USAGE ON SCHEMA audit TO PUBLIC; GRANT EXECUTE ON FUNCTION audit.maintain_months TO PUBLIC; ALTER FUNCTION audit.maintain_months SECURITY DEFINER",
    },
  ],
};

function mutationsOf(breaks: string, from: string, others: readonly string[]) {
  return others.map((to) => ({ breaks, sql: rewritten("maintain_months", from, to) }));
}

function trialsOf({ config: { audit } }: HardeningContext) {
  const keep = `interval ${literal(audit?.keep ?? "50 years")}`;
  const entries = (...times: readonly string[]) =>
    `INSERT INTO audit.log (at, role, table_name, operation) VALUES ${times.map((at) => `(${at}, 'nobody', ${literal(shown)}, 'DELETE')`).join(", ")}`;
  return [
    {
      what: "an entry where there are partitions",
      statement: `${maintain}; ${entries("now()")}`,
      expected: "in its month",
    },
    {
      what: "an entry after the last partition",
      statement: `${maintain}; ${entries("now() + interval '1 year'")}`,
      expected: "in the default partition",
    },
    {
      what: "entries from before their partitions",
      statement: `${entries("now()", "now()", "now() + interval '2 months'")}; ${maintain}`,
      expected: "in its month, in its month, in its month",
    },
    {
      what: "an entry that is too old, and one that is not",
      statement: `${entries(`now() - ${keep} - interval '40 days'`, `now() - ${keep} + interval '1 day'`)}; ${maintain}`,
      expected: audit?.keep === undefined ? "in its month, in its month" : "in its month",
    },
  ];
}

/** That of this month, and the default one. */
async function partitionsOf({ db }: Stage): Promise<readonly string[]> {
  const found = await db.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit.log'::regclass
    AND inhrelid::regclass::text IN ('audit.log_default', to_char(now() AT TIME ZONE 'UTC', '"schema_audit_months.log_"YYYY_MM')) ORDER BY 1`,
  );
  return found.map(({ name }) => name);
}

function clients({ config }: HardeningContext): readonly string[] {
  const { anonymous, authenticated } = platformOf(config).roles;
  return [anonymous, authenticated, auditorRole];
}

/** What is said to a partition itself. */
async function closed(stage: Stage, partition: string): Promise<readonly ProofResult[]> {
  const changes = {
    update: `UPDATE ${partition} SET actor = 'nobody'`,
    delete: `DELETE FROM ${partition}`,
    truncate: `TRUNCATE ${partition}`,
  };
  const others = {
    insert: `INSERT INTO ${partition} OVERRIDING SYSTEM VALUE SELECT * FROM audit.log`,
    select: `SELECT FROM ${partition}`,
  };
  const results: ProofResult[] = [];
  const refused = async (role: string, statements: Record<string, string>, first = "") => {
    const outcomes = await tryAs(
      stage,
      { role },
      Object.values(statements).map((statement) => ({ statement: first + statement })),
    );
    const by = first === "" ? role : `${role}, triggers off for replication`;
    results.push(
      ...Object.keys(statements).map((command, i) =>
        refusal(`${partition}: ${command} by ${by}`, outcomes[i]),
      ),
    );
  };
  for (const role of clients(stage.context)) await refused(role, { ...changes, ...others });
  await refused(stage.owner, changes);
  await refused(stage.owner, changes, "SET LOCAL session_replication_role = replica; ");
  results.push(await hidden(stage, partition));
  return results;
}

/** What who may read a partition after all sees of its entries: row level security is a wall of its own. */
async function hidden(stage: Stage, partition: string): Promise<ProofResult> {
  const role = ident(platformOf(stage.context.config).roles.authenticated);
  const at = partition === "audit.log_default" ? "now() + interval '1 year'" : "now()";
  const [seen] = await tryAs(stage, undefined, [
    {
      statement: `INSERT INTO audit.log (at, role, table_name, operation) VALUES (${at}, 'nobody', ${literal(shown)}, 'DELETE');
GRANT USAGE ON SCHEMA audit, schema_audit_months TO ${role}; GRANT SELECT ON ${partition} TO ${role};
SET LOCAL ROLE ${role}; SELECT FROM ${partition}`,
    },
  ]);
  const entries = seen?.message ?? `${seen?.rows} entries seen`;
  return result(`${partition}: select by who may read it`, seen?.state === null && seen.rows === 0, entries);
}

function refusal(what: string, outcome: Outcome | undefined): ProofResult {
  return result(what, outcome?.state === insufficientPrivilege, outcome?.message ?? "It was done.");
}

function result(what: string, held: boolean, seen: string): ProofResult {
  return {
    proof: auditMonths.code,
    subject: what.startsWith("audit") ? what : `audit.log: ${what}`,
    held,
    seen,
  };
}
