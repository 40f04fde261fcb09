import type { ObjectId, ObjectOf } from "../catalog.ts";
import { ident } from "../quote.ts";
import { hazard, type Kind, part, type Step } from "./kind.ts";
import { notOfExtension, objectRow } from "./query.ts";

type Language = ObjectOf<"language">;

/** @see https://www.postgresql.org/docs/current/sql-createlanguage.html */
export const language: Kind<"language"> = {
  madeIn: "pg_language",
  query: () => `
    SELECT ${objectRow({
      catalog: "pg_language",
      oid: "l.oid",
      path: ["l.lanname"],
      definition: {
        trusted: "l.lanpltrusted",
        handler: "l.lanplcallfoid::regproc::text",
        inline: "CASE WHEN l.laninline <> 0 THEN l.laninline::regproc::text END",
        validator: "CASE WHEN l.lanvalidator <> 0 THEN l.lanvalidator::regproc::text END",
      },
    })}
    FROM pg_language AS l WHERE l.oid >= 16384 AND ${notOfExtension("pg_language", "l.oid")}`,
  address,
  create: (object) => [createLanguage("CREATE", object)],
  alter: (_from, to) => [createLanguage("CREATE OR REPLACE", to)],
  drop: ({ id }) => [
    {
      sql: `DROP ${address(id)}`,
      hazards: [hazard("breaks-clients", `Nothing can be written in ${part(id, 0)} any more.`)],
    },
  ],
};

function address(id: ObjectId): string {
  return `LANGUAGE ${ident(part(id, 0))}`;
}

function createLanguage(create: string, { id, definition }: Language): Step {
  const { trusted, handler, inline, validator } = definition;
  return {
    sql: [
      `${create}${trusted ? " TRUSTED" : ""} ${address(id)} HANDLER ${handler}`,
      ...(inline === undefined ? [] : [`INLINE ${inline}`]),
      ...(validator === undefined ? [] : [`VALIDATOR ${validator}`]),
    ].join(" "),
  };
}
