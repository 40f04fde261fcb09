import { rightsOf } from "../access.ts";
import { encryptedFields } from "../encryption.ts";
import { platformOf } from "../platform.ts";
import { logsReads } from "../rules/read-log.ts";
import { byRules, type Measure, type Safeguard } from "./safeguard.ts";

const closedToStrangers: Measure = {
  what: "Nobody gets at it without being signed in.",
  shownBy: ["grants", "row-level-security"],
  fix: "Remove the access lines that are `to: anonymous`.",
  isTaken: (entity, { context }) =>
    rightsOf(entity, context).every(({ role }) => role !== platformOf(context.config).roles.anonymous),
};

/** A role that people are given in an emergency, as one of those that `has_role()` knows: their name stays on record. */
const emergencyRole = "emergency";

const emergencyAccess: Measure = {
  what: `Who is given the role ${emergencyRole} can read it, under their own name.`,
  shownBy: ["row-level-security"],
  fix: `Add the access line { allow: select, to: ${emergencyRole} }, and give the role to nobody until it is needed.`,
  isTaken: ({ access }) =>
    access.some(({ allow, to }) => allow.includes("select") && to.includes(emergencyRole)),
};

/** @see https://www.ecfr.gov/current/title-45/section-164.312 */
export const hipaa: readonly Safeguard[] = [
  {
    paragraph: "164.312(a)(1)",
    title: "Access control",
    implementation: "required",
    measures: [
      byRules(
        ["row-level-security"],
        "Everyone sees and changes only the rows that access lines allow, the table's owner too.",
        "Turn the rule row-level-security on, and write `access:` lines.",
      ),
      byRules(
        ["grants"],
        "Roles get the commands and columns that they need and no others.",
        "Turn the rule grants on.",
      ),
      closedToStrangers,
    ],
    byPeople: "Decide who should have which role, and review it (164.308(a)(4)).",
  },
  {
    paragraph: "164.312(a)(2)(i)",
    title: "Unique user identification",
    implementation: "required",
    measures: [
      byRules(
        ["actors"],
        "Each row names the user who made it and who changed it last, whatever a client says.",
        "Turn the rule actors on for the entity.",
      ),
    ],
    byPeople:
      "Give every person an account of their own, and end it when they leave. Nobody works under a shared one.",
  },
  {
    paragraph: "164.312(a)(2)(ii)",
    title: "Emergency access procedure",
    implementation: "required",
    measures: [emergencyAccess],
    byPeople:
      "Write down who may give the role in an emergency, how it ends, and who looks at what was done. Practise it.",
  },
  {
    paragraph: "164.312(a)(2)(iii)",
    title: "Automatic logoff",
    implementation: "addressable",
    measures: [
      byRules(
        ["session-timeouts"],
        "The server ends sessions that lie idle in a transaction.",
        "Turn the rule session-timeouts on.",
      ),
    ],
    byPeople:
      "End the sessions of the application and the screens of workstations after a time without input.",
  },
  {
    paragraph: "164.312(a)(2)(iv)",
    title: "Encryption and decryption",
    implementation: "addressable",
    measures: [
      {
        what: "Columns with health data hold ciphertext.",
        shownBy: ["encryption"],
        fix: "Set `encrypt:` on the fields with `pii: health`, or write down why encrypted disks are enough.",
        concerns: ({ fields }) => fields.some(({ pii }) => pii === "health"),
        isTaken: (entity) => {
          const encrypted = encryptedFields(entity);
          return entity.fields.every(
            (field) => field.pii !== "health" || encrypted.some((one) => one === field),
          );
        },
      },
    ],
    byPeople: "Encrypt disks and backups, and keep the keys outside the database.",
  },
  {
    paragraph: "164.312(b)",
    title: "Audit controls",
    implementation: "required",
    measures: [
      byRules(
        ["audit"],
        "Every change leaves a row in a log that only grows: who, when, and the row before and after.",
        "Set `audit: all` on the entity, and leave the rule audit on.",
      ),
      {
        what: "Who reads protected data is recorded.",
        shownBy: ["read-log"],
        fix: "Set `audit: { reads: true }` on the entity, and read it in the view `logged.<table>`. Or let pgaudit record it in the server's log, and give values as parameters, which it leaves out.",
        isTaken: (entity, { context }) => logsReads(entity, context),
      },
    ],
    byPeople: "Look at the log regularly, and keep it for six years (164.316(b)(2)).",
  },
  {
    paragraph: "164.312(c)(1)",
    title: "Integrity",
    implementation: "required",
    measures: [
      byRules(["not-null"], "Values that must be there are there.", "Turn the rule not-null on."),
      byRules(
        ["optimistic-lock"],
        "Two people who change the same row cannot overwrite each other unseen.",
        "Turn the rule optimistic-lock on for the entity.",
      ),
    ],
    byPeople: "Test that backups can be restored.",
  },
  {
    paragraph: "164.312(c)(2)",
    title: "Mechanism to authenticate electronic protected health information",
    implementation: "addressable",
    measures: [
      byRules(
        ["audit", "audit-chain"],
        "Each row of the log is chained to the one before it, so that tampering shows.",
        "Turn the rule audit-chain on: harden: { rules: { audit-chain: true } }.",
      ),
    ],
    byPeople: "Keep the head of the chain outside the database, and compare it.",
  },
  {
    paragraph: "164.312(d)",
    title: "Person or entity authentication",
    implementation: "required",
    measures: [],
    byPeople:
      "Authenticate people with more than a password. Let the server accept scram-sha-256 or certificates alone (pg_hba.conf).",
  },
  {
    paragraph: "164.312(e)(1)",
    title: "Transmission security",
    implementation: "required",
    measures: [],
    byPeople: "Let the database be reached from the application's network alone.",
  },
  {
    paragraph: "164.312(e)(2)(i)",
    title: "Integrity controls in transmission",
    implementation: "addressable",
    measures: [],
    byPeople: "Accept connections over TLS alone (hostssl in pg_hba.conf).",
  },
  {
    paragraph: "164.312(e)(2)(ii)",
    title: "Encryption in transmission",
    implementation: "addressable",
    measures: [],
    byPeople: "Connect with sslmode=verify-full, so that clients know the server too.",
  },
];
