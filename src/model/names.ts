import { createHash } from "node:crypto";

/** PostgreSQL keeps this many bytes of a name and cuts the rest. @see https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS */
export const maxNameBytes = 63;

/** Why PostgreSQL would not keep this name as it is; nothing for a good one. */
export function nameProblem(name: string): { readonly problem: string; readonly help: string } | undefined {
  const bytes = Buffer.byteLength(name);
  if (name === "") return { problem: "is empty", help: "Give it a name." };
  if (bytes > maxNameBytes) {
    return {
      problem: `is ${bytes} bytes long; PostgreSQL keeps only ${maxNameBytes}`,
      help: `Shorten it to ${maxNameBytes} bytes.`,
    };
  }
  if (/\p{Cc}/u.test(name)) {
    return { problem: "holds a control character", help: "Names are one line of visible characters." };
  }
  return undefined;
}

/** A name that PostgreSQL keeps whole: itself, or cut and ended with a hash that tells it from its like. */
export function shortenName(name: string): string {
  if (Buffer.byteLength(name) <= maxNameBytes) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  let kept = "";
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > maxNameBytes - hash.length - 1) break;
    kept += character;
  }
  return `${kept}_${hash}`;
}

const irregularPlurals: Readonly<Record<string, string>> = {
  child: "children",
  criterion: "criteria",
  foot: "feet",
  goose: "geese",
  half: "halves",
  knife: "knives",
  leaf: "leaves",
  life: "lives",
  man: "men",
  medium: "media",
  mouse: "mice",
  ox: "oxen",
  person: "people",
  phenomenon: "phenomena",
  quiz: "quizzes",
  shelf: "shelves",
  tooth: "teeth",
  wife: "wives",
  wolf: "wolves",
  woman: "women",
};

const unchangedPlurals = new Set(
  "children data deer equipment feedback fish information media metadata money news people series sheep software species staff".split(
    " ",
  ),
);

const pluralRules: readonly (readonly [RegExp, string])[] = [
  [/([^aeiou])y$/i, "$1ies"],
  [
    /(alias|bias|campus|bus|gas|lens|status|virus|bonus|canvas|atlas|plus|census|corpus|focus|chorus)$/i,
    "$1es",
  ],
  [/sis$/i, "ses"],
  [/(ss|x|z|ch|sh|us)$/i, "$1es"],
  [/((?:phot|pian|mem|log|dem|rep|prom|comb|macr|aut|eur)o)$/i, "$1s"],
  [/([^aeiou]o)$/i, "$1es"],
  [/s$/i, "s"],
  [/(\p{Script=Latin})$/u, "$1s"],
];

/** The plural of an English noun, or of the last word of `work_order` and `WorkOrder`; others stay as they are. */
export function pluralize(name: string): string {
  const start = name.search(/[A-Z]?[^A-Z_\s-]*$/);
  return name.slice(0, start) + pluralOfWord(name.slice(start));
}

function pluralOfWord(word: string): string {
  const lower = word.toLowerCase();
  if (unchangedPlurals.has(lower)) return word;
  if (Object.hasOwn(irregularPlurals, lower))
    return word.slice(0, 1) + (irregularPlurals[lower] ?? "").slice(1);
  for (const [ending, plural] of pluralRules) {
    if (ending.test(word)) return word.replace(ending, plural);
  }
  return word;
}

/** The singular whose plural this is, as `pluralize` makes it; nothing for a word that is no plural. */
export function singularize(name: string): string | undefined {
  const start = name.search(/[A-Z]?[^A-Z_\s-]*$/);
  const word = name.slice(start);
  return singularsOf(word)
    .map((singular) => name.slice(0, start) + singular)
    .find((singular) => singular !== "" && pluralize(singular) === name);
}

/** Words that may have this plural, the likeliest first. */
function singularsOf(word: string): readonly string[] {
  const lower = word.toLowerCase();
  const irregular = Object.entries(irregularPlurals).find(([, plural]) => plural === lower)?.[0];
  if (irregular !== undefined) return [word.slice(0, 1) + irregular.slice(1)];
  if (unchangedPlurals.has(lower)) return [word];
  if (singularEndings.test(word) || !/s$/i.test(word)) return [];
  const [withoutS, withoutEs] = [word.slice(0, -1), word.slice(0, -2)];
  if (/(ly|cri|the|gno)ses$/i.test(word)) return [`${withoutEs}is`];
  if (/ies$/i.test(word) && !/(mov|cook|zomb|calor|\b[tpld])ies$/i.test(word))
    return [`${word.slice(0, -3)}y`, withoutS];
  return takesEs.test(word) ? [withoutEs, withoutS] : [withoutS, withoutEs];
}

/** Words that end in s and are no plural. */
const singularEndings = /(ss|us|is|alias|bias|gas|lens|canvas|atlas)$/i;
const takesEs = /(ss|x|z|ch|sh|[^aeiou]o|alias|bias|us|gas|lens|canvas|atlas)es$/i;

/** The candidate that was most likely meant: a few typing slips away at most. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > 2 * maxNameBytes) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const slips = distance(word.toLowerCase(), candidate.toLowerCase());
    if (slips < least) [best, least] = [candidate, slips];
  }
  return best;
}

/** Letters to add, drop, change or swap with their neighbour to come from one word to the other. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, row];
  }
  return last[to.length] ?? 0;
}
