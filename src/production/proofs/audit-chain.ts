import type { Proof, ProofResult } from "../proof.ts";
import { rewritten } from "../proving/rewritten.ts";
import type { Stage } from "../proving/stage.ts";
import { tryAs } from "../proving/try.ts";

const entries =
  "INSERT INTO audit.log (role, table_name, operation) SELECT 'nobody', 'nothing', 'DELETE' FROM generate_series(1, 3)";
/** As a superuser tampers, whom no grant and no trigger stops. */
const unguarded = `${entries}; ALTER TABLE audit.log DISABLE TRIGGER ALL`;
const last = "(SELECT max(link) FROM audit.log)";
/** How many entries before the last one the first that does not fit is. */
const look = `SELECT COALESCE((SELECT concat_ws(' ', ${last} - link, problem) FROM audit.verify(
  NULLIF(current_setting('kept.link', TRUE), '')::bigint, decode(current_setting('kept.hash', TRUE), 'hex'))), 'nothing')`;

/** What is done, most of it to the second of the last three entries, and what is found. */
const tampering: readonly {
  readonly what: string;
  readonly statement: string;
  readonly expected: string;
}[] = [
  { what: "entries as they are written", statement: entries, expected: "nothing" },
  {
    what: "entries written with triggers off for replication",
    statement: `SET LOCAL session_replication_role = replica; ${entries}`,
    expected: "nothing",
  },
  {
    what: "an entry is changed",
    statement: `${unguarded}; UPDATE audit.log SET actor = 'nobody' WHERE link = ${last} - 1`,
    expected: "1 It was changed, or the one before it.",
  },
  {
    what: "an entry is changed and its hash made anew",
    statement: `${unguarded}; SET LOCAL timezone = 'UTC'; UPDATE audit.log changed SET actor = 'nobody', hash = sha256(before.hash ||
      convert_to((to_jsonb(changed) - 'hash' || '{"actor": "nobody"}')::text, 'UTF8'))
      FROM audit.log before WHERE changed.link = ${last} - 1 AND before.link = ${last} - 2`,
    expected: "0 It was changed, or the one before it.",
  },
  {
    what: "an entry is removed",
    statement: `${unguarded}; DELETE FROM audit.log WHERE link = ${last} - 1`,
    expected: "0 Entries before it are missing, or it is there twice.",
  },
  {
    what: "an entry is added past the chain",
    statement: `${unguarded}; ${entries}`,
    expected: "It was added past the chain.",
  },
  {
    what: "the last entry is removed, and its link and hash were kept",
    statement: `${unguarded}; SELECT set_config('kept.link', link::text, TRUE), set_config('kept.hash', encode(hash, 'hex'), TRUE)
      FROM audit.log WHERE link = ${last}; DELETE FROM audit.log WHERE link = ${last}`,
    expected: "-1 The head that was kept is not there: the chain was cut off or made anew.",
  },
];

export const auditChain: Proof = {
  code: "audit-chain",
  promise: "An entry of the audit log that was changed, removed or put in shows, whoever did it.",
  rules: ["audit-chain"],
  concerns: (entity, context) => context.isOn("audit-chain", entity) && context.isOn("audit", entity),
  async run(stage) {
    const results: ProofResult[] = [];
    for (const one of tampering) results.push(await noticed(stage, one));
    return results;
  },
  mutations: () => [
    { breaks: "the chain's trigger is disabled", sql: "ALTER TABLE audit.log DISABLE TRIGGER chain_entry" },
    {
      breaks: "the chain's trigger is off for replication",
      sql: "ALTER TABLE audit.log ENABLE TRIGGER chain_entry",
    },
    {
      breaks: "hashes are not of what entries say",
      sql: rewritten("chain_entry", "(to_jsonb(new) - 'hash')::text", "'entry'"),
    },
    {
      breaks: "hashes are not of those before them",
      sql: rewritten("chain_entry", "COALESCE(last.hash, '')", "''::bytea"),
    },
    {
      breaks: "audit.verify() believes every hash",
      sql: rewritten("verify", "entry.hash IS DISTINCT FROM", "NULL ="),
    },
    {
      breaks: "audit.verify() does not miss entries",
      sql: rewritten("verify", "entry.link <> entry.previous + 1", "FALSE"),
    },
    {
      breaks: "audit.verify() does not compare the head",
      sql: rewritten("verify", "WHERE head IS NOT NULL", "WHERE FALSE"),
    },
  ],
};

async function noticed(
  stage: Stage,
  { what, statement, expected }: (typeof tampering)[number],
): Promise<ProofResult> {
  const [outcome] = await tryAs(stage, undefined, [{ statement, look }]);
  const found = outcome?.message ?? outcome?.after ?? "";
  const held = found === expected;
  return {
    proof: auditChain.code,
    subject: `audit.log: ${what}`,
    held,
    seen: held ? `audit.verify() finds ${found}` : `audit.verify() finds "${found}" and not "${expected}"`,
  };
}
