import type { Bucket, Command } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { platformOf } from "../platform.ts";
import type { HardeningRule } from "../rule.ts";

export const buckets: HardeningRule = {
  code: "buckets",
  profile: "minimal",
  summary: "Declared buckets are there; people reach the files of the folder that is named by their id.",
  why: "A file is stored before any row speaks of it, so its path has to say whose it is.",
  source: "https://supabase.com/docs/guides/storage/security/access-control",
  *database(_, { config }) {
    const { roles, storage } = platformOf(config);
    if (!storage) return;
    for (const bucket of config.buckets ?? []) {
      yield {
        kind: "setting",
        name: bucket.name,
        sql: makeBucket(bucket),
        why: "Buckets are rows of the platform's storage; one that is there gets these limits.",
      };
      for (const command of bucket.allow) {
        yield {
          kind: "policy",
          name: policyName(bucket, command),
          sql: `CREATE POLICY ${ident(policyName(bucket, command))} ON storage.objects
FOR ${command.toUpperCase()} TO ${ident(roles.authenticated)} ${clauses(command, ownFolder(bucket))}`,
          why: "The first folder of a path is the id of the one whose file it is.",
        };
      }
    }
  },
};

export function policyName({ name }: Bucket, command: Command): string {
  return `${name} own folder ${command}`;
}

function makeBucket({ name, public: open, limit, types }: Bucket): string {
  const values = [
    literal(name),
    literal(name),
    open ? "TRUE" : "FALSE",
    limit === undefined ? "NULL" : String(limit),
    types === undefined ? "NULL" : `ARRAY[${types.map(literal).join(", ")}]`,
  ];
  return `INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
VALUES (${values.join(", ")})
ON CONFLICT (id) DO UPDATE SET public = EXCLUDED.public,
  file_size_limit = EXCLUDED.file_size_limit, allowed_mime_types = EXCLUDED.allowed_mime_types`;
}

/** auth.uid() is asked once for a statement. */
function ownFolder({ name }: Bucket): string {
  return `bucket_id = ${literal(name)} AND (storage.foldername(name))[1] = (SELECT auth.uid())::text`;
}

/** A file that is changed stays where it was. */
function clauses(command: Command, condition: string): string {
  if (command === "insert") return `WITH CHECK (${condition})`;
  return command === "update" ? `USING (${condition}) WITH CHECK (${condition})` : `USING (${condition})`;
}
