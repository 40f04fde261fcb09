import { extensionOf } from "../model/column-type.ts";
import type { Entity } from "../model/model.ts";
import { ident } from "../postgres/quote.ts";
import { platformOf } from "./platform.ts";
import type { HardeningContext } from "./rule.ts";

/**
 * SQL that is true where two rows agree in some columns of an entity; `sides` writes a column of the one and of the other.
 * A function with an empty `search_path` does not find the `=` of an extension's type, so it is called by its schema.
 */
export function agree(
  { fields }: Entity,
  columns: readonly string[],
  sides: (column: string, position: number) => readonly [string, string],
  { config }: HardeningContext,
): string {
  const qualifiedEquals = `OPERATOR(${ident(platformOf(config).extensions)}.=)`;
  return columns
    .map((column, position) => {
      const type = fields.find(({ name }) => name === column)?.type;
      const isBuiltIn = type === undefined || extensionOf(type) === undefined;
      return sides(column, position).join(isBuiltIn ? " = " : ` ${qualifiedEquals} `);
    })
    .join(" AND ");
}
