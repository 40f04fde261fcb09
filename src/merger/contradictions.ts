import type { Check, Entity, Field, Origin } from "../model/model.ts";
import { type Allowed, allowedValues, exclude } from "./conditions.ts";
import { sameExpression } from "./expressions.ts";
import type { Ledger } from "./ledger.ts";
import { allOrigins, compareText, saidByBusiness } from "./origins.ts";
import { contradiction } from "./rules/contradiction.ts";

type Checked = Pick<Entity, "fields" | "checks">;

/** A condition of a field or of the entity. */
interface Condition {
  readonly on: Field | Check;
  readonly name: string;
  readonly expression: string;
  readonly origins: readonly Origin[];
  readonly allowed: ReadonlyMap<string, Allowed>;
}

/** Asks for conditions of different modules that no row can meet together, and applies what was decided. */
export function settleContradictions<T extends Checked>(
  ledger: Ledger,
  entity: string,
  merged: T,
  said: readonly Entity[],
): T {
  const conditions = conditionsOf(merged, said);
  for (const [index, a] of conditions.entries()) {
    for (const b of conditions.slice(index + 1)) {
      if (!contradict(a, b)) continue;
      const answer = ledger.ask(contradiction(entity, a, b));
      if (answer === undefined) continue;
      const { keep, drop, expression } = answer.value;
      const origins = expression === keep.expression ? keep.origins : allOrigins([keep, drop]);
      const decided = withCheck(withoutCheck(merged, drop.on), keep, expression, origins);
      return settleContradictions(ledger, entity, decided, said);
    }
  }
  return merged;
}

/** The business model's first, then by alphabet. */
function conditionsOf({ fields, checks }: Checked, said: readonly Entity[]): readonly Condition[] {
  const ofFields = fields.flatMap((field) => {
    const { check: expression, name } = field;
    return expression === undefined ? [] : [{ on: field, name, expression, origins: saying(field, said) }];
  });
  const named = checks.map((check) => ({ ...check, on: check }));
  const all = [...ofFields, ...named];
  if (all.length < 2) return [];
  return all
    .map((one) => ({ ...one, allowed: allowedValues(one.expression) }))
    .filter(({ allowed }) => allowed.size > 0)
    .sort(
      (a, b) =>
        Number(saidByBusiness(b.origins)) - Number(saidByBusiness(a.origins)) ||
        compareText(a.name, b.name) ||
        compareText(a.expression, b.expression),
    );
}

/** Who says the field's check, of all who say the field. */
function saying({ name, check = "", origins }: Field, said: readonly Entity[]): readonly Origin[] {
  const fields = said.flatMap((entity) => entity.fields.filter((field) => field.name === name));
  const own = fields.filter((field) => field.check !== undefined && sameExpression(field.check, check));
  return own.length === 0 ? origins : allOrigins(own);
}

/** Who says both contradicts nobody else. */
function contradict(a: Condition, b: Condition): boolean {
  const modules = new Set(a.origins.map(({ module }) => module));
  if (b.origins.some(({ module }) => modules.has(module))) return false;
  return [...a.allowed].some(([column, allowed]) => {
    const other = b.allowed.get(column);
    return other !== undefined && exclude(allowed, other);
  });
}

function withoutCheck<T extends Checked>(entity: T, part: Field | Check): T {
  return {
    ...entity,
    fields: entity.fields.map((one) => (one === part ? { ...one, check: undefined } : one)),
    checks: entity.checks.filter((one) => one !== part),
  };
}

function withCheck<T extends Checked>(
  entity: T,
  { on: part }: Condition,
  expression: string,
  origins: readonly Origin[],
): T {
  return {
    ...entity,
    fields: entity.fields.map((one) => (one === part ? { ...one, check: expression } : one)),
    checks: entity.checks.map((one) => (one === part ? { ...one, expression, origins } : one)),
  };
}
