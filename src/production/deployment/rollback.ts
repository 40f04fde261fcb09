import type { Phase, Statement } from "../../postgres/plan.ts";
import { code, text } from "../markdown.ts";
import { type Deployment, psqlCommand } from "./deployment.ts";

/** The way back, what it costs, and until when it costs nothing. */
export function rollback({ plan: { statements, reverse }, mode, prelude }: Deployment): readonly string[] {
  return [
    "## Rolling back",
    freeUntil(statements),
    `\`\`\`sh\n${psqlCommand("down.sql", mode)}\n\`\`\``,
    ...(reverse.length === 0
      ? ["There is nothing to take back."]
      : ["It does, in this order:", stepsBack(reverse)]),
    ...lost("What this migration deleted does not come back by it, only from the backup:", statements),
    ...lost("What is written after the migration goes with what holds it:", reverse),
    ...(prelude.length === 0
      ? []
      : [
          "Roles, settings and extensions stay: other databases of the server or other programs may need them.",
        ]),
    ...(mode === "offline"
      ? ["Where it stops in the middle, nothing has happened."]
      : [
          "Where it stops in the middle, what it has taken back stays so: run the rest of `down.sql`, or `schema apply --from env:DATABASE_URL` with the `--to` that you want.",
        ]),
  ];
}

function freeUntil(statements: readonly Statement[]): string {
  const deleting = statements.find(({ hazards }) => hazards.some(({ kind }) => kind === "deletes-data"));
  if (deleting === undefined)
    return "Every phase leaves what was there: rolling back takes only what is new.";
  const before = phases.slice(0, phases.indexOf(deleting.phase));
  if (!before.some((phase) => statements.some((statement) => statement.phase === phase))) {
    return `It is not free from the start: ${code(deleting.change)} deletes data.`;
  }
  return `It is free until the phase ${deleting.phase}, where ${code(deleting.change)} deletes data. Start that phase when nobody needs the old form.`;
}

const phases: readonly Phase[] = ["expand", "backfill", "validate", "contract"];

function stepsBack(reverse: readonly Statement[]): string {
  const changes = [...new Set(reverse.map(({ change }) => change))];
  return changes.map((change, i) => `${i + 1}. ${text(change)}`).join("\n");
}

function lost(said: string, statements: readonly Statement[]): readonly string[] {
  const messages = statements.flatMap(({ hazards }) =>
    hazards.flatMap(({ kind, message }) => (kind === "deletes-data" ? [message] : [])),
  );
  return messages.length === 0
    ? []
    : [said, [...new Set(messages)].map((message) => `- ${text(message)}`).join("\n")];
}
