import { folderName } from "../../prototype/iterations.ts";
import { code, text } from "../markdown.ts";
import { beforehand } from "./before.ts";
import { type Deployment, psqlCommand } from "./deployment.ts";
import { rollback } from "./rollback.ts";
import { steps } from "./steps.ts";

/** `deploy.md` beside a migration: what to look at before, what to run, what to look at after, and the way back. */
export function deploymentGuide(deployment: Deployment): string {
  const { iteration } = deployment;
  return `${[
    `# Deploying ${text(folderName(iteration))}`,
    "Made by `schema harden` from the plan of this migration. Try it on a copy of the database first.",
    ...beforehand(deployment),
    ...command(deployment),
    ...afterwards,
    ...steps(deployment),
    ...rollback(deployment),
  ].join("\n\n")}\n`;
}

function command({ mode, iteration }: Deployment): readonly string[] {
  return [
    "## Run",
    `As the role that owns the schema, in the folder of ${code(folderName(iteration))}:`,
    `\`\`\`sh\n${psqlCommand("up.sql", mode)}\n\`\`\``,
    mode === "offline"
      ? "It is one transaction: all of it happens, or nothing."
      : "The file has its own transactions: where one fails, those before it stay.",
    "Or have the plan made for the database as it is, shown, and executed with retries; that goes on where it stopped:",
    '```sh\nschema apply --from "env:DATABASE_URL" --to production\n```',
  ];
}

const afterwards: readonly string[] = [
  "## After",
  [
    "- [ ] No index is invalid, and every constraint is validated. Both give no row:",
    "",
    "  ```sql",
    "  SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid;",
    "  SELECT conrelid::regclass, conname FROM pg_constraint WHERE NOT convalidated;",
    "  ```",
    "- [ ] The database is what the definitions make: `schema diff --from env:DATABASE_URL --to production` finds nothing.",
    '- [ ] It keeps its promises, where pgTAP is installed: `pg_prove --dbname "$DATABASE_URL" production/tests/promises.sql`',
    "- [ ] The programs that use it work: old ones still, new ones already.",
  ].join("\n"),
];
