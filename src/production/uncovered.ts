import type { Finding } from "../model/finding.ts";
import type { Config, Entity, Relation } from "../model/model.ts";
import { derivationsOf, isDerivedOrCounted } from "./derivations.ts";
import { encryptedFields } from "./encryption.ts";
import { code, text } from "./markdown.ts";
import { platformOf } from "./platform.ts";
import { systemColumns } from "./proving/columns.ts";
import { isAllowed, isAllowedToAll, isAllowedToPeople } from "./proving/mutations.ts";
import { referringTo } from "./references.ts";
import { removesOldRows, retained } from "./retained.ts";
import type { HardeningContext } from "./rule.ts";
import { inMonths } from "./rules/audit-months.ts";
import { followedReferences } from "./rules/live-references.ts";
import { logsReads } from "./rules/read-log.ts";
import { deletesSoftly } from "./system-fields.ts";

const notDistributed =
  "Tables are not distributed: keys, references, triggers and policies are those of one node, and Citus refuses some of them on distributed tables.";

/** What a platform is promised less of than the others, told when the schema is made. */
export function platformLimits(config: Config): readonly Finding[] {
  const { platform, buckets = [] } = config;
  if (buckets.length > 0 && !platformOf(config).storage) return [noStorage(config)];
  if (platform !== "citus") return [];
  return [
    {
      code: "production/not-distributed",
      severity: "warning",
      message: `Platform citus: ${notDistributed}`,
      help: "The schema is for the coordinator alone. Try create_distributed_table on a copy before relying on it.",
    },
  ];
}

function noStorage({ platform, buckets = [] }: Config): Finding {
  return {
    code: "production/no-storage",
    severity: "error",
    message: `The config has buckets (${buckets.map(({ name }) => name).join(", ")}), and platform ${platform} has no storage for files.`,
    help: "Remove `buckets`, or name the platform that has it: platform: supabase.",
  };
}

/** What this schema does not promise, said so that nobody relies on it. */
export function uncovered(context: HardeningContext): readonly string[] {
  const { config, model } = context;
  const { told } = platformOf(config);
  const softly = model.entities.filter((entity) => deletesSoftly(entity, context));
  return [
    `Who the current user is comes from ${told.user}, and roles come from ${told.roles}: whoever can set them is who they say. The application must set both, and clients must not reach the database directly where they are settings.`,
    "Superusers, roles with BYPASSRLS and the owner of the tables can switch protection off.",
    ...(config.platform === "citus" ? [notDistributed] : []),
    ...(context.isOn("audit")
      ? [`${readsLimits(context)} ${inMonths(context) ? monthsLimits(context) : logGrows}`]
      : []),
    ...(context.isOn("audit") && context.isOn("audit-chain")
      ? [
          "Who can switch triggers off can cut off the end of the audit log's chain, or make all of it anew. It shows where the link and hash of a late entry are kept elsewhere and given to audit.verify(link, hash).",
        ]
      : []),
    ...(softly.length === 0
      ? []
      : [
          "DELETE of a row that is only marked reports 0 rows to the client. Deleted rows are hidden by the …_live views alone.",
        ]),
    ...(softly.some((entity) => followedReferences(entity, context).length > 0)
      ? [
          "Restoring a row brings back the rows that were marked with it; rows that are not marked, such as those of link tables, and references that were emptied are gone. Triggers of your own that fire on rows that go with others work as the role deletion. In a transaction of isolation level REPEATABLE READ, a row that was made at the same time may be missed.",
        ]
      : []),
    ...of(
      softly,
      (entity) => derivationsOf(entity, context).some(({ parent, child }) => parent === child),
      "A DELETE that names a row and the row of the same table that counts it is refused with SQLSTATE 27000: delete them one at a time",
    ),
    ...of(
      softly,
      (entity) =>
        !context.isOn("live-references", entity) ||
        referringTo(entity, context).some(({ child }) => !context.isOn("live-references", child)),
      "What refers to a row that is marked as deleted stays as it is where live-references is off",
    ),
    ...model.sql.flatMap(({ path, opens }) =>
      opens === undefined
        ? []
        : [`What ${code(path)} makes may show people more than access lines do, as it says: ${text(opens)}.`],
    ),
    ...listed(
      relationsPastPolicies(context),
      `Foreign keys are checked past the policies: whoever may write these may refer to a row${config.tenant === undefined ? "" : " of their tenant"} that they cannot see, if they know its key, and so learns whether it is there`,
    ),
    ...listed(
      cascadesPastPolicies(context),
      "Deleting goes on past the policies: what these refer to takes them along, also those that one may not delete",
    ),
    ...of(
      model.entities,
      (entity) => isDerivedOrCounted(entity, context) && context.isOn("row-level-security", entity),
      "Policies do not hold the owner of tables with derived values, and of those that they are made from, because triggers read and write them as the owner",
    ),
    ...of(
      model.entities,
      (entity) => retained(entity) && !removesOldRows(entity, context),
      "Retention is declared and not enforced",
    ),
    ...of(
      model.entities,
      (entity) => removesOldRows(entity, context) && entity.retention.schedule === undefined,
      "Nothing calls the functions clean_… by itself. Old rows go when someone says SET ROLE retention and calls them until they return 0",
    ),
    ...of(
      model.entities,
      (entity) => removesOldRows(entity, context) && entity.retention.schedule !== undefined,
      "Old rows go by schedule only where pg_cron was installed before the schema was loaded, as a user who is a member of the role retention; elsewhere something else must call the functions clean_…",
    ),
    ...of(
      model.entities,
      (entity) => has(entity, "shape") && !context.isOn("json-shape", entity),
      "The shape of jsonb is declared and not checked",
    ),
    ...of(
      model.entities,
      (entity) =>
        entity.fields.some(({ pii, encrypt }) => pii !== undefined && encrypt?.plain === undefined) &&
        !(entity.masked !== undefined && context.isOn("masking", entity)),
      "Personal data is classified, not encrypted, and shown as it is to whoever may read the rows; `masked` gives others a view without it",
    ),
    ...of(
      model.entities,
      (entity) => entity.fields.some(({ encrypt }) => encrypt !== undefined && encrypt.plain === undefined),
      "Encryption is declared and not done",
    ),
    ...of(model.entities, (entity) => encryptedFields(entity).length > 0, encryptionLimits(context)),
  ];
}

/** Of which tables reading is recorded, and what gets past that. */
function readsLimits(context: HardeningContext): string {
  const recorded = context.model.entities
    .filter((entity) => logsReads(entity, context))
    .map(({ table }) => table);
  if (recorded.length === 0) return "Reading is not recorded.";
  return [
    `Reading is recorded of ${recorded.join(", ")} alone, in the views of the schema logged, with one entry for each row that is read; rows that conditions leave out count where PostgreSQL has to read them first.`,
    "A transaction that is rolled back takes its entries with it: where clients decide about that, let pgaudit record reading too. Read-only transactions and standbys cannot write entries, so they read nothing.",
    "Superusers, the owner of the tables, dumps and masked views read without an entry.",
  ].join(" ");
}

const logGrows = "The audit log keeps growing: nothing removes old rows.";

/** What partitions of the audit log need, and who may take them away. */
function monthsLimits({ config: { audit } }: HardeningContext): string {
  const call = "SELECT audit.maintain_months()";
  return [
    audit?.keep === undefined
      ? logGrows
      : `The audit log is kept for ${audit.keep}: entries go by whole months, so up to a month later.`,
    audit?.schedule === undefined
      ? `Nothing makes and removes partitions by itself: the log's owner runs ${call}, best every day. Until then entries land in the default partition, and move when it runs.`
      : `Partitions are made and removed by schedule only where pg_cron was installed before the schema was loaded; elsewhere something else must run ${call} as the log's owner.`,
    "To remove a month, it waits at most 3 seconds for those who use the log, and fails where that does not do; the next run tries again.",
  ].join(" ");
}

/** What ciphertext in the tables does not protect from. */
function encryptionLimits({ config, model }: HardeningContext): string {
  const keys = new Set(model.entities.flatMap(encryptedFields).map(({ encrypt }) => encrypt.key));
  const places = [...keys].sort().map(platformOf(config).encryptionKey.place).join(", ");
  return [
    `Encryption protects disks, backups, dumps and the audit log, as long as the keys are elsewhere (${places})`,
    "It does not protect from superusers and the tables' owner while a key is there, from statements with plain values in the server's log and statistics (give values and keys as parameters, and set log_parameter_max_length = 0 where statements are logged), and from copying a message to another row. How long a value is shows",
    "A field that has plain values already is encrypted by way of a second one: a change of its type would leave them plain, and the check refuse them. To change a key, encrypt every value anew. A lost key cannot be replaced. Encrypted",
  ].join(". ");
}

function has({ fields }: Entity, key: "shape" | "pii"): boolean {
  return fields.some((field) => field[key] !== undefined);
}

/** Relations of rows that people write to rows that are hidden from some. */
function relationsPastPolicies(context: HardeningContext): readonly string[] {
  return relationsWhere(context, (entity, relation, target) => {
    const stamped = relation.columns.some((name) => systemColumns(entity, context).includes(name));
    const written = isAllowedToPeople(entity, "insert") || isAllowedToPeople(entity, "update");
    return !stamped && written && !isAllowedToAll(target, "select");
  });
}

/** Relations of rows that not everyone may delete to rows that people delete for good. */
function cascadesPastPolicies(context: HardeningContext): readonly string[] {
  return relationsWhere(
    context,
    (entity, { onDelete }, target) =>
      onDelete === "cascade" &&
      entity.links === undefined &&
      isAllowedToPeople(target, "delete") &&
      !deletesSoftly(target, context) &&
      !(isAllowed(entity, "delete") && isAllowedToAll(entity, "delete")),
  );
}

function relationsWhere(
  context: HardeningContext,
  which: (entity: Entity, relation: Relation, target: Entity) => boolean,
): readonly string[] {
  const { entities } = context.model;
  return entities.flatMap((entity) =>
    entity.relations.flatMap((relation) => {
      const target = entities.find(({ name }) => name === relation.target);
      const on = target !== undefined && context.isOn("row-level-security", target);
      return on && which(entity, relation, target) ? [`${entity.table}.${relation.name}`] : [];
    }),
  );
}

function of(
  entities: readonly Entity[],
  which: (entity: Entity) => boolean,
  sentence: string,
): readonly string[] {
  return listed(
    entities.filter(which).map(({ table }) => table),
    sentence,
  );
}

function listed(names: readonly string[], sentence: string): readonly string[] {
  return names.length === 0 ? [] : [`${sentence}: ${names.join(", ")}.`];
}
