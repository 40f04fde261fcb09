import { readProjectFromFiles } from "../../src/model/read-project.ts";
import { harden } from "../../src/production/harden.ts";

/** A table with 11 columns and rows of about 0.35 kB, as one of an application is. */
const entity = `entity: account
fields:
  id: bigint primary key
  owner_id: uuid
  name: text
  email: text
  phone: text
  status: text
  notes: text
  balance: numeric(12,2)
  visits: integer
  created_at: timestamptz = now()
`;
const updatedAt = "  updated_at: timestamptz?\n";
const version = "  version: integer = 1\n";
const index = "indexes: [[owner_id]]\n";

/** A way to make the table, as statements. */
export interface Design {
  readonly name: string;
  readonly statements: readonly string[];
}

/** What the rules make of the table; without any it is the bare one. */
async function hardened(
  name: string,
  {
    rules = [],
    fields = updatedAt,
    more = "",
    config = "",
  }: { rules?: readonly string[]; fields?: string; more?: string; config?: string },
): Promise<Design> {
  const on = [...new Set(["timestamps", ...rules])]
    .map((rule) => `${rule}: ${rules.includes(rule)}`)
    .join(", ");
  const { project, findings } = await readProjectFromFiles(
    "/bench",
    new Map([
      ["schema.config.yaml", `name: bench\nharden: { profile: minimal, rules: { ${on} } }\n${config}`],
      ["entities/account.yaml", entity + fields + index + more],
    ]),
  );
  if (project === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));
  return { name, statements: harden(project.business, project.config).statements };
}

export const bare = await hardened("no audit", {});
export const byRow = await hardened("audit", { rules: ["audit"] });
/** The partitions are there, as they are in use. */
export const byMonths: Design = await hardened("audit, by months", {
  rules: ["audit"],
  config: "audit: { partitions: monthly, keep: 7 years }\n",
}).then((design) => ({ ...design, statements: [...design.statements, "SELECT audit.maintain_months()"] }));
export const byStatement = await hardened("audit, by statement", {
  rules: ["audit"],
  more: "audit: { by: statement }\n",
});
export const locked = await hardened("version and updated_at", {
  rules: ["optimistic-lock", "timestamps"],
  fields: updatedAt + version,
});
export const unlocked = await hardened("neither", { fields: updatedAt + version });
export const owned = await hardened("owner policy", {
  rules: ["access-functions", "row-level-security", "grants", "foreign-key-indexes"],
  more: "access: [{ allow: all, to: authenticated, when: owner_id = me() }]\n",
});

/**
 * The design of the widespread generic trigger: one function for all tables looks up the key of its table for each row,
 * makes a UUID of table and key, and keeps both images, in a log with four indexes beside its key and a check of each column.
 */
export const generic: Design = {
  name: "generic audit",
  statements: [
    ...bare.statements,
    "CREATE SCHEMA generic",
    "CREATE TYPE generic.event AS ENUM ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE')",
    "CREATE SCHEMA IF NOT EXISTS extensions",
    `CREATE EXTENSION IF NOT EXISTS "uuid-ossp" SCHEMA extensions`,
    `CREATE TABLE generic.versions (
      id bigserial PRIMARY KEY, record_id uuid, old_record_id uuid, op generic.event NOT NULL, ts timestamptz NOT NULL DEFAULT now(),
      table_oid oid NOT NULL, table_schema name NOT NULL, table_name name NOT NULL, record jsonb, old_record jsonb,
      CHECK (COALESCE(record_id, old_record_id) IS NOT NULL OR op = 'TRUNCATE'),
      CHECK ((record_id IS NOT NULL) = (op IN ('INSERT', 'UPDATE'))),
      CHECK ((record IS NOT NULL) = (op IN ('INSERT', 'UPDATE'))),
      CHECK ((old_record_id IS NOT NULL) = (op IN ('UPDATE', 'DELETE'))),
      CHECK ((old_record IS NOT NULL) = (op IN ('UPDATE', 'DELETE')))
    )`,
    "CREATE INDEX ON generic.versions (record_id) WHERE record_id IS NOT NULL",
    "CREATE INDEX ON generic.versions (old_record_id) WHERE old_record_id IS NOT NULL",
    "CREATE INDEX ON generic.versions USING brin (ts)",
    "CREATE INDEX ON generic.versions (table_oid)",
    `CREATE FUNCTION generic.key_columns(of_table oid) RETURNS text[] STABLE SECURITY DEFINER SET search_path = '' LANGUAGE sql
    AS $$ SELECT COALESCE(array_agg(a.attname::text ORDER BY a.attnum), '{}') FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = of_table AND i.indisprimary $$`,
    `CREATE FUNCTION generic.row_id(of_table oid, key_columns text[], image jsonb) RETURNS uuid STABLE LANGUAGE sql
    AS $$ SELECT CASE
      WHEN image IS NULL THEN NULL
      WHEN key_columns = '{}' THEN extensions.uuid_generate_v4()
      ELSE (SELECT extensions.uuid_generate_v5('fd62bc3d-8d6e-43c2-919c-802ba3762271',
        (jsonb_build_array(to_jsonb(of_table)) || jsonb_agg(image ->> k))::text) FROM unnest(key_columns) k)
    END $$`,
    `CREATE FUNCTION generic.write() RETURNS trigger SECURITY DEFINER SET search_path = '' LANGUAGE plpgsql AS $$
    DECLARE
      key_columns text[] := generic.key_columns(tg_relid);
      image jsonb := to_jsonb(new);
      image_id uuid := generic.row_id(tg_relid, key_columns, image);
      old_image jsonb := to_jsonb(old);
      old_image_id uuid := generic.row_id(tg_relid, key_columns, old_image);
    BEGIN
      INSERT INTO generic.versions (record_id, old_record_id, op, table_oid, table_schema, table_name, record, old_record)
      SELECT image_id, old_image_id, tg_op::generic.event, tg_relid, tg_table_schema, tg_table_name, image, old_image;
      RETURN COALESCE(new, old);
    END $$`,
    "CREATE TRIGGER generic_audit AFTER INSERT OR UPDATE OR DELETE ON public.accounts FOR EACH ROW EXECUTE FUNCTION generic.write()",
  ],
};
