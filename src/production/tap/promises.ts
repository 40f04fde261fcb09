import type { Config } from "../../model/model.ts";
import { type Catalog, type CatalogObject, keyOf } from "../../postgres/catalog.ts";
import { literal } from "../../postgres/quote.ts";
import { platformOf } from "../platform.ts";
import { commentLine } from "../schema-file.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { actingRoles, policyAssertions, privilegeAssertions, refusalAssertions } from "./access.ts";
import { appendOnlyAssertions } from "./append-only.ts";
import type { Assertion } from "./assertions.ts";
import { functionAssertion } from "./functions.ts";
import { objectsOf, tableAssertions, triggerAssertions, viewAssertions } from "./tables.ts";

interface Group {
  readonly title: string;
  readonly assertions: readonly Assertion[];
}

/**
 * The promises of a hardened schema as one file of pgTAP tests, for teams that keep their tests in the database. It needs
 * no rows and leaves nothing behind. @see https://pgtap.org/documentation.html
 */
export function promisesFile(target: Catalog, config: Config): string {
  const groups = groupsOf(target, config);
  const count = groups.reduce((sum, { assertions }) => sum + assertions.length, 0);
  const administrators = platformOf(config)
    .administrators.map((role) => literal(role))
    .join(", ");
  return `${[
    header(config),
    "BEGIN;",
    "CREATE EXTENSION IF NOT EXISTS pgtap;",
    findPgtap,
    sqlFromTemplate("tap-catalog", { administrators }),
    `SELECT plan(${count});`,
    ...groups.map(({ title, assertions }) =>
      [commentLine(title), ...assertions.map((assertion) => `${assertion};`)].join("\n\n"),
    ),
    "SELECT * FROM finish();",
    "ROLLBACK;",
  ].join("\n\n")}\n`;
}

function header({ name }: Config): string {
  return [
    `The promises of the production schema of ${name} as pgTAP tests. Made by \`schema harden\`: change the definitions, not this file.`,
    "Run it as the role that owns the tables, or as a superuser; it leaves nothing behind:",
    "  pg_prove --dbname <database> promises.sql",
  ]
    .map((line) => `-- ${line.replaceAll(/[\r\n]+/g, " ")}`)
    .join("\n");
}

/** A team may have put it into a schema of its own. */
const findPgtap = `DO $$
BEGIN
  PERFORM set_config('search_path', extnamespace::regnamespace::text, TRUE) FROM pg_extension WHERE extname = 'pgtap';
END
$$;`;

function groupsOf(target: Catalog, config: Config): readonly Group[] {
  const platform = platformOf(config);
  const isOwn = ({ id: { path } }: CatalogObject) => !platform.ownSchemas.includes(path[0] ?? "");
  // Partitions come and go with time.
  const isPartition = ({ id: { path } }: CatalogObject) =>
    target.objects.has(keyOf({ kind: "partition bound", path }));
  const tables = objectsOf(target, "table").filter((table) => isOwn(table) && !isPartition(table));
  const roles = actingRoles(target, platform);
  const groups: readonly Group[] = [
    ...tables.map((table) => ({
      title: table.id.path.join("."),
      assertions: [
        ...tableAssertions(table, target),
        ...triggerAssertions(table, target),
        ...policyAssertions(table, target),
        ...privilegeAssertions(table, target, platform.administrators),
        ...refusalAssertions(table, roles, target),
        ...appendOnlyAssertions(table, target),
      ],
    })),
    {
      title: "Views",
      assertions: objectsOf(target, "view")
        .filter(isOwn)
        .flatMap((view) => [
          ...viewAssertions(view),
          ...privilegeAssertions(view, target, platform.administrators),
        ]),
    },
    {
      title: "Functions",
      assertions: objectsOf(target, "function")
        .filter(isOwn)
        .map((each) => functionAssertion(each, target, platform.administrators)),
    },
  ];
  return groups.filter(({ assertions }) => assertions.length > 0);
}
