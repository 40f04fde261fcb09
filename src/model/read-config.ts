import { checkName } from "./check-name.ts";
import type { Report, Source } from "./finding.ts";
import type { Bucket, Config } from "./model.ts";
import { parseDefinition } from "./parse-definition.ts";
import { configPath } from "./project-files.ts";
import { type BucketForm, configSchema } from "./schemas/config.ts";
import { parseYaml, type YamlDocument } from "./yaml-document.ts";

/** The project's settings, with what they leave out filled in. */
export function readConfig(source: Source | undefined, report: Report): Config | undefined {
  if (source === undefined) {
    report({
      code: "file/no-config",
      severity: "error",
      message: `There is no ${configPath}.`,
      help: "Write one with `name: <project>`, or start a project with `schema init`.",
    });
    return undefined;
  }
  const [document] = parseYaml(withoutPasswords(source), report);
  const definition = document && parseDefinition(configSchema, document, report);
  if (document === undefined || definition === undefined) return undefined;
  const schema = definition.schema ?? "public";
  checkName("schema", schema, document.at(["schema"]), report);
  return {
    name: definition.name,
    platform: definition.platform ?? "postgres",
    layout: definition.layout,
    postgres: definition.postgres ?? 15,
    schema,
    developmentUrlFrom: definition.development?.url,
    tenant:
      definition.tenant === undefined ? undefined : { name: definition.tenant, at: document.at(["tenant"]) },
    me: definition.me === undefined ? undefined : { name: definition.me, at: document.at(["me"]) },
    claims: readClaims(definition.claims ?? new Map(), document, report),
    audit: definition.audit && {
      keep: definition.audit.keep,
      schedule: definition.audit.schedule,
      at: document.at(["audit"]),
    },
    flags: Object.fromEntries(definition.flags ?? []),
    buckets: definition.buckets && [...definition.buckets].map(([name, bucket]) => readBucket(name, bucket)),
    stages: Object.fromEntries(definition.stages ?? []),
    harden: {
      profile: definition.harden?.profile ?? "standard",
      rules: Object.fromEntries(definition.harden?.rules ?? []),
      places:
        definition.harden?.rules &&
        Object.fromEntries(
          [...definition.harden.rules.keys()].map((rule) => [
            rule,
            document.keyAt(["harden", "rules", rule]),
          ]),
        ),
    },
  };
}

/** A claim is a part of a setting's name. */
function readClaims(
  claims: ReadonlyMap<string, string>,
  document: YamlDocument,
  report: Report,
): Config["claims"] {
  for (const name of claims.keys()) {
    if (/^[a-z][a-z0-9_]*$/.test(name) && !reservedClaims.includes(name)) continue;
    report({
      code: "config/claim",
      severity: "error",
      message: reservedClaims.includes(name)
        ? `"${name}" cannot be a claim: sessions bring it anyway.`
        : `"${name}" cannot be the name of a claim.`,
      at: document.keyAt(["claims", name]),
      help: "Use lower case letters, digits and underscores, as in share_link.",
    });
  }
  return Object.fromEntries(
    [...claims].map(([claim, name]) => [claim, { name, at: document.at(["claims", claim]) }]),
  );
}

/** Asked for as `has_role()` and `tenant()`. */
const reservedClaims: readonly string[] = ["roles", "tenant_id"];

function readBucket(name: string, { public: open = false, limit, types, allow = [] }: BucketForm): Bucket {
  return { name, public: open, limit: limit === undefined ? undefined : bytes(limit), types, allow };
}

const units: Readonly<Record<string, number>> = { kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };

/** `50 MB` in bytes. */
function bytes(size: string): number {
  const [, number, unit = ""] = /^(\d+) ?(\w+)$/.exec(size) ?? [];
  return Number(number) * (units[unit] ?? 1);
}

/** Findings show lines of the file; a URL that was put there by mistake must not show its password. */
function withoutPasswords(source: Source): Source {
  return {
    ...source,
    text: source.text.replace(
      /(:\/\/)([^@\s]*)(?=@)/g,
      (_, start, secret) => start + "*".repeat(secret.length),
    ),
  };
}
