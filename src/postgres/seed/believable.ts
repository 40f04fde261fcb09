import { isType, type Shape as JsonShape } from "../../model/model.ts";
import { baseMaker } from "../rows/base-values.ts";
import { listed, parametersOf, quoted } from "../rows/candidates.ts";
import { textTypes } from "../rows/literals.ts";
import type { Types } from "../rows/types.ts";
import { indexBelow, listedIndex } from "./draw.ts";
import { moment } from "./moments.ts";
import { flag, networkAddress, number, uuid } from "./numbers.ts";
import { type Maker, ownDraw, pick, type Subject } from "./subject.ts";
import { text } from "./texts.ts";

/** What the definitions say of a column beyond what the database enforces. */
export interface ColumnHint {
  readonly examples?: readonly string[] | undefined;
  /** The only values allowed. */
  readonly values?: readonly string[] | undefined;
  /** Every row has a value. */
  readonly required?: boolean | undefined;
  readonly shape?: JsonShape | undefined;
  /** The database makes it: rows bring none. */
  readonly made?: boolean | undefined;
}

type Named = Omit<Subject, "type" | "parameters">;

/** Values for a type, believable where the column's name tells what they are; undefined for an unknown type. */
export function believable(type: string, types: Types, about: Named, hint: ColumnHint): Maker | undefined {
  const info = types.get(type);
  switch (info?.kind) {
    case "enum":
      return about.apart ? undefined : oneOf(info.labels, about);
    case "domain":
      return believable(info.base, types, about, hint);
    case "array":
      return arrayOf(info.element, types, about, hint);
    case "range":
      return rangeOf(info.subtype, types, about);
    case "base":
      return ofBase({ ...about, type: info.name, parameters: parametersOf(type) }, hint);
    default:
      return undefined;
  }
}

function ofBase(subject: Subject, hint: ColumnHint): Maker | undefined {
  const { type, apart } = subject;
  if (hint.values !== undefined && !apart) return oneOf(hint.values, subject);
  if (textTypes.includes(type)) return fromExamples(subject, hint) ?? text(subject) ?? plainText(subject);
  if (type === "json" || type === "jsonb") return document(subject, hint);
  return (
    moment(subject) ??
    number(subject) ??
    flag(subject) ??
    uuid(subject) ??
    networkAddress(subject) ??
    plain(subject)
  );
}

function oneOf(values: readonly string[], subject: Named): Maker | undefined {
  const draw = ownDraw(subject);
  return values.length === 0 ? undefined : (i) => values[listedIndex(values.length, draw(i))] ?? "";
}

/** An example that ends in a number is counted on: AC1001, AC1002, … Others are used as they are. */
function fromExamples(subject: Subject, { examples = [] }: ColumnHint): Maker | undefined {
  const [, before, digits] =
    examples.map((example) => /^(.*?)(\d{3,})$/s.exec(example)).find((found) => found !== null) ?? [];
  if (before !== undefined && digits !== undefined) {
    return (i) => before + String(BigInt(digits) + BigInt(i)).padStart(digits.length, "0");
  }
  if (subject.apart || examples.length === 0) return undefined;
  const byName = text(subject);
  const draw = ownDraw(subject, "example");
  return (i) => (byName !== undefined && draw(i) < 0.9 ? byName(i) : pick(examples, draw(i * 3 + 1)));
}

function plainText(subject: Subject): Maker | undefined {
  const [length = Number.POSITIVE_INFINITY] = subject.parameters;
  if (subject.apart || length < 12) return plain(subject);
  const draw = ownDraw(subject);
  const { titles, words } = subject.vocabulary;
  return (i) => pick(length < 60 ? words : titles, draw(i)).slice(0, length);
}

/** Plain values of the type. */
function plain(subject: Subject): Maker | undefined {
  const make = baseMaker(subject.type, subject.parameters, subject.column);
  if (make === undefined || subject.apart) return make;
  const draw = ownDraw(subject);
  return (i) => make(indexBelow(300, draw(i)));
}

function arrayOf(element: string, types: Types, about: Named, hint: ColumnHint): Maker | undefined {
  const make = believable(element, types, about, hint);
  if (make === undefined) return undefined;
  const draw = ownDraw(about, "length");
  const length = (i: number) => (about.apart ? 1 : 1 + indexBelow(3, draw(i)));
  return (i) => listed(Array.from({ length: length(i) }, (_, n) => make(about.apart ? i : i * 3 + n)));
}

/** Ranges of neighbours, which never overlap. */
function rangeOf(subtype: string, types: Types, about: Named): Maker | undefined {
  const info = types.get(subtype);
  const make = info?.kind === "base" ? baseMaker(info.name, parametersOf(subtype), about.column) : undefined;
  return make && ((i) => `[${quoted(make(2 * i))},${quoted(make(2 * i + 1))})`);
}

function document(subject: Subject, { shape }: ColumnHint): Maker | undefined {
  if (shape !== undefined) return ofShape(subject, shape);
  const draws = [ownDraw(subject, "1"), ownDraw(subject, "2")] as const;
  const { words } = subject.vocabulary;
  return (i) =>
    JSON.stringify({
      source: pick(["web", "import", "api"], draws[0](i)),
      note: pick(words, draws[1](i)),
      n: i,
    });
}

/** A document with the keys that its definition lists. */
function ofShape(subject: Subject, shape: JsonShape): Maker {
  const members = Object.entries(shape).map(([key, { type, values }]): readonly [string, Maker] => {
    if (!isType(type)) return [key, ofShape({ ...subject, column: `${subject.column} ${key}` }, type)];
    const parameters = type.parameters.map(Number).filter(Number.isFinite);
    const value = { ...subject, apart: false, column: key, type: type.name, parameters };
    return [key, member(value, type.dimensions, values)];
  });
  return (i) => `{${members.map(([key, make]) => `${JSON.stringify(key)}: ${make(i)}`).join(", ")}}`;
}

/** Type names of definitions whose name in `pg_type` is another. */
const catalogNames: Readonly<Record<string, string>> = {
  integer: "int4",
  bigint: "int8",
  smallint: "int2",
  boolean: "bool",
  real: "float4",
  "double precision": "float8",
};

function member(subject: Subject, dimensions: number, values: readonly string[] | undefined): Maker {
  const type = catalogNames[subject.type] ?? subject.type;
  const make = ofBase({ ...subject, type }, { values }) ?? (() => "");
  const isBare = /^(int|float|numeric|bool|json)/.test(type);
  const write = (i: number) => (isBare ? make(i) : JSON.stringify(make(i)));
  return dimensions === 0 ? write : (i) => `[${write(2 * i)}, ${write(2 * i + 1)}]`;
}
