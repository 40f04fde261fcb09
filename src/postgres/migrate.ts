import type { Finding } from "../model/finding.ts";
import { type Catalog, keyOf, sameDefinition, unhandledDifferences } from "./catalog.ts";
import { settleDefaultPrivileges } from "./default-privileges.ts";
import { type Changes, diff } from "./diff.ts";
import { sortGraph } from "./graph.ts";
import { kindNames, kindOf } from "./kinds/index.ts";
import { type Context, type Step, shown } from "./kinds/kind.ts";
import { settleOwners } from "./owners.ts";
import type { HazardKind, Phase, Plan, RenameQuestion, Statement } from "./plan.ts";
import { renameQuestions } from "./rename-questions.ts";
import { applyRenames } from "./renames.ts";
import { stepsOf, type Unit, type UnitGraph, unitGraph } from "./units.ts";

/** Plans the way from one Catalog to another, and back. Pure: the same Catalogs always give the same plan. */
export function planMigration(
  from: Catalog,
  to: Catalog,
  options: { readonly renames?: readonly RenameQuestion[] | undefined } = {},
): Plan {
  const forward = planOneWay(from, to, options.renames ?? []);
  const back = planOneWay(to, from, forward.inverse);
  return {
    statements: forward.statements,
    reverse: back.statements,
    questions: renameQuestions(forward.changes),
    findings: [...unhandledFindings(from, to), ...forward.findings, ...back.findings],
  };
}

interface OneWay {
  readonly statements: readonly Statement[];
  readonly changes: Changes;
  readonly inverse: readonly RenameQuestion[];
  readonly findings: readonly Finding[];
}

function planOneWay(from: Catalog, to: Catalog, asked: readonly RenameQuestion[]): OneWay {
  const { catalog, steps, inverse } = applyRenames(from, to, asked);
  const changes = settleDefaultPrivileges(diff(...settleOwners(catalog, to)));
  const renames = steps.map(({ change, step }) => statement(step, change, "expand"));
  const graph = unitGraph(changes);
  return {
    statements: [...renames, ...changeStatements(changes, graph)],
    changes,
    inverse,
    findings: circleFindings(graph, changes),
  };
}

function changeStatements(changes: Changes, graph: UnitGraph): readonly Statement[] {
  const { context } = graph;
  const statements = new Map(
    graph.nodes.map((unit) => {
      const steps = stepsOf(unit, changes, context);
      const toStatement = isReplaced(unit, changes)
        ? replacing(unit, changes, context)
        : (step: Step) => step;
      const phase = defaultPhase(unit);
      const together = isGoneMeanwhile(unit, changes) ? keyOf(unit.object.id) : undefined;
      return [
        unit,
        steps.map((step) => ({ ...statement(toStatement(step), changeOf(unit, changes), phase), together })),
      ];
    }),
  );
  const priorities = new Map(graph.nodes.map((unit) => [unit, priority(unit, statements.get(unit) ?? [])]));
  return sortGraph(graph, (a, b) => compare(priorities.get(a), priorities.get(b))).flatMap(
    (unit) => statements.get(unit) ?? [],
  );
}

/** What is dropped and created again goes and comes in one phase, and for what comes back as it was nobody is the worse. */
function replacing({ object }: Unit, changes: Changes, context: Context): (step: Step) => Step {
  const key = keyOf(object.id);
  const [from, to] = [changes.from.objects.get(key), changes.to.objects.get(key)];
  const same = from !== undefined && to !== undefined && sameDefinition(from, to);
  const phase = (to && kindOf(to).create(to, context)[0]?.phase) ?? "contract";
  const passing: readonly HazardKind[] = same ? ["breaks-clients", "changes-access"] : [];
  return (step) => ({
    ...step,
    phase,
    hazards: (step.hazards ?? []).filter(({ kind }) => !passing.includes(kind)),
  });
}

function isReplaced({ action, object }: Unit, changes: Changes): boolean {
  const key = keyOf(object.id);
  return (action === "drop" || action === "create") && changes.drops.has(key) && changes.creates.has(key);
}

/** Whether the unit takes something away that another one puts back. */
function isGoneMeanwhile(unit: Unit, changes: Changes): boolean {
  return unit.action === "release" || unit.action === "restore" || isReplaced(unit, changes);
}

function statement(step: Step, change: string, phase: Phase): Statement {
  return {
    sql: step.sql,
    change,
    phase: step.phase ?? phase,
    transactional: step.transactional ?? true,
    hazards: step.hazards ?? [],
  };
}

/** What takes something away, even for a moment, belongs to the end. */
function defaultPhase({ action }: Unit): Phase {
  return action === "create" || action === "alter" ? "expand" : "contract";
}

function changeOf(unit: Unit, changes: Changes): string {
  const { action, object } = unit;
  const word =
    action === "release" || action === "restore" ? "alter" : isReplaced(unit, changes) ? "replace" : action;
  return `${word} ${object.kind} ${shown(object.id.path)}`;
}

interface Priority {
  readonly phase: number;
  readonly rank: number;
  readonly name: string;
}

const phases: readonly Phase[] = ["expand", "backfill", "validate", "contract"];

/** By phase; what is made in the order of kinds, what is dropped against it; then by name. */
function priority({ action, object }: Unit, statements: readonly Statement[]): Priority {
  const rank = kindNames.indexOf(object.kind);
  return {
    phase: phases.indexOf(statements[0]?.phase ?? "expand"),
    rank: action === "drop" || action === "release" ? -rank : rank + 1,
    name: object.id.path.join("\0"),
  };
}

function compare(a: Priority | undefined, b: Priority | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a.phase !== b.phase) return a.phase - b.phase;
  if (a.rank !== b.rank) return a.rank - b.rank;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function circleFindings({ inCircle }: UnitGraph, changes: Changes): readonly Finding[] {
  if (inCircle.size === 0) return [];
  const names = [...inCircle].map((unit) => changeOf(unit, changes)).sort();
  return [
    {
      code: "engine/circle",
      severity: "error",
      message: `These changes need each other, so no order works: ${names.join("; ")}.`,
      help: "Make the change in two steps.",
    },
  ];
}

/** What no kind handles is compared all the same, so that nothing is left out without a word. */
function unhandledFindings(from: Catalog, to: Catalog): readonly Finding[] {
  return unhandledDifferences(from, to).map(({ name, is }) => ({
    code: "engine/unhandled",
    severity: "error",
    message:
      is === "different"
        ? `The plan leaves out what changes of ${name}: objects of its kind are not handled.`
        : `The plan leaves out ${name}: objects of its kind are not handled.`,
    help: "Make the change by hand, in a statement of your own.",
  }));
}
