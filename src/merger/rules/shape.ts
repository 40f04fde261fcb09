import { formatType } from "../../model/column-type.ts";
import { type ColumnType, isType, type Shape } from "../../model/model.ts";
import { sameList } from "../lists.ts";
import { compareText } from "../origins.ts";
import { amongThoseWhoSay, type MergeRule, optionPerSide, type Side, settled } from "../rule.ts";
import { joinTypes, sameType } from "../types.ts";

type Entry = Shape[string];

/** The expected content of a jsonb field. */
export const shape: MergeRule<Shape | undefined> = amongThoseWhoSay<Shape>(
  {
    code: "shape",
    summary:
      "The keys of all, types widened as for columns; a key that one lacks is optional. Keys of different types need a decision.",
    same: sameShape,
    show: showShape,
    settle(sides) {
      const joined = joinAll(sides);
      if (joined !== undefined) return settled(joined, "the keys of all; those that one lacks are optional");
      return {
        kind: "undecided",
        question: "A key has a different type in each, or listed values in one only.",
        options: optionPerSide(sides, ({ value }) => ({
          choose: showShape(value),
          means: "exactly this shape",
        })),
      };
    },
  },
  { because: "the only shape that anyone names" },
);

function joinAll([first, ...rest]: readonly Side<Shape>[]): Shape | undefined {
  return rest.reduce((joined, { value }) => joined && joinShapes(joined, value), first?.value);
}

function joinShapes(a: Shape, b: Shape): Shape | undefined {
  const joined: [string, Entry][] = [];
  for (const key of [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(compareText)) {
    const entry = joinEntries(own(a, key), own(b, key));
    if (entry === undefined) return undefined;
    joined.push([key, entry]);
  }
  return Object.fromEntries(joined);
}

function joinEntries(a: Entry | undefined, b: Entry | undefined): Entry | undefined {
  if (a === undefined || b === undefined) {
    const only = a ?? b;
    return only && { ...only, optional: true };
  }
  const type = joinContent(a.type, b.type);
  if (type === undefined || (a.values === undefined) !== (b.values === undefined)) return undefined;
  const values = a.values && [...new Set([...a.values, ...(b.values ?? [])])].sort(compareText);
  return { type, optional: a.optional || b.optional, ...(values && { values }) };
}

function joinContent(a: ColumnType | Shape, b: ColumnType | Shape): ColumnType | Shape | undefined {
  if (isType(a)) return isType(b) ? joinTypes(a, b) : undefined;
  return isType(b) ? undefined : joinShapes(a, b);
}

function sameShape(a: Shape, b: Shape): boolean {
  return (
    a === b ||
    (Object.keys(a).length === Object.keys(b).length &&
      Object.keys(a).every((key) => sameEntry(own(a, key), own(b, key))))
  );
}

function sameEntry(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a === undefined || b === undefined || a.optional !== b.optional) return false;
  if (!sameList(a.values ?? [], b.values ?? [])) return false;
  if (isType(a.type)) return isType(b.type) && sameType(a.type, b.type);
  return !isType(b.type) && sameShape(a.type, b.type);
}

function showShape(content: Shape): string {
  const keys = Object.entries(content).map(([key, { type, optional, values }]) => {
    const text = isType(type) ? formatType(type) : showShape(type);
    return `${key}: ${text}${optional ? "?" : ""}${values === undefined ? "" : ` in (${values.join(", ")})`}`;
  });
  return `{ ${keys.sort(compareText).join(", ")} }`;
}

function own(content: Shape, key: string): Entry | undefined {
  return Object.hasOwn(content, key) ? content[key] : undefined;
}
