import type { MergeResult } from "../merger/conflict.ts";
import { formatType } from "../model/column-type.ts";
import { position } from "../model/finding.ts";
import { type Access, commands, type Entity, type Field, type Model, type Origin } from "../model/model.ts";
import { inDependencyOrder } from "../prototype/tables.ts";
import type { Completion, Hardened } from "./harden.ts";
import { laterStages } from "./later-stages.ts";
import { code, table, text } from "./markdown.ts";
import type { ProofRecord } from "./proof-record.ts";
import type { Addition, HardeningRule } from "./rule.ts";
import { uncovered } from "./uncovered.ts";

/** What `production/report.md` is made from. */
export interface ReportInput {
  readonly hardened: Hardened;
  readonly merged: MergeResult;
  readonly rules: readonly HardeningRule[];
  /** Absent when the proofs were not run. */
  readonly record?: ProofRecord | undefined;
  /** `entities/account.yaml:7`: file and line of an origin, seen from the project's folder. */
  place(origin: Origin): string;
}

/** Names places by the file's path in the project. */
export function place(shownRoot: string): (origin: Origin) => string {
  return ({ at }) => {
    const { path } = at.source;
    return `${path.startsWith(shownRoot) ? path.slice(shownRoot.length) : path}:${position(at).line}`;
  };
}

/** What came from where, what was added and why, what was decided, what was proven, what is not covered. */
export function report(input: ReportInput): string {
  const { context } = input.hardened;
  return `${[
    `# Production schema of ${text(context.config.name)}`,
    `Made by \`schema harden\` for ${context.config.platform}, PostgreSQL ${context.config.postgres} and later, profile ${context.config.harden.profile}.`,
    ...decisions(input),
    ...rulesApplied(input),
    "## Tables",
    ...inDependencyOrder(context.model.entities).flatMap((entity) => tableReport(entity, input)),
    ...laterReport(input),
    ...proofsReport(input.record),
    "## Not covered",
    uncovered(context)
      .map((line) => `- ${line}`)
      .join("\n"),
  ].join("\n\n")}\n`;
}

function decisions({ merged, place }: ReportInput): readonly string[] {
  const said = (origin: Origin, value: string) =>
    `${text(origin.module)}: ${code(value)} (${text(place(origin))})`;
  return [
    "## Merged from the modules",
    merged.resolved.length === 0
      ? "No conflict needed a decision."
      : table(
          ["Conflict", "Decided", "Why", "By"],
          merged.resolved.map(({ conflict, decision }) => [
            code(conflict.id),
            code(decision.choose),
            text(decision.why),
            text(decision.by ?? ""),
          ]),
        ),
    ...(merged.widened.length === 0
      ? []
      : [
          "Settled by a written rule:",
          table(
            ["What", "Said", "Became", "Rule"],
            merged.widened.map(({ id, sides, to, rule }) => [
              code(id),
              sides.flatMap(({ value, origins }) => origins.map((origin) => said(origin, value))).join("; "),
              code(to),
              text(rule),
            ]),
          ),
        ]),
  ];
}

function rulesApplied({ hardened, rules }: ReportInput): readonly string[] {
  const used = rules.filter(({ code }) => hardened.additions.some(({ rule }) => rule === code));
  return [
    "## Rules",
    table(
      ["Rule", "What holds", "Why", "Source"],
      used.map(({ code, summary, why, source }) => [code, text(summary), text(why), `<${source}>`]),
    ),
  ];
}

function tableReport(entity: Entity, input: ReportInput): readonly string[] {
  const { additions, completions } = input.hardened;
  const mine = additions.filter((addition) => addition.entity === entity.name);
  const made = completions.filter((completion) => completion.entity === entity.name);
  return [
    `### ${text(entity.table)}`,
    ...(entity.doc === undefined ? [] : [text(entity.doc)]),
    table(
      ["Column", "Type", "From", "Made right by"],
      entity.fields.map((field) => [
        code(field.name),
        code(`${formatType(field.type)}${field.nullable ? "?" : ""}`),
        text(originOf(field, entity, made, input)),
        columnRules(field, mine).join(", "),
      ]),
    ),
    table(
      ["Rule", "Added", "Why"],
      mine
        .filter(({ kind }) => kind !== "not null" && kind !== "default" && kind !== "comment")
        .map((addition) => [addition.rule, nameOf(addition), text(addition.why)]),
    ),
    ...accessReport(entity, input),
  ];
}

function originOf(field: Field, entity: Entity, made: readonly Completion[], { place }: ReportInput): string {
  const added = made.find((completion) => completion.field === field.name);
  if (added !== undefined && field.origins === entity.origins) return `rule ${added.rule}`;
  const mixin = field.mixin === undefined ? "" : ` through ${field.mixin}`;
  return [...new Set(field.origins.map((origin) => `${origin.module}${mixin} (${place(origin)})`))].join(
    ", ",
  );
}

function columnRules({ name }: Field, additions: readonly Addition[]): readonly string[] {
  const rules = additions.filter((a) => (a.kind === "not null" || a.kind === "default") && a.column === name);
  return rules.map((addition) =>
    addition.kind === "default" ? `${addition.rule} ${code(addition.expression)}` : addition.rule,
  );
}

function nameOf(addition: Addition): string {
  if (addition.kind === "not null" || addition.kind === "default") return code(addition.column);
  if (addition.kind === "constraint") return `${code(addition.name)} ${code(addition.definition)}`;
  if (addition.kind === "index")
    return `index ${code(addition.name)} ${code(`(${addition.index.keys.join(", ")})`)}`;
  return `${addition.kind} ${code(addition.name)}`;
}

function accessReport({ name, access }: Entity, { hardened: { context } }: ReportInput): readonly string[] {
  const entity = context.model.entities.find((one) => one.name === name);
  if (!context.isOn("row-level-security", entity)) return ["Row level security is off: grants alone decide."];
  const lines = access.map((line) => `- ${accessLine(line)}`);
  return [["Access:", "", ...lines, "- everyone else, and every other command: nothing"].join("\n")];
}

function accessLine({ allow, to, when, fields }: Access): string {
  const what = allow.length === commands.length ? "do everything" : allow.join(", ");
  const columns = fields === undefined ? "" : ` (of ${fields.map(code).join(", ")} alone)`;
  return `${to.map(text).join(", ")} may ${what}${columns}${when === undefined ? " with every row" : ` where ${code(when)}`}`;
}

/** The fields that wait for a stage, and what the rules add when it comes. */
function laterReport({ hardened, merged, rules }: ReportInput): readonly string[] {
  const stages = laterStages(merged.model, hardened.context.config, rules);
  if (stages.length === 0) return [];
  return [
    "## Later stages",
    "Documented and in no database yet. When a stage is reached, say so in `schema.config.yaml`; `schema harden` then plans the migration.",
    ...stages.flatMap(({ stage, fields, additions }) => [
      `### ${text(stage)}`,
      table(
        ["Column", "Upgrade"],
        fields.map((field) => [code(`${field.table}.${field.name}`), text(field.upgrade ?? "")]),
      ),
      table(
        ["Table", "Rule", "Changed or added", "Why"],
        additions.map((addition) => [
          text(tableNamed(merged.model, addition.entity)),
          addition.rule,
          nameOf(addition),
          text(addition.why),
        ]),
      ),
    ]),
  ];
}

function tableNamed({ entities }: Model, name: string | undefined): string {
  return entities.find((entity) => entity.name === name)?.table ?? "";
}

function proofsReport(record: ProofRecord | undefined): readonly string[] {
  if (record === undefined) return ["## Proofs", "Not run."];
  const { on, proofs } = record;
  const codes = [...new Set(proofs.map(({ proof }) => proof))];
  return [
    "## Proofs",
    `Executed on this schema, on ${text(on)}, as the real roles.`,
    table(
      ["Proof", "Held"],
      codes.map((one) => {
        const all = proofs.filter(({ proof }) => proof === one);
        return [one, `${all.filter(({ held }) => held).length} of ${all.length}`];
      }),
    ),
    table(
      ["Proof", "Of", "Held", "Seen"],
      proofs.map(({ proof, subject, held, seen }) => [proof, text(subject), held ? "yes" : "NO", text(seen)]),
    ),
  ];
}
