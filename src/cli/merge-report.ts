import { type Conflict, type MergeResult, modulesOf, type ShownSide } from "../merger/conflict.ts";
import { decisionYaml } from "../merger/record-decisions.ts";
import { formatType } from "../model/column-type.ts";
import { type Finding, findingToJson, frame, position } from "../model/finding.ts";
import type { Decision, Entity, Origin } from "../model/model.ts";

/** What was merged, entity by entity, as people read it. */
export function renderMerge(result: MergeResult): string {
  const differences = differencesByEntity(result);
  const entities = result.model.entities.map((entity) => renderEntity(entity, differences));
  return [...entities, summary(result)].join("\n\n");
}

/** The lines on each difference, by entity: what rules settled, what decisions settled, what is open. */
function differencesByEntity({
  model,
  widened,
  resolved,
  conflicts,
}: MergeResult): ReadonlyMap<string, string[]> {
  const entities = new Set(model.entities.map(({ name }) => name));
  const lines = new Map<string, string[]>();
  const add = (entity: string, title: string, sides: readonly ShownSide[]) => {
    const before = lines.get(entity) ?? [];
    lines.set(entity, before);
    before.push(`  ${title}`, ...renderSides(sides));
  };
  for (const { entity, id, to, rule, sides } of widened) add(entity, `merged ${id} → ${to}: ${rule}`, sides);
  for (const { conflict, decision } of resolved) {
    const by = decision.by === undefined ? "" : ` (${decision.by})`;
    const title = `decided ${conflict.id} → ${decision.choose}: ${decision.why}${by}`;
    const entity = entities.has(conflict.entity) ? conflict.entity : decision.choose; // what was folded goes by that name
    add(entity, title, conflict.sides);
  }
  for (const { entity, id, sides } of conflicts) add(entity, `open ${id}`, sides);
  return lines;
}

function renderEntity(
  { name, table, fields, origins }: Entity,
  differences: ReadonlyMap<string, readonly string[]>,
): string {
  const owners = modulesOf([...origins, ...fields.flatMap((field) => field.origins)]);
  return [
    `${name}: table ${table}, ${count(fields.length, "field")} from ${owners}`,
    ...(differences.get(name) ?? []),
  ].join("\n");
}

function renderSides(sides: readonly ShownSide[]): readonly string[] {
  const rows = sides.flatMap(({ value, origins }) =>
    origins.map((origin) => [value, origin.module, place(origin)]),
  );
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), width(1)];
  return rows.map((row) => `    ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`);
}

function place({ at }: Origin): string {
  return `${at.source.path}:${position(at).line}`;
}

function summary({ model, widened, resolved, conflicts }: MergeResult): string {
  const parts = [
    `${widened.length} merged by rule`,
    `${resolved.length} by decision`,
    `${conflicts.length} open`,
  ];
  return `${count(model.entities.length, "entity", "entities")}; differences: ${parts.join(", ")}.`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** An open conflict with the lines of each side, its choices and how to settle it. */
export function renderConflict(conflict: Conflict): string {
  return [
    `conflict: ${conflict.id}`,
    ...renderQuestion(conflict),
    ...renderChoices(conflict),
    ...howToDecide(conflict),
  ].join("\n");
}

/** What is asked, with the lines of each side. */
export function renderQuestion({ question, sides }: Conflict): readonly string[] {
  return [
    `  ${question}`,
    ...sides.flatMap(({ value, origins: [first, ...others] }) => [
      `  ${first?.module}: ${value}`,
      ...(first === undefined ? [] : frame(first.at)),
      ...(others.length === 0
        ? []
        : [`      also ${others.map((origin) => `${origin.module} (${place(origin)})`).join(", ")}`]),
    ]),
  ];
}

function renderChoices({ choices, other }: Conflict): readonly string[] {
  const width = Math.max(...choices.map(({ choose }) => choose.length));
  return [
    "  Choose:",
    ...choices.map(({ choose, means }) => `    ${choose.padEnd(width)}  ${means}`),
    ...(other === undefined ? [] : [`    or ${other}`]),
  ];
}

function howToDecide({ id, choices }: Conflict): readonly string[] {
  const choose = choices[0]?.choose ?? "";
  const yaml = decisionYaml({ conflict: id, choose, why: "…" });
  return [
    `  With a flag:        schema merge --decide ${shellQuoted(`${id}=${choose}`)} --why '…'`,
    "  In decisions.yaml:",
    ...yaml.split("\n").map((line) => `    ${line}`),
  ];
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The whole result for `--json`. */
export function mergeToJson(result: MergeResult, ok: boolean): unknown {
  return {
    version: 1,
    ok,
    entities: result.model.entities.map(entityToJson),
    widened: result.widened.map(({ sides, ...widening }) => ({
      ...widening,
      from: sides.flatMap(({ value, origins }) =>
        origins.map((origin) => ({ value, ...originToJson(origin) })),
      ),
    })),
    conflicts: result.conflicts.map(conflictToJson),
    decisions: result.resolved.map(({ conflict, decision }) => ({
      ...conflictToJson(conflict),
      decision: decisionToJson(decision),
    })),
    findings: result.findings.map((finding: Finding) => findingToJson(finding)),
  };
}

function entityToJson({ name, table, fields, relations, origins }: Entity): unknown {
  return {
    name,
    table,
    fields: fields.map((field) => ({
      name: field.name,
      type: formatType(field.type),
      nullable: field.nullable,
      origins: field.origins.map(originToJson),
    })),
    relations: relations.map((relation) => ({
      name: relation.name,
      target: relation.target,
      columns: relation.columns,
      origins: relation.origins.map(originToJson),
    })),
    origins: origins.map(originToJson),
  };
}

function conflictToJson({ sides, ...conflict }: Conflict): Record<string, unknown> {
  return {
    ...conflict,
    sides: sides.map(({ value, origins }) => ({ value, origins: origins.map(originToJson) })),
  };
}

function decisionToJson({ choose, why, by }: Decision): unknown {
  return { choose, why, by };
}

function originToJson({ module, at }: Origin): Record<string, unknown> {
  return { module, file: at.source.path, ...position(at) };
}
