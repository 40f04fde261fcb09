import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident } from "../quote.ts";
import { foreignOptions, optionsChange, optionsClause } from "./foreign-options.ts";
import { hazard, type Kind, part } from "./kind.ts";
import { notOfExtension, objectRow } from "./query.ts";

type Wrapper = ObjectOf<"foreign data wrapper">;

/** @see https://www.postgresql.org/docs/current/sql-createforeigndatawrapper.html */
export const foreignDataWrapper: Kind<"foreign data wrapper"> = {
  madeIn: "pg_foreign_data_wrapper",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_foreign_data_wrapper",
      oid: "w.oid",
      path: ["w.fdwname"],
      definition: {
        handler: "CASE WHEN w.fdwhandler <> 0 THEN w.fdwhandler::regproc::text END",
        validator: "CASE WHEN w.fdwvalidator <> 0 THEN w.fdwvalidator::regproc::text END",
        options: foreignOptions("w.fdwoptions"),
      },
    })}
    FROM pg_foreign_data_wrapper AS w WHERE ${notOfExtension("pg_foreign_data_wrapper", "w.oid")}`,
  address,
  create: ({ id, definition }) => [
    {
      sql: [`CREATE ${address(id)}`, ...functions({}, definition), ...optionsClause(definition.options)].join(
        " ",
      ),
    },
  ],
  alter: (from, to) => [
    {
      sql: [
        `ALTER ${address(to.id)}`,
        ...functions(from.definition, to.definition),
        ...optionsChange(from.definition.options, to.definition.options),
      ].join(" "),
    },
  ],
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `Nothing reaches foreign servers by ${part(id, 0)} any more.`)],
    },
  ],
};

function address(id: ObjectId): string {
  return `FOREIGN DATA WRAPPER ${ident(part(id, 0))}`;
}

type Functions = Pick<Wrapper["definition"], "handler" | "validator">;

function functions(from: Functions, to: Functions): readonly string[] {
  return (["handler", "validator"] as const)
    .filter((role) => from[role] !== to[role])
    .map((role) =>
      to[role] === undefined ? `NO ${role.toUpperCase()}` : `${role.toUpperCase()} ${to[role]}`,
    );
}
