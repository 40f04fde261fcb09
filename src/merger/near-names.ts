import { pluralize } from "../model/names.ts";
import { remembered } from "./lists.ts";
import { compareText } from "./origins.ts";
import { differentWords, synonyms } from "./words.ts";

/**
 * Pairs of names that may well mean one concept: the same words but for synonyms, plural, spelling with capitals, and
 * one typing slip in one longer word. Each pair and the list are sorted. Near-linear: names meet only in shared keys.
 */
export function nearPairs(names: readonly string[]): readonly (readonly [string, string])[] {
  const byKey = new Map<string, string[]>();
  const pairs = new Map<string, readonly [string, string]>();
  for (const name of names.toSorted(compareText)) {
    for (const key of keysOf(name)) {
      const others = byKey.get(key) ?? [];
      for (const other of others) if (areNear(other, name)) pairs.set(`${other}\n${name}`, [other, name]);
      byKey.set(key, [...others, name]);
    }
  }
  return [...pairs.values()].sort(([a, b], [c, d]) => compareText(a, c) || compareText(b, d));
}

/** Whether two different names may well mean one concept. */
export function areNear(a: string, b: string): boolean {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (a === b || left.length !== right.length) return false;
  const pairs = left.map((word, index) => [word, right[index] ?? ""] as const);
  const different = pairs.filter(([one, other]) => pluralize(one) !== pluralize(other));
  return different.every(([one, other]) => different.length === 1 && isSlip(one, other));
}

const shortestSlip = 5;

/**
 * A word and a typing slip of it: one letter too many, missing, changed or swapped. Not the first letter (height and
 * weight), and the last is not changed (payer and payee).
 */
function isSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < shortestSlip || a[0] !== b[0] || /\p{N}/u.test(a + b)) return false;
  if (differ.has(`${a} ${b}`) || a.slice(0, -1) === b.slice(0, -1)) return false;
  return oneSlipApart(a, b);
}

const differ = new Set(differentWords.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));

function oneSlipApart(a: string, b: string): boolean {
  let at = 0;
  while (a[at] === b[at]) at++;
  return (
    a.slice(at + 1) === b.slice(at + 1) ||
    a.slice(at + 1) === b.slice(at) ||
    a.slice(at) === b.slice(at + 1) ||
    (a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2))
  );
}

/** The plural words, and for each longer word its spelling with at most one letter left out: slips of a word share one. */
const keysOf = remembered((name) => {
  const words = wordsOf(name);
  const plural = words.map(pluralize);
  const keys = [plural.join(" ")];
  for (const [index, word] of words.entries()) {
    if (word.length < shortestSlip) continue;
    for (let letter = 1; letter <= word.length; letter++) {
      keys.push(plural.with(index, `~${word.slice(0, letter)}${word.slice(letter + 1)}`).join(" "));
    }
  }
  return keys;
});

/** The words of a name; those of a known concept are replaced by its first name. */
function wordsOf(name: string): readonly string[] {
  const words = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{N}+/gu) ?? [name];
  return nameConcepts(words.map((word) => word.toLowerCase()));
}

const concepts: ReadonlyMap<string, string> = new Map(
  synonyms.flatMap((names) =>
    names.map((name): [string, string] => [conceptKey(name.split("_")), names[0] ?? name]),
  ),
);
const longestConcept = Math.max(...synonyms.flat().map((name) => name.split("_").length));

function nameConcepts(words: readonly string[]): readonly string[] {
  const [word, ...rest] = words;
  if (word === undefined) return [];
  for (let length = longestConcept; length > 0; length--) {
    const concept = concepts.get(conceptKey(words.slice(0, length)));
    if (concept !== undefined) return [concept, ...nameConcepts(words.slice(length))];
  }
  return [word, ...nameConcepts(rest)];
}

function conceptKey(words: readonly string[]): string {
  return words.map(pluralize).join(" ");
}
