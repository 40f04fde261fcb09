import { accepted, type Question } from "../rows/accepted.ts";
import type { Attempt } from "../rows/ask.ts";
import { baseMaker } from "../rows/base-values.ts";
import { candidatesFor, parametersOf } from "../rows/candidates.ts";
import { literalsOf, textForms, textTypes } from "../rows/literals.ts";
import { type Column, columnKey, type Shape } from "../rows/shape.ts";
import type { Types } from "../rows/types.ts";
import { believable, type ColumnHint } from "./believable.ts";
import { inWords, type Maker } from "./subject.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Where the values of a column come from. */
export type Source =
  /** Of these, all of which its own checks accept; `listed` ones are the only ones there are. */
  | { readonly kind: "pool"; readonly values: readonly string[]; readonly listed: boolean }
  /** Any number; `checked` where its own checks must still be asked of each, `sure` where all samples passed them. */
  | { readonly kind: "maker"; readonly make: Maker; readonly checked: boolean; readonly sure: boolean }
  | { readonly kind: "none" };

/** A column that needs values. */
export interface WantedColumn {
  readonly shape: Shape;
  readonly column: Column;
  /** No two rows may have the same value. */
  readonly apart: boolean;
  /** Of an exclusion constraint: the how-many-eth of its times. */
  readonly slot?: number | undefined;
  readonly rows: number;
  readonly hint: ColumnHint;
}

export interface Making {
  readonly attempt: Attempt;
  readonly types: Types;
  readonly vocabulary: Vocabulary;
  readonly seed: number;
}

/** Chooses where values come from, by `columnKey`; PostgreSQL is asked about all columns together. */
export async function columnSources(
  wanted: readonly WantedColumn[],
  making: Making,
): Promise<ReadonlyMap<string, Source>> {
  const defaults = await constantDefaults(wanted, making.attempt);
  const proposals = wanted.map((one) =>
    propose(one, making, defaults.get(columnKey(one.shape, one.column.name))),
  );
  const asked = proposals.filter(({ conditions }) => conditions !== undefined);
  const answers = await accepted(making.attempt, asked.map(question));
  const sources = new Map<string, Source>();
  for (const proposal of proposals) {
    const { shape, column } = proposal.wanted;
    const place = asked.indexOf(proposal);
    const good = place === -1 ? undefined : new Set((answers[place] ?? []).flatMap(([value]) => value ?? []));
    sources.set(
      columnKey(shape, column.name),
      good === undefined ? unasked(proposal) : chosen(proposal, good),
    );
  }
  return sources;
}

interface Proposal {
  readonly wanted: WantedColumn;
  /** In order of preference. */
  readonly forms: readonly { readonly make: Maker; readonly samples: readonly string[] }[];
  /** What the checks themselves list. */
  readonly listed: readonly string[];
  /** Single values to try. */
  readonly others: readonly string[];
  /** Undefined where nothing needs to be asked. */
  readonly conditions: readonly string[] | undefined;
}

function propose(wanted: WantedColumn, making: Making, fallback: string | undefined): Proposal {
  const { shape, column, apart, hint, rows } = wanted;
  const { types, vocabulary, seed } = making;
  const info = types.get(column.type);
  const mentioning = shape.checks.filter((check) => check.columns.includes(column.name));
  const own = mentioning.filter((check) => check.columns.length === 1).map(({ expression }) => expression);
  const domain = info?.kind === "domain" ? info.checks : [];
  const about = {
    vocabulary,
    stream: `${seed} ${shape.key}`,
    table: shape.table,
    column: column.name,
    apart,
  };
  const slot = wanted.slot === undefined ? undefined : slotMaker(column.type, wanted.slot, types);
  const natural = slot ?? believable(column.type, types, about, hint);
  const literals = [...own, ...domain].flatMap(literalsOf);
  const isText = textTypes.includes(baseName(column.type, types));
  const shaped = apart && isText && literals.length > 0 ? textForms(literals) : [];
  const makers = [...(natural === undefined ? [] : [natural]), ...shaped];
  const mustAsk = own.length > 0 || (info?.kind !== "base" && info?.kind !== "enum");
  // A name that says little is no reason to leave what the database itself would write.
  const preferDefault =
    fallback !== undefined &&
    !apart &&
    own.length === 0 &&
    hint.values === undefined &&
    hint.examples === undefined &&
    !tells(column.name);
  return {
    wanted,
    forms: preferDefault
      ? []
      : makers.map((make) => ({ make, samples: samplesOf(make, apart, rows, column.type) })),
    listed: isText
      ? literals.filter((one) => !one.isNumber && !one.operator.includes("~")).map(({ text }) => text)
      : [],
    others: [
      ...(fallback === undefined ? [] : [fallback]),
      ...candidatesFor(
        column.type,
        mentioning.map(({ expression }) => expression),
        {
          types,
          count: 40,
          seed: columnKey(shape, column.name),
        },
      ),
    ],
    conditions: mustAsk ? own : undefined,
  };
}

/** Columns that fit others of their row, as a name fits an e-mail address: drawn for the row, not for themselves. */
function isTogether(name: string): boolean {
  return /mail|name|phone|mobile|city|town|state|zip|postal|street|address|county/.test(inWords(name));
}

/** Names by which values other than the default are believable. */
function tells(name: string): boolean {
  return /\b(at|on|date|time|name|email|active|enabled|created|updated|price|amount|total|quantity)\b|^is |^has /.test(
    inWords(name),
  );
}

function baseName(type: string, types: Types): string {
  const info = types.get(type);
  if (info?.kind === "domain") return baseName(info.base, types);
  return info?.kind === "base" ? info.name : "";
}

/** Times of an exclusion constraint: a day for each row, its columns in order within it. */
function slotMaker(type: string, slot: number, types: Types): Maker | undefined {
  const info = types.get(type);
  const name = info?.kind === "base" ? info.name : "";
  if (!name.startsWith("timestamp")) return undefined;
  const day = baseMaker("date", [], "");
  return (
    day &&
    ((i) => `${day(i)} ${String(9 + slot).padStart(2, "0")}:00:00${name === "timestamptz" ? "+00" : ""}`)
  );
}

/** The first ones, and some on the way to the last. */
function samplesOf(make: Maker, apart: boolean, rows: number, type: string): readonly string[] {
  const [length = Number.POSITIVE_INFINITY] = /^(character|bpchar)/.test(type) ? parametersOf(type) : [];
  const at = apart
    ? Array.from({ length: 24 }, (_, n) => (n < 12 ? n : Math.floor((rows * (n - 11)) / 12)))
    : Array.from({ length: 300 }, (_, n) => n);
  const made = [...new Set(at.map(make))];
  // A cast would cut what is too long; COPY refuses it.
  return made.filter((value) => value.length <= length);
}

function question({ wanted: { shape, column }, conditions, forms, listed, others }: Proposal): Question {
  const values = new Set([...forms.flatMap(({ samples }) => samples), ...listed, ...others]);
  return {
    table: shape.table,
    columns: [{ name: column.name, type: column.type }],
    generated: [],
    conditions: conditions ?? [],
    combinations: [...values].map((value) => [value]),
  };
}

function unasked({ wanted, forms: [form], others }: Proposal): Source {
  const { shape, column, apart } = wanted;
  const inKey = !apart && shape.uniques.some((columns) => columns.includes(column.name));
  // Where not every row can have its own, all that there are must be known.
  if (inKey && form !== undefined) return { kind: "pool", values: form.samples, listed: true };
  if (form !== undefined) return { kind: "maker", make: form.make, checked: false, sure: true };
  return others.length === 0 ? { kind: "none" } : { kind: "pool", values: others.slice(0, 1), listed: false };
}

function chosen({ wanted, forms, listed, others }: Proposal, good: ReadonlySet<string>): Source {
  const shareOf = (samples: readonly string[]) =>
    samples.filter((value) => good.has(value)).length / Math.max(1, samples.length);
  if (wanted.apart) {
    const best =
      forms.find(({ samples }) => shareOf(samples) === 1) ??
      forms.find(({ samples }) => shareOf(samples) >= 0.1);
    if (best !== undefined)
      return { kind: "maker", make: best.make, checked: true, sure: shareOf(best.samples) === 1 };
  }
  const values = wanted.hint.values?.filter((value) => good.has(value)) ?? [];
  if (values.length > 0) return { kind: "pool", values, listed: true };
  const [first] = forms;
  const natural = (first?.samples ?? []).filter((value) => good.has(value));
  if (first !== undefined && natural.length === first.samples.length && isTogether(wanted.column.name)) {
    return { kind: "maker", make: first.make, checked: true, sure: true };
  }
  if (natural.length > 150 || (natural.length > 0 && natural.length === first?.samples.length)) {
    return { kind: "pool", values: natural, listed: natural.length < 10 };
  }
  const named = [...new Set(listed)].filter((value) => good.has(value));
  if (named.length > 0) return { kind: "pool", values: named, listed: true };
  if (natural.length > 10) return { kind: "pool", values: natural, listed: false };
  const rest = [...new Set([...natural, ...others])].filter((value) => good.has(value));
  return rest.length === 0 ? { kind: "none" } : { kind: "pool", values: rest, listed: false };
}

/** What defaults without functions come to, by `columnKey`. */
async function constantDefaults(
  wanted: readonly WantedColumn[],
  attempt: Attempt,
): Promise<ReadonlyMap<string, string>> {
  const constant = wanted.filter(
    ({ column }) =>
      column.default !== undefined &&
      !/[\w"]\s*\(|CURRENT|SESSION|USER/i.test(
        column.default.replaceAll(
          /'(?:[^']|'')*'|(numeric|character varying|character|timestamp|time|bit)\(\d+(,\d+)?\)/g,
          "",
        ),
      ),
  );
  const answers = await attempt(
    constant.map(({ column }) => `select (${column.default})::${column.type}::text`),
  );
  return new Map(
    constant.flatMap(({ shape, column }, n) => {
      const value = answers[n]?.answer;
      return value === null || value === undefined ? [] : [[columnKey(shape, column.name), value] as const];
    }),
  );
}
