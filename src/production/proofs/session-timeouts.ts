import { literal } from "../../postgres/quote.ts";
import type { Proof } from "../proof.ts";
import { idleInTransaction, onThisDatabase } from "../rules/session-timeouts.ts";

const wanted = `${idleInTransaction.setting}=${idleInTransaction.value}`;

/** What the next session starts with is read: this one began before. */
export const sessionTimeouts: Proof = {
  code: "session-timeouts",
  promise: "Sessions of this database start with a limit on idle transactions.",
  rules: ["session-timeouts"],
  concerns: (entity, context) => context.isOn("session-timeouts", entity),
  async run({ db }) {
    const [{ settings } = { settings: [] }] = await db.query<{ settings: readonly string[] }>(
      `SELECT coalesce((SELECT setconfig FROM pg_db_role_setting
  WHERE setrole = 0 AND setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())), '{}') AS settings`,
    );
    const seen = settings.find((setting) => setting.startsWith(`${idleInTransaction.setting}=`));
    return [
      {
        proof: sessionTimeouts.code,
        subject: `sessions: ${idleInTransaction.setting}`,
        held: seen === wanted,
        seen: seen ?? "not set",
      },
    ];
  },
  mutations: () => [
    { breaks: "the limit is taken away", sql: onThisDatabase(`RESET ${idleInTransaction.setting}`) },
    {
      breaks: "there is no limit",
      sql: onThisDatabase(`SET ${idleInTransaction.setting} = ${literal("0")}`),
    },
  ],
};
