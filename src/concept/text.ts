/**
 * A text with nothing hidden in it: control characters become their pictures (a newline `␊`), characters that turn
 * the reading direction or are no character at all become `�`.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\ufffd";
  });
}

/** Running text on one line: runs of white space become one space. */
export function oneLine(text: string): string {
  return visible(text.trim().replace(/\s+/g, " "));
}

/** Text for XML content and attributes. */
export function xml(text: string): string {
  return visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** At most `length` characters; `…` stands for what was cut. */
export function clip(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

/** Names that Windows keeps for devices, whatever their extension. */
const deviceNames = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A slug for each name: lower case ASCII letters, digits, `_` and `-`, so it is safe as a file name on every system, in a
 * URL and as an id. Different names get different slugs; `fallback` stands where no letter survives.
 */
export function slugs(names: Iterable<string>, fallback: string): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const result = new Map<string, string>();
  for (const name of [...new Set(names)].sort(bySlugFirst)) {
    const slug = slugOf(name) || fallback;
    let unique = slug;
    for (let number = 2; taken.has(unique); number += 1) unique = `${slug}-${number}`;
    taken.add(unique);
    result.set(name, unique);
  }
  return result;
}

/** Names that are their own slug come first and keep it. */
function bySlugFirst(a: string, b: string): number {
  return Number(slugOf(b) === b) - Number(slugOf(a) === a) || (a < b ? -1 : 1);
}

function slugOf(name: string): string {
  const slug = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase() // ß has no other way to ss
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
  return deviceNames.test(slug) ? `${slug}-` : slug;
}
