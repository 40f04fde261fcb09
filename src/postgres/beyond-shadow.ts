import type { Finding } from "../model/finding.ts";
import { type Catalog, makeCatalog, type ObjectId } from "./catalog.ts";
import type { KindName } from "./definitions.ts";
import { kindOf } from "./kinds/index.ts";
import type { Plan, Statement } from "./plan.ts";

/** Whether the embedded PostgreSQL cannot make this object, or what it stands on. */
export function isBeyondShadow(id: ObjectId): boolean {
  // What stands on an object has the object's kind first in its path.
  const whole = kindOf(id).standsOn ? { kind: id.path[0] as KindName } : id;
  return kindOf(whole).beyondShadow === true;
}

/** A Catalog as far as the shadow can have it, and the rest. */
export function splitByShadow(catalog: Catalog): readonly [within: Catalog, beyond: Catalog] {
  const objects = [...catalog.objects.values()];
  const beyond = objects.filter(({ id }) => isBeyondShadow(id));
  if (beyond.length === 0) return [catalog, makeCatalog([])];
  return [
    makeCatalog(
      objects.filter(({ id }) => !isBeyondShadow(id)),
      catalog.unhandled,
    ),
    makeCatalog(beyond),
  ];
}

/** The part of a plan that the shadow can execute. */
export function withinShadow(plan: Plan): Plan {
  const can = ({ beyondShadow }: Statement) => beyondShadow !== true;
  return { ...plan, statements: plan.statements.filter(can), reverse: plan.reverse.filter(can) };
}

/** The whole plan again, with what the statements of its part were seen to do. */
export function withMeasured(plan: Plan, part: Plan): Plan {
  const measured = part.statements.values();
  const statements = plan.statements.map((statement) =>
    statement.beyondShadow ? statement : (measured.next().value ?? statement),
  );
  return { ...part, statements, reverse: plan.reverse };
}

export function beyondFindings({ statements }: Plan): readonly Finding[] {
  const changes = [...new Set(statements.filter((one) => one.beyondShadow).map(({ change }) => change))];
  if (changes.length === 0) return [];
  return [
    {
      code: "proof/not-executed",
      severity: "warning",
      message: `The embedded PostgreSQL cannot execute this, so it is not proven: ${changes.join("; ")}.`,
      help: "The rest of the plan is proven without it. Try it on a server that nobody uses.",
    },
  ];
}
