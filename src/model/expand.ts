import type { Report } from "./finding.ts";
import { suggest } from "./names.ts";
import { append, layer, type Part, type Text } from "./part.ts";

/** Mixins by name, and whether some could not be read. */
export interface Mixins {
  readonly mixins: ReadonlyMap<string, Part>;
  /** True for a mixin that exists but was not read: nothing more is to be said about it. */
  isBroken(name: string): boolean;
}

/** A part with its mixins included. `complete` is false where one of them is not known. */
export interface Expanded<P extends Part> {
  readonly part: P;
  readonly complete: boolean;
}

/** Includes mixins, and the mixins' own mixins: the part's own wins, then the last mixin. */
export function expand<P extends Part>(
  part: P,
  mixins: Mixins,
  report: Report,
  path: readonly string[] = [],
): Expanded<P> {
  const included = listedOnce(part, report).map((name) => {
    const mixin = findMixin(part, name, mixins, report, path);
    return mixin && expand(mixin, mixins, report, [...path, name.text]);
  });
  const parts = included.flatMap((inner) => inner?.part ?? []);
  const [first, ...rest] = parts;
  return {
    part: first === undefined ? part : append(part, rest.reduce<Part>(layer, first)),
    complete: included.every((inner) => inner?.complete === true),
  };
}

/** Reports what is wrong with mixins that no entity includes, too. */
export function checkMixins(mixins: Mixins, report: Report): void {
  for (const mixin of mixins.mixins.values()) expand(mixin, mixins, report, [mixin.name]);
}

function listedOnce(part: Part, report: Report): readonly Text[] {
  return part.includes.filter((name, index) => {
    const again = part.includes.findIndex(({ text }) => text === name.text) < index;
    if (again) {
      report({
        code: "model/mixin-twice",
        severity: "error",
        message: `${part.name} includes the mixin "${name.text}" twice.`,
        at: name.at,
        help: "List it once; where mixins define the same field, the last one wins.",
      });
    }
    return !again;
  });
}

function findMixin(
  part: Part,
  name: Text,
  mixins: Mixins,
  report: Report,
  path: readonly string[],
): Part | undefined {
  if (path.includes(name.text)) {
    reportCycle(name, path.slice(path.indexOf(name.text)), report);
    return undefined;
  }
  const mixin = mixins.mixins.get(name.text);
  if (mixin === undefined && !mixins.isBroken(name.text)) {
    const meant = suggest(name.text, mixins.mixins.keys());
    report({
      code: "model/unknown-mixin",
      severity: "error",
      message: `${part.name} includes "${name.text}", but there is no such mixin.`,
      at: name.at,
      help: meant === undefined ? "Mixins stand in mixins/." : `Did you mean "${meant}"?`,
    });
  }
  return mixin;
}

/** A circle is met from each of its mixins; it is told from the first by name alone. */
function reportCycle(name: Text, circle: readonly string[], report: Report): void {
  if (circle.some((mixin) => mixin < name.text)) return;
  report({
    code: "model/mixin-cycle",
    severity: "error",
    message: `The mixin "${name.text}" includes itself: ${[...circle, name.text].join(" → ")}.`,
    at: name.at,
    help: "Take one of them out of `with`.",
  });
}
