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
  let brought: Part | undefined;
  let complete = true;
  const listed = new Set<string>();
  for (const name of part.includes) {
    if (listed.has(name.text)) {
      report({
        code: "model/mixin-twice",
        severity: "error",
        message: `${part.name} includes the mixin "${name.text}" twice.`,
        at: name.at,
        help: "List it once; where mixins define the same field, the last one wins.",
      });
      continue;
    }
    listed.add(name.text);
    const mixin = findMixin(part, name, mixins, report, path);
    if (mixin === undefined) {
      complete = false;
      continue;
    }
    const inner = expand(mixin, mixins, report, [...path, name.text]);
    complete &&= inner.complete;
    brought = brought === undefined ? inner.part : layer(brought, inner.part);
  }
  return { part: brought === undefined ? part : append(part, brought), complete };
}

function findMixin(
  part: Part,
  name: Text,
  mixins: Mixins,
  report: Report,
  path: readonly string[],
): Part | undefined {
  if (path.includes(name.text)) {
    const circle = [...path.slice(path.indexOf(name.text)), name.text].join(" → ");
    report({
      code: "model/mixin-cycle",
      severity: "error",
      message: `The mixin "${name.text}" includes itself: ${circle}.`,
      at: name.at,
      help: "Take one of them out of `with`.",
    });
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
