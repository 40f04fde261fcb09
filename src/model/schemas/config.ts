import { z } from "zod";
import { cronSchedule } from "./cron.ts";
import { keys, like, named, text, truth, wholeNumber } from "./parts.ts";

const commands = ["select", "insert", "update", "delete"] as const;

const lowestPostgres = 14;
const highestPostgres = 18;

const environmentVariable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, {
  error:
    "must be the name of an environment variable that holds the URL, such as DATABASE_URL; secrets do not belong in files",
});

const field = like(/^[^.]+\.[^.]+$/, "account.owner_id");

const bucket = keys({
  public: truth.optional().describe("Whether everybody may read its files by their address; no when absent."),
  limit: like(/^[1-9]\d* ?(kB|MB|GB)$/, "50 MB")
    .optional()
    .describe("Size of the biggest file; the platform's own limit when absent."),
  types: z.array(text).min(1).optional().describe("Media types of files; any when absent."),
  allow: z
    .array(z.enum(commands))
    .min(1)
    .optional()
    .describe("What people may do in the folder that is named by their id; nothing when absent."),
});

export type BucketForm = z.output<typeof bucket>;

export const configSchema = keys({
  name: text.describe("The project's name."),
  platform: z.enum(["postgres", "supabase", "citus"]).optional().describe("postgres when absent."),
  layout: z
    .literal("supabase")
    .optional()
    .describe(
      "supabase: migrations are written to supabase/migrations as well, for the platform's own tools.",
    ),
  postgres: wholeNumber("a PostgreSQL major version", lowestPostgres, highestPostgres)
    .optional()
    .describe("Lowest PostgreSQL version that production runs; 15 when absent."),
  schema: text.optional().describe("PostgreSQL schema that tables are made in; public when absent."),
  development: keys({
    url: environmentVariable.optional().describe("Environment variable that holds the URL of the database."),
  })
    .optional()
    .describe("The development database; embedded when absent."),
  tenant: text
    .optional()
    .describe("Entity whose rows are tenants: nobody sees rows of another tenant than the current one."),
  me: field
    .optional()
    .describe("Field that holds ids of users, where these are no entity: me() has its type and values."),
  claims: named(field)
    .optional()
    .describe("What else a session brings → the field that holds its values; asked for as claim('name')."),
  audit: keys({
    partitions: z.literal("monthly").describe("Each month of the audit log is a partition."),
    keep: like(/^[1-9]\d*\s+(week|month|year)s?$/, "7 years or 18 months")
      .optional()
      .describe("How long entries are kept: months that are older go. For ever when absent."),
    schedule: cronSchedule
      .optional()
      .describe("When partitions are made and removed, as cron writes it; runs where pg_cron is installed."),
  })
    .optional()
    .describe("The audit log; one table that keeps everything when absent."),
  buckets: named(bucket).optional().describe("Where the platform's storage keeps files: name → bucket."),
  flags: named(truth).optional().describe("Flag → whether it is on."),
  stages: named(truth)
    .optional()
    .describe("Stage → whether it is reached; fields of the future name theirs."),
  harden: keys({
    profile: z
      .enum(["minimal", "standard", "regulated"])
      .optional()
      .describe("How much is enforced; standard when absent."),
    rules: named(truth).optional().describe("Hardening rules switched on or off."),
  })
    .optional()
    .describe("How the production schema is hardened."),
}).describe("A project.");
