import { times } from "./base-values.ts";
import { regexForm } from "./pattern.ts";

/** What a path predicate says of one place in a document. */
interface Place {
  readonly kinds: string[];
  /** JSON values that it is compared with. */
  readonly values: unknown[];
  readonly forms: string[];
  readonly keys: Map<string, Place>;
  element?: Place | undefined;
}

const text = /"(?:[^"\\]|\\.)*"/.source;
const place = `(\\$(?:\\.${text})*(?:\\[\\*\\])*|@)`;
const said = new RegExp(
  `${place}(?:\\)|(\\?)|\\.type\\(\\) [!=]= (${text})| == (${text}|-?[0-9.]+|true|false)| like_regex (${text}))`,
  "g",
);

/**
 * Documents such as a predicate in the way of `$.type() == "object" && $."language".type() == "string"` asks for, as
 * PostgreSQL prints it. A proposal: every comparison is taken for a wish, and PostgreSQL decides. Every second one
 * leaves out what may be null.
 */
export function documentsOfPath(path: string, count: number): readonly string[] {
  const root = emptyPlace();
  let filtered = root;
  for (const [, where = "", filter, kind, value, form] of path.matchAll(said)) {
    const at = where === "@" ? filtered : placeIn(root, where);
    if (filter !== undefined) filtered = at;
    if (kind !== undefined) at.kinds.push(JSON.parse(kind));
    if (value !== undefined) at.values.push(JSON.parse(value));
    if (form !== undefined) at.forms.push(JSON.parse(form));
  }
  if (root.kinds.length === 0 && root.keys.size === 0) return [];
  return times(count, (i) => JSON.stringify(documentAt(root, i)));
}

function emptyPlace(): Place {
  return { kinds: [], values: [], forms: [], keys: new Map() };
}

/** `$."tags"[*]` */
function placeIn(root: Place, where: string): Place {
  let at = root;
  for (const [step, key] of where.matchAll(new RegExp(`\\.(${text})|\\[\\*\\]`, "g"))) {
    if (key === undefined) {
      at.element ??= emptyPlace();
      at = at.element;
    } else {
      const name: string = JSON.parse(step.slice(1));
      const inner = at.keys.get(name) ?? emptyPlace();
      at.keys.set(name, inner);
      at = inner;
    }
  }
  return at;
}

function documentAt(at: Place, i: number): unknown {
  const [form] = at.forms;
  if (at.values.length > 0) return at.values[i % at.values.length];
  switch (at.kinds.find((kind) => kind !== "null") ?? (at.keys.size > 0 ? "object" : "string")) {
    case "object":
      return Object.fromEntries(
        [...at.keys]
          .filter(([, { kinds }]) => i % 2 === 0 || !kinds.includes("null"))
          .map(([key, inner]) => [key, documentAt(inner, i)]),
      );
    case "array":
      return at.element === undefined ? [] : [documentAt(at.element, i)];
    case "number":
      return i + 1;
    case "boolean":
      return i % 4 < 2;
    case "null":
      return null;
    default:
      return (form === undefined ? undefined : regexForm(form)?.(i)) ?? `t${i + 1}`;
  }
}
