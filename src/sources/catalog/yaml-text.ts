import { stringify } from "yaml";

/** Longer lists and maps are written over several lines. */
const widest = 110;

/** A definition as YAML: sections over several lines, what stands in them in one line where it fits. */
export function yamlText(definition: ReadonlyMap<string, unknown>): string {
  return [...definition]
    .map(([key, value]) => {
      if (value instanceof Map)
        return section(
          key,
          [...value].map(([name, entry]) => entryText(name, entry)),
        );
      const isList = Array.isArray(value) && value.some((item) => item instanceof Map);
      return isList ? section(key, value.map(itemText)) : entryText(key, value);
    })
    .join("");
}

function section(key: string, entries: readonly string[]): string {
  return `${key}:\n${indented(entries.join(""))}`;
}

function entryText(name: string, value: unknown): string {
  const line = typeof value === "object" ? `${keyText(name)}: ${inline(value)}\n` : undefined;
  return line !== undefined && line.length <= widest ? line : block(new Map([[name, value]]));
}

function itemText(value: unknown): string {
  const line = `- ${inline(value)}\n`;
  return line.length <= widest ? line : block([value]);
}

/** `{ to: -> user, columns: [owner] }` */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(", ")}]`;
  if (!(value instanceof Map))
    return stringify([value], { collectionStyle: "flow", lineWidth: 0 }).slice(2, -3);
  return `{ ${[...value].map(([key, part]) => `${inline(key)}: ${inline(part)}`).join(", ")} }`;
}

function keyText(name: string): string {
  return block(new Map([[name, 1]])).replace(/: 1\n$/, "");
}

function block(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
