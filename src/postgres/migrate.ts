import type { Finding } from "../model/finding.ts";
import { isBeyondShadow } from "./beyond-shadow.ts";
import { asStored } from "./canonical.ts";
import type { Catalog } from "./catalog.ts";
import { sameDefinition, unhandledDifferences } from "./catalog-differences.ts";
import { settleDefaultPrivileges } from "./default-privileges.ts";
import { type Changes, diff, type PlanSettings } from "./diff.ts";
import { sortGraph } from "./graph.ts";
import { kindNames, kindOf } from "./kinds/index.ts";
import type { Context, Step } from "./kinds/kind.ts";
import { told } from "./kinds/stands-on.ts";
import { withoutNotNullNames } from "./not-null-names.ts";
import { settleOwners } from "./owners.ts";
import type { HazardKind, Phase, Plan, PlanOptions, RenameQuestion, Statement } from "./plan.ts";
import { renameQuestions } from "./rename-questions.ts";
import { applyRenames } from "./renames.ts";
import { absencesOf, brieflyAway, whileAway } from "./taken-away.ts";
import { takesLong } from "./transactions.ts";
import { stepsOf, type Unit, type UnitGraph, unitGraph } from "./units.ts";
import { featureFindings } from "./version-features.ts";

/** What the shadow is. */
const newestVersion = 18;

/** Plans the way from one Catalog to another, and back. Pure: the same Catalogs always give the same plan. */
export function planMigration(from: Catalog, to: Catalog, options: PlanOptions = {}): Plan {
  const { planBack, ...forward } = planThere(from, to, options);
  const back = planBack();
  return {
    ...forward,
    reverse: back.statements,
    findings: [...forward.findings, ...back.findings],
  };
}

/** Plans only the way there, for those who never go back. */
export function planForward(from: Catalog, to: Catalog, options: PlanOptions = {}): Omit<Plan, "reverse"> {
  const { planBack, ...forward } = planThere(from, to, options);
  return forward;
}

function planThere(
  from: Catalog,
  to: Catalog,
  { renames = [], mode = "offline", targetVersion = newestVersion }: PlanOptions,
): Omit<Plan, "reverse"> & { readonly planBack: () => OneWay } {
  const settings = { mode, targetVersion };
  const [source, target] =
    targetVersion < 18 ? [withoutNotNullNames(from), withoutNotNullNames(to)] : [from, to];
  const forward = planOneWay(source, target, renames, settings);
  return {
    statements: forward.statements,
    questions: renameQuestions(forward.changes),
    findings: [
      ...unhandledFindings(forward.changes.from, to),
      ...featureFindings(from, to, targetVersion),
      ...forward.findings,
    ],
    planBack: () => planOneWay(target, source, forward.inverse, settings),
  };
}

interface OneWay {
  readonly statements: readonly Statement[];
  readonly changes: Changes;
  readonly inverse: readonly RenameQuestion[];
  readonly findings: readonly Finding[];
}

function planOneWay(
  from: Catalog,
  to: Catalog,
  asked: readonly RenameQuestion[],
  settings: PlanSettings,
): OneWay {
  const { catalog, steps, inverse } = applyRenames(from, to, asked);
  const changes = settleDefaultPrivileges(diff(...settleOwners(catalog, to), settings));
  const renames = steps.map(({ change, step }) => statement(step, change, "expand"));
  const graph = unitGraph(changes);
  const statements = [...renames, ...changeStatements(changes, graph)];
  return {
    statements: settings.mode === "offline" ? statements.map(allTogether) : statements,
    changes,
    inverse,
    findings: [...circleFindings(graph, changes), ...kindFindings(changes, graph.context)],
  };
}

function changeStatements(changes: Changes, graph: UnitGraph): readonly Statement[] {
  const online = changes.settings.mode === "online";
  const absences = absencesOf(changes, graph.nodes);
  const write = (unit: Unit, inUse: boolean) =>
    statementsOf(unit, changes, graph.context, inUse).map((one) => ({
      ...one,
      together: absences.get(unit),
    }));
  const statements = new Map(graph.nodes.map((unit) => [unit, write(unit, online)]));
  const priorities = new Map(
    graph.nodes.map((unit) => [unit, priority(unit, statements.get(unit) ?? [], online)]),
  );
  const sorted = sortGraph(graph, (a, b) => compare(priorities.get(a), priorities.get(b)));
  if (!online) return sorted.flatMap((unit) => statements.get(unit) ?? []);
  const order = brieflyAway(sorted, graph, absences);
  // What cannot run in a transaction would end the one in which something is away.
  const away = whileAway(order, absences);
  return order.flatMap((unit) => (away.has(unit) ? write(unit, false) : (statements.get(unit) ?? [])));
}

function allTogether(statement: Statement): Statement {
  return { ...statement, together: "plan" };
}

function statementsOf(unit: Unit, changes: Changes, context: Context, inUse: boolean): readonly Statement[] {
  const steps = stepsOf(unit, changes, context).filter(({ only }) => only !== (inUse ? "offline" : "online"));
  const toStatement = isReplaced(unit, changes) ? replacing(unit, changes, context) : (step: Step) => step;
  const phase = defaultPhase(unit);
  const isPrinted = [unit.object, ...unit.parts].some((object) => kindOf(object).printed);
  const spelled = (step: Step) => (isPrinted ? { ...step, sql: asStored(step.sql) } : step);
  return steps.map((step) => ({
    ...statement(toStatement(spelled(step)), changeOf(unit, changes), phase),
    ...(isBeyondShadow(unit.object.id) && { beyondShadow: true as const }),
  }));
}

/** What is dropped and created again goes and comes in one phase, and for what comes back as it was nobody is the worse. */
function replacing({ key, object }: Unit, changes: Changes, context: Context): (step: Step) => Step {
  const [from, to] = [changes.from.objects.get(key), changes.to.objects.get(key)];
  const same = from !== undefined && to !== undefined && sameDefinition(from, to);
  const phase = (to && kindOf(to).create(to, context)[0]?.phase) ?? "contract";
  const changed = `Programs that need ${told(object.id)} as it was stop working.`;
  const passing: readonly HazardKind[] = same ? ["breaks-clients", "changes-access"] : [];
  return (step) => ({
    ...step,
    phase,
    hazards: (step.hazards ?? [])
      .filter(({ kind }) => !passing.includes(kind))
      .map((it) => (it.kind === "breaks-clients" ? { ...it, message: changed } : it)),
  });
}

function isReplaced({ action, key }: Unit, changes: Changes): boolean {
  return (action === "drop" || action === "create") && changes.drops.has(key) && changes.creates.has(key);
}

function statement(step: Step, change: string, phase: Phase): Statement {
  return {
    sql: step.sql,
    change,
    phase: step.phase ?? phase,
    transactional: step.transactional ?? true,
    hazards: step.hazards ?? [],
    documented: step.documented,
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
  return `${word} ${told(object.id)}`;
}

interface Priority {
  readonly phase: number;
  /** Online, what takes long comes last in its phase, so that what takes a moment can be one transaction. */
  readonly takesLong: boolean;
  readonly rank: number;
  readonly name: string;
}

const phases: readonly Phase[] = ["expand", "backfill", "validate", "contract"];

/** By phase; what is made in the order of kinds, what is dropped against it; then by name. */
function priority({ action, object }: Unit, statements: readonly Statement[], online: boolean): Priority {
  const rank = kindNames.indexOf(object.kind);
  return {
    phase: phases.indexOf(statements[0]?.phase ?? "expand"),
    takesLong: online && statements.some((statement) => !statement.transactional || takesLong(statement)),
    rank: action === "drop" || action === "release" ? -rank : rank + 1,
    name: object.id.path.join("\0"),
  };
}

function compare(a: Priority | undefined, b: Priority | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a.phase !== b.phase) return a.phase - b.phase;
  if (a.takesLong !== b.takesLong) return a.takesLong ? 1 : -1;
  if (a.rank !== b.rank) return a.rank - b.rank;
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

function kindFindings({ creates, alters }: Changes, context: Context): readonly Finding[] {
  const changed = [...creates.values(), ...[...alters.values()].map(({ to }) => to)];
  return changed.flatMap((object) => kindOf(object).findings?.(object, context) ?? []);
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

/** What no kind handles is compared all the same, so that nothing is left out without a word. A label goes with its object. */
function unhandledFindings(from: Catalog, to: Catalog): readonly Finding[] {
  const gone = new Set(from.unhandled.filter(({ on }) => on && !to.objects.has(on)).map(({ name }) => name));
  const left = unhandledDifferences(from, to).filter(({ name, is }) => is !== "extra" || !gone.has(name));
  return left.map(({ name, is }) => ({
    code: "engine/unhandled",
    severity: "error",
    message:
      is === "different"
        ? `The plan leaves out what changes of ${name}: objects of its kind are not handled.`
        : `The plan leaves out ${name}: objects of its kind are not handled.`,
    help: "Make the change by hand, in a statement of your own.",
  }));
}
