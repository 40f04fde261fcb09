/** A colour by day and by night. */
export interface Shade {
  readonly light: string;
  readonly dark: string;
}

/** Every colour of the pictures. No two shades share a light colour: the night's style sheet finds them by it. */
export const palette = {
  paper: { light: "#fdfdfc", dark: "#15181d" },
  card: { light: "#ffffff", dark: "#1c2026" },
  ink: { light: "#1f2328", dark: "#e6e8eb" },
  muted: { light: "#6b7280", dark: "#9aa3ae" },
  rule: { light: "#e8eaed", dark: "#2b3038" },
  border: { light: "#b9c0c9", dark: "#474e59" },
  line: { light: "#7b8794", dark: "#8b95a1" },
} as const satisfies Readonly<Record<string, Shade>>;

/** Headers of tables without an area. */
export const neutral: Shade = { light: "#eceef1", dark: "#2f343c" };

/** Headers of tables, by area: quiet tints that dark ink stands out on, and their night versions under light ink. */
export const hues: readonly Shade[] = [
  { light: "#dbe9f6", dark: "#23405c" },
  { light: "#dcefdc", dark: "#264a2c" },
  { light: "#f6e7cf", dark: "#5a431d" },
  { light: "#eadff3", dark: "#45305c" },
  { light: "#f7dede", dark: "#5c2b2e" },
  { light: "#d6eeeb", dark: "#1f4a47" },
  { light: "#f3efc9", dark: "#4d4a1b" },
  { light: "#f5dfee", dark: "#572a48" },
];

export function hueShade(hue: number | undefined): Shade {
  return hue === undefined ? neutral : (hues[hue % hues.length] ?? neutral);
}

/** The style sheet that swaps each shade for its dark one where the reader's system is dark. */
export function nightStyle(): string {
  const shades = [...Object.values(palette), neutral, ...hues];
  const rules = shades.map(
    ({ light, dark }) => `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`,
  );
  return `@media (prefers-color-scheme:dark){${rules.join("")}}`;
}
