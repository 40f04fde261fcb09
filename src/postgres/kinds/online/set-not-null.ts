import type { ObjectOf } from "../../catalog.ts";
import { ident, qualified } from "../../quote.ts";
import { chosenName } from "../chosen-name.ts";
import { type Context, hazard, part, type Step, shown } from "../kind.ts";
import { addNotNull } from "../not-null.ts";

/**
 * SET NOT NULL on a table that is in use: the rows are read while others work. Before PostgreSQL 18 a check that holds
 * already proves to SET NOT NULL that it need not read them.
 */
export function setNotNull(column: ObjectOf<"column">, context: Context): readonly Step[] {
  const [schema, table, name] = [part(column.id, 0), part(column.id, 1), part(column.id, 2)];
  const alter = `ALTER TABLE ${qualified(schema, table)}`;
  const validate = (constraint: string): Step => ({
    sql: `${alter} VALIDATE CONSTRAINT ${ident(constraint)}`,
    hazards: [
      hazard("may-fail", `A row of ${shown([schema, table])} without ${name} stops it.`),
      hazard("scans-table", `Every row of ${shown([schema, table])} is read.`),
    ],
  });
  const constraint = column.definition.notNullConstraint ?? { name: chosenName(table, [name], "not_null") };
  const check = chosenName(table, [name], "is_not_null");
  const steps =
    context.targetVersion >= 18
      ? [addNotNull(column, { ...constraint, notValid: true }), validate(constraint.name)]
      : [
          { sql: `${alter} ADD CONSTRAINT ${ident(check)} CHECK (${ident(name)} IS NOT NULL) NOT VALID` },
          validate(check),
          { sql: `${alter} ALTER COLUMN ${ident(name)} SET NOT NULL` },
          { sql: `${alter} DROP CONSTRAINT ${ident(check)}` },
        ];
  return steps.map((step) => ({ ...step, phase: "validate" }));
}
