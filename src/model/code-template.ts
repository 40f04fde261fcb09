/** One piece of a code that the database makes. */
export type CodePart =
  | { readonly kind: "text"; readonly text: string }
  /** Counted up, with leading zeros. There may be gaps. */
  | { readonly kind: "sequence"; readonly digits: number }
  /** Random digits of Crockford's alphabet. */
  | { readonly kind: "base32"; readonly digits: number }
  | { readonly kind: "year" };

/** Crockford's digits: none is taken for another one. @see https://www.crockford.com/base32.html */
export const base32Digits = "0123456789abcdefghjkmnpqrstvwxyz";

const help = "Placeholders: {sequence:8}, {base32:10}, {year}.";
const mostDigits = { sequence: 18, base32: 100 } as const;

/** `AC{sequence:8}` in its parts, or why it is no code. */
export function parseCode(
  template: string,
): { readonly parts: readonly CodePart[] } | { readonly problem: string; readonly help: string } {
  const parts: CodePart[] = [];
  for (const [piece, inside] of template.matchAll(/\{([^{}]*)\}|[^{}]+|[{}]/g)) {
    const part = inside === undefined ? plainText(piece) : placeholder(inside);
    if (part === undefined) return { problem: `has "${piece}" in its code, which is no placeholder`, help };
    parts.push(part);
  }
  const numbers = parts.filter(({ kind }) => kind === "sequence").length;
  if (numbers > 1) return { problem: "counts twice in its code", help: "Keep one {sequence:…}." };
  if (numbers === 0 && !parts.some(({ kind }) => kind === "base32"))
    return { problem: "has a code that is the same for many rows", help: "Add {sequence:8} or {base32:10}." };
  return { parts };
}

function plainText(text: string): CodePart | undefined {
  return /[{}]/.test(text) ? undefined : { kind: "text", text };
}

function placeholder(text: string): CodePart | undefined {
  if (text === "year") return { kind: "year" };
  const [, kind, count] = /^(sequence|base32):(\d+)$/.exec(text) ?? [];
  const digits = Number(count);
  if ((kind !== "sequence" && kind !== "base32") || digits < 1 || digits > mostDigits[kind]) return undefined;
  return { kind, digits };
}

/** The parts of a code that was checked when it was read. */
export function codeParts(template: string): readonly CodePart[] {
  const parsed = parseCode(template);
  return "parts" in parsed ? parsed.parts : [];
}

/** How many characters a code has. */
export function codeLength(parts: readonly CodePart[]): number {
  return parts.reduce((length, part) => {
    if (part.kind === "text") return length + [...part.text].length;
    return length + (part.kind === "year" ? 4 : part.digits);
  }, 0);
}

/** A regular expression that codes match, for PostgreSQL and for JavaScript. */
export function codePattern(parts: readonly CodePart[]): string {
  const patterns = parts.map((part) => {
    if (part.kind === "text") return part.text.replaceAll(/[^\p{L}\p{N} _-]/gu, inBrackets);
    if (part.kind === "year") return "[0-9]{4}";
    return `${part.kind === "sequence" ? "[0-9]" : "[0-9a-hjkmnp-tv-z]"}{${part.digits}}`;
  });
  return `^${patterns.join("")}$`;
}

/** Both dialects read a sign in brackets as itself, but for three of them. */
function inBrackets(sign: string): string {
  return `[${["^", "]", "\\"].includes(sign) ? "\\" : ""}${sign}]`;
}
