import type { FieldProblem } from "./field-problems.ts";
import type { Field } from "./model.ts";
import { suggest } from "./names.ts";
import { unquote } from "./scanner.ts";

/** What cannot be about the state machine of a field. */
export function* stateProblems(field: Field): Generator<FieldProblem> {
  const { transitions, starts, values, type } = field;
  if (transitions === undefined) {
    if (starts === undefined) return;
    yield { key: "starts", message: "has starts and no transitions", help: startsHelp };
    return;
  }
  if (values === undefined || type.dimensions > 0) {
    const message = "has transitions, but is no single value out of a list";
    yield { key: "transitions", message, help: "Write its type as enum(a, b)." };
    return;
  }
  const unknown = [...unknownValues(field, values)];
  yield* unknown;
  yield* startProblems(field);
  if (unknown.length === 0) yield* unreachable(field, values);
}

const startsHelp = "Add `transitions`, or say the same as a check.";

function* unknownValues(
  { transitions = [], starts = [] }: Field,
  values: readonly string[],
): Generator<FieldProblem> {
  const named: readonly Omit<FieldProblem & { readonly value: string }, "message">[] = [
    ...transitions.flatMap(({ from, to }) => [
      { value: from, key: "transitions" as const, under: [from] },
      ...to.map((value) => ({ value, key: "transitions" as const, under: [from] })),
    ]),
    ...starts.map((value, i) => ({ value, key: "starts" as const, under: [i] })),
  ];
  for (const { value, ...place } of named) {
    if (values.includes(value)) continue;
    const meant = suggest(value, values);
    const message = `names "${value}" in ${place.key}, which is not among its values: ${values.join(", ")}`;
    yield { ...place, message, help: meant && `Did you mean ${meant}?` };
  }
}

function* startProblems(field: Field): Generator<FieldProblem> {
  const first = defaultValue(field);
  if (field.starts === undefined || first === undefined || field.starts.includes(first)) return;
  const message = `starts as ${first} by default, which is not among its starts`;
  yield { key: "starts", message, help: `Add ${first} to starts, or give it another default.` };
}

/** A value that a row can never have is most likely forgotten somewhere. */
function* unreachable(field: Field, values: readonly string[]): Generator<FieldProblem> {
  const { transitions = [], starts = [] } = field;
  const first = defaultValue(field);
  const reached = new Set([
    ...starts,
    ...(first === undefined ? [] : [first]),
    ...transitions.flatMap(({ from, to }) => to.filter((value) => value !== from)),
  ]);
  for (const value of values.filter((one) => !reached.has(one))) {
    yield {
      key: "transitions",
      severity: "warning",
      message: `has the value ${value}, but no other value leads to it and no row starts with it`,
      help: `Let a value lead to ${value}, or name it in starts.`,
    };
  }
}

/** The listed value that is the default: it is an SQL literal by now. */
function defaultValue({ default: written }: Field): string | undefined {
  return written === undefined ? undefined : unquote(written);
}
