import { proofs } from "./proofs/index.ts";
import { type HardeningRule, profiles } from "./rule.ts";
import { rules } from "./rules/index.ts";

/** `docs/hardening.md`: every rule and every proof, from their own words. */
export function hardeningPage(): string {
  return `# Hardening

\`schema harden\` makes the production schema of the merged modules: the rules below add what a prototype leaves open, and the
proofs show on a throwaway PostgreSQL that it holds. \`production/report.md\` says for each table what was added, by which rule, and why.

A profile in \`schema.config.yaml\` turns rules on; each profile has those of the ones before it: ${profiles.map((name) => `\`${name}\``).join(", ")}. A rule from none is on only where it is asked for.
The project switches single rules with \`harden: { rules: { soft-delete: false } }\`, an entity with \`harden: { soft-delete: false }\`.

## Rules

| rule | from profile | what holds | why | source |
| --- | --- | --- | --- | --- |
${rules.map(ruleRow).join("\n")}

## Proofs

Executed on generated rows, under the real roles. What cannot be shown fails as well. Each proof is tested by breaking what it
demonstrates: it must then fail.

| proof | promise | of the rules |
| --- | --- | --- |
${proofs.map(({ code, promise, rules }) => row([code, promise, rules.join(", ")])).join("\n")}
`;
}

function ruleRow({ code, profile, summary, why, source }: HardeningRule): string {
  return row([code, profile, summary, why, `<${source}>`]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
