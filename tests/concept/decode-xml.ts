const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** What XML or HTML text says once its character codes are read; no-break spaces count as spaces. */
export function decodeXml(text: string): string {
  return text
    .replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, name: string) =>
      code === undefined ? (named[name] ?? whole) : String.fromCodePoint(Number(code)),
    )
    .replaceAll("\u00a0", " ");
}
