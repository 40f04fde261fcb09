import { base32Digits, type CodePart, codeParts, codePattern } from "../../model/code-template.ts";
import type { Config, Entity, Field } from "../../model/model.ts";
import { ident, literal, qualified } from "../../postgres/quote.ts";
import { madeName, tableOf } from "../names.ts";
import type { Extra, HardeningContext, HardeningRule } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { beforeTrigger } from "../triggers.ts";

/**
 * The function looks for a code that is free, as far as its owner may see: where policies hold the owner too, the unique
 * constraint alone decides, and refuses a code that is taken.
 */
export const codes: HardeningRule = {
  code: "codes",
  profile: "minimal",
  summary: "A declared code is made by the database where a row brings none.",
  why: "Clients can neither choose nor guess a number, and two of them never take the same one. A trigger makes it, so nobody needs rights on the sequence.",
  source: "https://www.postgresql.org/docs/current/functions-sequence.html",
  *table(entity, context) {
    for (const field of entity.fields)
      if (field.code !== undefined) yield* codeOf(entity, field, field.code, context);
  },
  *check(entity) {
    for (const { name, code, default: given, origins } of entity.fields) {
      if (code === undefined || given === undefined) continue;
      yield {
        code: "production/code-and-default",
        severity: "error",
        message: `${entity.name}.${name} has the default ${given}, so its code ${code} would never be made.`,
        at: origins[0]?.at,
        help: "Keep one of them.",
      };
    }
  },
};

function* codeOf(
  entity: Entity,
  field: Field,
  template: string,
  { config }: HardeningContext,
): Iterable<Extra> {
  const parts = codeParts(template);
  const column = ident(field.name);
  const table = tableOf(entity, config);
  const function_ = qualified(config.schema, codeFunction(entity, field));
  const sequence = codeSequence(entity, field, config);
  const own = { entity: entity.name };
  for (const part of parts) {
    if (part.kind !== "sequence") continue;
    const most = 10n ** BigInt(part.digits) - 1n;
    const sql = `CREATE SEQUENCE ${sequence} AS bigint MAXVALUE ${most} OWNED BY ${table}.${column}`;
    yield { ...own, kind: "sequence", name: sequence, sql, why: `Counts the rows of ${entity.table}.` };
  }
  yield {
    ...own,
    kind: "constraint",
    name: madeName(entity.table, field.name, "code"),
    definition: `CHECK (${column} ~ ${literal(codePattern(parts))})`,
    why: `Codes look like ${template}.`,
  };
  yield {
    ...own,
    kind: "function",
    name: codeFunction(entity, field),
    sql: sqlFromTemplate("make-code", {
      function: function_,
      column,
      table,
      code: expression(parts, sequence),
    }),
    why: "Makes a code with the owner's rights, so nobody else needs any.",
  };
  yield {
    ...own,
    kind: "grant",
    name: codeFunction(entity, field),
    sql: `REVOKE ALL ON FUNCTION ${function_}() FROM PUBLIC`,
    why: "What runs with the owner's rights is for nobody to call.",
  };
  const trigger = codeTrigger(field);
  yield {
    ...own,
    kind: "trigger",
    name: trigger,
    sql: beforeTrigger(entity, config, {
      name: trigger,
      on: "INSERT",
      function: function_,
      when: `new.${column} IS NULL`,
    }),
    why: `Makes ${field.name} where a row brings none.`,
  };
}

export function codeSequence({ table }: Entity, { name }: Field, { schema }: Config): string {
  return qualified(schema, madeName(table, name, "code_seq"));
}

export function codeTrigger({ name }: Field): string {
  return madeName("code", name);
}

export function codeFunction({ table }: Entity, { name }: Field): string {
  return madeName("make", table, name);
}

/** The code as an SQL expression. */
function expression(parts: readonly CodePart[], sequence: string): string {
  return parts.map((part) => piece(part, sequence)).join(" || ");
}

/** The first byte of a random UUID is random throughout, and 32 divides what it can be. */
function piece(part: CodePart, sequence: string): string {
  switch (part.kind) {
    case "text":
      return literal(part.text);
    case "year":
      return "to_char(now() AT TIME ZONE 'UTC', 'YYYY')";
    case "sequence":
      return `lpad(nextval(${literal(sequence)})::text, ${part.digits}, '0')`;
    case "base32":
      return `(SELECT string_agg(substr('${base32Digits}', 1 + get_byte(uuid_send(gen_random_uuid()), 0) % 32, 1), '') FROM generate_series(1, ${part.digits}))`;
  }
}
