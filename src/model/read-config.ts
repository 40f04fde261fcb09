import { checkName } from "./check-name.ts";
import type { Report, Source } from "./finding.ts";
import type { Config } from "./model.ts";
import { parseDefinition } from "./parse-definition.ts";
import { configPath } from "./project-files.ts";
import { configSchema } from "./schemas/config.ts";
import { parseYaml } from "./yaml-document.ts";

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
    postgres: definition.postgres ?? 15,
    schema,
    developmentUrlFrom: definition.development?.url,
    tenant:
      definition.tenant === undefined ? undefined : { name: definition.tenant, at: document.at(["tenant"]) },
    flags: Object.fromEntries(definition.flags ?? []),
    stages: Object.fromEntries(definition.stages ?? []),
    harden: {
      profile: definition.harden?.profile ?? "standard",
      rules: Object.fromEntries(definition.harden?.rules ?? []),
    },
  };
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
