/**
 * Texts that a pattern of a CHECK constraint accepts: `^[A-Z]{2}[0-9]+$` gives AA0, BA0, … The samples are a proposal:
 * PostgreSQL decides whether they match, so what this reader does not know (look-ahead, back references) gives none.
 */
export function samplesOfRegex(pattern: string, count: number): readonly string[] {
  const form = regexForm(pattern);
  return form === undefined ? [] : distinct(count, form);
}

/** The same as a function: other numbers give other texts, as long as the pattern has any. */
export function regexForm(pattern: string): ((index: number) => string) | undefined {
  const reader: Reader = { text: pattern, at: 0 };
  const node = readAlternatives(reader);
  if (node === undefined || reader.at < pattern.length) return undefined;
  return (index) => sample(node, { left: index });
}

/** Any number of texts that a LIKE pattern accepts: the number stands in its first free place, or at its end. */
export function likeForm(pattern: string): (index: number) => string {
  return (index) => {
    let number = `n${index}`;
    return pattern.replaceAll(/\\(.)|%|_/g, (wildcard, escaped?: string) => {
      if (escaped !== undefined || wildcard === "_") return escaped ?? "x";
      const text = number;
      number = "";
      return text;
    });
  };
}

/** Texts that a LIKE pattern accepts: `%_@_%` gives a@a, b@b, … */
export function samplesOfLike(pattern: string, count: number): readonly string[] {
  return distinct(count, (index) => {
    const letter = (index + 10).toString(36);
    return pattern.replaceAll(
      /\\(.)|%|_/g,
      (wildcard, escaped?: string) => escaped ?? (wildcard === "%" && index % 2 === 0 ? "" : letter),
    );
  });
}

type Node =
  | { readonly kind: "characters"; readonly among: string }
  | { readonly kind: "sequence"; readonly parts: readonly Node[] }
  | { readonly kind: "alternatives"; readonly choices: readonly Node[] }
  | { readonly kind: "repeat"; readonly part: Node; readonly min: number; readonly max: number };

interface Reader {
  readonly text: string;
  at: number;
}

const digits = "0123456789";
const lower = "abcdefghijklmnopqrstuvwxyz";
const upper = lower.toUpperCase();
const punctuation = "-_.,:;!#$%&*+/=?@";
const anything = lower + upper + digits + punctuation;
const classes: Readonly<Record<string, string>> = {
  d: digits,
  w: `${lower + upper + digits}_`,
  s: " ",
  digit: digits,
  alpha: lower + upper,
  alnum: lower + upper + digits,
  upper,
  lower,
  space: " ",
  blank: " ",
  punct: punctuation,
  xdigit: `${digits}abcdefABCDEF`,
};
const nothing: Node = { kind: "sequence", parts: [] };

function readAlternatives(reader: Reader): Node | undefined {
  const choices: Node[] = [];
  do {
    const sequence = readSequence(reader);
    if (sequence === undefined) return undefined;
    choices.push(sequence);
  } while (take(reader, "|"));
  return { kind: "alternatives", choices };
}

function readSequence(reader: Reader): Node | undefined {
  const parts: Node[] = [];
  while (reader.at < reader.text.length && !"|)".includes(reader.text.charAt(reader.at))) {
    const atom = readAtom(reader);
    if (atom === undefined) return undefined;
    parts.push(readRepeat(reader, atom));
  }
  return { kind: "sequence", parts };
}

function readAtom(reader: Reader): Node | undefined {
  const character = reader.text.charAt(reader.at++);
  if (character === "^" || character === "$") return nothing;
  if (character === ".") return { kind: "characters", among: lower + digits };
  if (character === "[") return readBracket(reader);
  if (character === "(") return readGroup(reader);
  if (character !== "\\") return { kind: "characters", among: character };
  const escaped = reader.text.charAt(reader.at++);
  if ("AZmMyY".includes(escaped)) return nothing;
  if (/[1-9DWS]/.test(escaped)) return undefined;
  return { kind: "characters", among: classes[escaped] ?? escaped };
}

function readGroup(reader: Reader): Node | undefined {
  if (take(reader, "?") && !take(reader, ":")) return undefined;
  const node = readAlternatives(reader);
  return take(reader, ")") ? node : undefined;
}

function readBracket(reader: Reader): Node | undefined {
  const match = /^(\^?)(\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]/.exec(reader.text.slice(reader.at));
  if (match === null) return undefined;
  reader.at += match[0].length;
  const listed = charactersOf(match[2] ?? "");
  const among = match[1] === "^" ? [...anything].filter((c) => !listed.includes(c)).join("") : listed;
  return among === "" ? undefined : { kind: "characters", among };
}

/** The characters that the inside of a bracket expression lists. */
function charactersOf(inside: string): string {
  const item = /\[:(\w+):\]|\\(.)|([^\\])-([^\]])|(.)/gs;
  return [...inside.matchAll(item)]
    .map(([, named, escaped, from, to, single]) => {
      if (named !== undefined) return classes[named] ?? "";
      if (escaped !== undefined) return classes[escaped] ?? escaped;
      if (from !== undefined && to !== undefined) return range(from, to);
      return single ?? "";
    })
    .join("");
}

function range(from: string, to: string): string {
  const first = from.charCodeAt(0);
  const length = Math.min(to.charCodeAt(0) - first + 1, 128);
  return Array.from({ length: Math.max(0, length) }, (_, i) => String.fromCharCode(first + i)).join("");
}

function readRepeat(reader: Reader, part: Node): Node {
  const match = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(reader.text.slice(reader.at));
  if (match === null) return part;
  reader.at += match[0].length;
  const [, sign, from, comma, to] = match;
  if (sign !== undefined)
    return { kind: "repeat", part, min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : 4 };
  const min = Number(from);
  return { kind: "repeat", part, min, max: comma === "" ? min : to === "" ? min + 3 : Number(to) };
}

function take(reader: Reader, character: string): boolean {
  if (reader.text.charAt(reader.at) !== character) return false;
  reader.at++;
  return true;
}

/** Spends the digits of a number, as in a mixed radix, on the choices of a pattern: other numbers make other texts. */
function sample(node: Node, number: { left: number }): string {
  const spend = (radix: number) => {
    const digit = number.left % radix;
    number.left = Math.floor(number.left / radix);
    return digit;
  };
  switch (node.kind) {
    case "characters":
      return node.among.charAt(spend(node.among.length));
    case "sequence":
      return node.parts.map((part) => sample(part, number)).join("");
    case "alternatives":
      return sample(node.choices[spend(node.choices.length)] ?? nothing, number);
    case "repeat": {
      const times = node.min + spend(Math.max(1, node.max - node.min + 1));
      return Array.from({ length: times }, () => sample(node.part, number)).join("");
    }
  }
}

/** The first `count` different texts that `make` gives, giving up where it repeats itself. */
function distinct(count: number, make: (index: number) => string): readonly string[] {
  const found = new Set<string>();
  for (let index = 0; found.size < count && index < count * 8; index++) found.add(make(index));
  return [...found];
}
