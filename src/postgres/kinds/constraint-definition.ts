import type { ObjectOf } from "../catalog.ts";
import { withParameters } from "./storage-parameters.ts";

/** What ADD CONSTRAINT and CREATE TABLE are told: of a key `pg_get_constraintdef` leaves out the parameters of its index. */
export function constraintDefinition({ definition }: ObjectOf<"constraint">): string {
  const parameters = withParameters(definition.parameters);
  return definition.definition.replace(
    /( DEFERRABLE)?( INITIALLY DEFERRED)?$/,
    (deferrable) => parameters + deferrable,
  );
}
