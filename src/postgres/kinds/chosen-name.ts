const longest = 63;

/** The name that PostgreSQL chooses for an index: `accounts_email_idx`, shortened evenly to what fits. */
export function chosenName(table: string, columns: readonly string[], suffix: string): string {
  const parts = [table, ...(columns.length === 0 ? [] : [columns.join("_")])];
  const room = longest - Buffer.byteLength(suffix) - parts.length;
  const lengths = parts.map((part) => Buffer.byteLength(part));
  while (lengths.reduce((sum, length) => sum + length, 0) > room) {
    const first = lengths[0] ?? 0;
    const second = lengths[1] ?? 0;
    lengths[first > second ? 0 : 1] = Math.max(first, second) - 1;
  }
  return [...parts.map((part, i) => clipped(part, lengths[i] ?? 0)), suffix].join("_");
}

/** With a number where the name was taken. */
export function isChosen(name: string, chosen: string): boolean {
  return name.startsWith(chosen) && /^\d*$/.test(name.slice(chosen.length));
}

/** At most so many bytes, without half a character at the end. */
function clipped(text: string, bytes: number): string {
  let end = 0;
  for (const character of text) {
    if (Buffer.byteLength(text.slice(0, end + character.length)) > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}
