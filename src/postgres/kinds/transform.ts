import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident } from "../quote.ts";
import { hazard, type Kind, part, type Step } from "./kind.ts";
import { notOfExtension, objectRow } from "./query.ts";

/** Path: type as PostgreSQL spells it, language. @see https://www.postgresql.org/docs/current/sql-createtransform.html */
export const transform: Kind<"transform"> = {
  madeIn: "pg_transform",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_transform",
      oid: "t.oid",
      path: ["format_type(t.trftype, NULL)", "l.lanname"],
      definition: {
        fromSql: "CASE WHEN t.trffromsql::oid <> 0 THEN t.trffromsql::regprocedure::text END",
        toSql: "CASE WHEN t.trftosql::oid <> 0 THEN t.trftosql::regprocedure::text END",
      },
    })}
    FROM pg_transform AS t JOIN pg_language AS l ON l.oid = t.trflang
    WHERE t.oid >= 16384 AND ${notOfExtension("pg_transform", "t.oid")}`,
  address,
  create: (object) => [createTransform("CREATE", object)],
  alter: (_from, to) => [createTransform("CREATE OR REPLACE", to)],
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [
        hazard("breaks-clients", `Functions in ${part(id, 1)} get values of ${part(id, 0)} in another form.`),
      ],
    },
  ],
};

function address(id: ObjectId): string {
  return `TRANSFORM FOR ${part(id, 0)} LANGUAGE ${ident(part(id, 1))}`;
}

function createTransform(create: string, { id, definition }: ObjectOf<"transform">): Step {
  const { fromSql, toSql } = definition;
  const functions = [
    ...(fromSql === undefined ? [] : [`FROM SQL WITH FUNCTION ${fromSql}`]),
    ...(toSql === undefined ? [] : [`TO SQL WITH FUNCTION ${toSql}`]),
  ];
  return { sql: `${create} ${address(id)} (${functions.join(", ")})` };
}
