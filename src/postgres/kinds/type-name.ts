/** The short spelling that people write, for the long one that `format_type` prints: `varchar(20)`, `timestamptz(3)[]`. */
export function shortType(type: string): string {
  return type
    .replace(/^character varying\b/, "varchar")
    .replace(/^(time(?:stamp)?)(\(\d\))? with time zone\b/, "$1tz$2")
    .replace(/^(time(?:stamp)?)(\(\d\))? without time zone\b/, "$1$2");
}
