import { ident } from "../../postgres/quote.ts";
import { platformOf } from "../platform.ts";
import type { Proof, ProofResult } from "../proof.ts";
import type { Stage } from "../proving/stage.ts";
import { tryAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import { auditorRole } from "../rules/roles.ts";

const changes = {
  update: "UPDATE audit.log SET actor = 'nobody'",
  delete: "DELETE FROM audit.log",
  truncate: "TRUNCATE audit.log",
  insert: "INSERT INTO audit.log (role, table_name, operation) VALUES ('nobody', 'nothing', 'DELETE')",
  select: "SELECT count(*) FROM audit.log",
} as const;

/** Whoever made the schema is a superuser here: what stops it stops everyone. Only its insert cannot be stopped. */
export const auditLog: Proof = {
  code: "audit-log",
  promise: "The log only grows, by the triggers alone, and only auditors read it.",
  rules: ["audit"],
  concerns: (entity, context) => context.isOn("audit", entity),
  async run(stage) {
    const { anonymous, authenticated } = platformOf(stage.context.config).roles;
    await stage.db.execute(
      `GRANT EXECUTE ON FUNCTION pg_temp.try_and_undo(text, text) TO ${ident(auditorRole)}`,
    );
    const tampering = ["update", "delete", "truncate"] as const;
    const results: ProofResult[] = [];
    for (const role of [anonymous, authenticated])
      results.push(...(await refusedTo(stage, role, [...tampering, "insert", "select"])));
    results.push(...(await refusedTo(stage, auditorRole, [...tampering, "insert"])));
    results.push(
      ...(await refusedTo(stage, stage.owner, tampering)),
      ...(await refusedTo(stage, stage.owner, tampering, true)),
    );
    return results;
  },
  mutations: ({ config }) => [
    { breaks: "the log's trigger is disabled", sql: "ALTER TABLE audit.log DISABLE TRIGGER ALL" },
    { breaks: "the log's trigger is off for replication", sql: "ALTER TABLE audit.log ENABLE TRIGGER USER" },
    {
      breaks: "everyone may write to the log",
      sql: `GRANT USAGE ON SCHEMA audit TO PUBLIC; GRANT USAGE ON ALL SEQUENCES IN SCHEMA audit TO PUBLIC; GRANT INSERT ON audit.log TO PUBLIC; CREATE POLICY everyone ON audit.log FOR INSERT TO PUBLIC WITH CHECK (TRUE)`,
    },
    {
      breaks: "everyone may read the log",
      sql: `GRANT USAGE ON SCHEMA audit TO PUBLIC; GRANT SELECT ON audit.log TO ${ident(platformOf(config).roles.authenticated)}`,
    },
  ],
};

async function refusedTo(
  stage: Stage,
  role: string,
  commands: readonly (keyof typeof changes)[],
  replicating = false,
): Promise<readonly ProofResult[]> {
  const first = replicating ? "SET LOCAL session_replication_role = replica; " : "";
  const outcomes = await tryAs(
    stage,
    { role },
    commands.map((command) => ({ statement: first + changes[command] })),
  );
  const name =
    role === stage.owner ? `the owner${replicating ? ", triggers off for replication" : ""}` : role;
  return commands.map((command, i) => ({
    proof: auditLog.code,
    subject: `audit.log: ${command} by ${name}`,
    held: outcomes[i]?.state === insufficientPrivilege,
    seen: outcomes[i]?.message ?? "It was done.",
  }));
}
