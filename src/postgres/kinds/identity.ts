import type { ObjectOf } from "../catalog.ts";
import { ident, literal, qualified } from "../quote.ts";
import { chosenName } from "./chosen-name.ts";
import { type Context, part, type Step } from "./kind.ts";

type Column = ObjectOf<"column">;

/** Identity columns and `serial`: a column that counts by a sequence. */

/** Only what differs from the sequence that a plain identity column gets, in the order of `options` below. */
export const identityOptions = ofSequence(`(SELECT json_agg(entry) FROM unnest(ARRAY[
    CASE WHEN s.seqincrement <> 1 THEN 'INCREMENT BY ' || s.seqincrement END,
    CASE WHEN s.seqmin <> 1 THEN 'MINVALUE ' || s.seqmin END,
    CASE WHEN s.seqmax <> CASE s.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
      ELSE 9223372036854775807 END THEN 'MAXVALUE ' || s.seqmax END,
    CASE WHEN s.seqstart <> s.seqmin THEN 'START WITH ' || s.seqstart END,
    CASE WHEN s.seqcache <> 1 THEN 'CACHE ' || s.seqcache END,
    CASE WHEN s.seqcycle THEN 'CYCLE' END]) AS entry WHERE entry IS NOT NULL)`);

export const identitySequence = ofSequence("(SELECT q.relname FROM pg_class AS q WHERE q.oid = s.seqrelid)");

function ofSequence(expression: string): string {
  return `CASE WHEN a.attidentity <> '' THEN (SELECT ${expression} FROM pg_depend AS d JOIN pg_sequence AS s ON s.seqrelid = d.objid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
      AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum) END`;
}

/** `GENERATED ALWAYS AS IDENTITY (START WITH 100)` */
export function identitySql({ id, definition }: Column): string[] {
  const { identity, identityOptions = [], identitySequence } = definition;
  if (identity === undefined) return [];
  const usual = chosenName(part(id, 1), [part(id, 2)], "seq");
  const isNamed = identitySequence !== undefined && identitySequence !== usual;
  const named = isNamed ? [`SEQUENCE NAME ${qualified(part(id, 0), identitySequence)}`] : [];
  const options = [...named, ...identityOptions].join(" ");
  return [`GENERATED ${identity.toUpperCase()} AS IDENTITY${options === "" ? "" : ` (${options})`}`];
}

/** The name that the sequence of an identity column takes. */
export function claimedSequence({ id, definition: { identitySequence } }: Column): string | undefined {
  return identitySequence && qualified(part(id, 0), identitySequence);
}

/** What has to go before another counter takes over: both have the usual name. */
export function letGoOfCounter(from: Column, to: Column): readonly Step[] {
  if (from.definition.identity !== undefined && to.definition.identity === undefined)
    return [{ sql: `${alterColumn(to)} DROP IDENTITY`, phase: "expand" }];
  if (from.definition.identity === undefined && to.definition.identity !== undefined)
    return from.definition.default === undefined
      ? []
      : [{ sql: `${alterColumn(to)} DROP DEFAULT`, phase: "expand" }];
  return [];
}

export function changeIdentity(from: Column, to: Column, context: Context): Step[] {
  const wanted = to.definition.identity;
  if (wanted === undefined) return [];
  if (from.definition.identity === undefined) {
    const add = { sql: `${alterColumn(to)} ADD ${identitySql(to)[0]}` };
    const sequence = `pg_catalog.pg_get_serial_sequence(${literal(qualified(part(to.id, 0), part(to.id, 1)))}, ${literal(part(to.id, 2))})`;
    return [add, ...countOn(sequence, start(to), to, context)];
  }
  const [before, after] = [from.definition.identitySequence, to.definition.identitySequence];
  const sets = [
    ...(from.definition.identity === wanted ? [] : [`GENERATED ${wanted.toUpperCase()}`]),
    ...changedOptions(from, to),
  ];
  return [
    ...(before === undefined || after === undefined || before === after
      ? []
      : [{ sql: `ALTER SEQUENCE ${qualified(part(to.id, 0), before)} RENAME TO ${ident(after)}` }]),
    ...(sets.length === 0
      ? []
      : [
          {
            sql: [
              alterColumn(to),
              sets.map((set) => `SET ${set}`).join(" "),
              ...(startsOutside(from, to) ? ["RESTART"] : []),
            ].join(" "),
          },
        ]),
  ];
}

/** What an option is that nobody gave. PostgreSQL's own bounds are others where it counts down. */
const plain: Readonly<Record<string, string>> = {
  "INCREMENT BY": "INCREMENT BY 1",
  MINVALUE: "MINVALUE 1",
  MAXVALUE: "NO MAXVALUE",
  CACHE: "CACHE 1",
  CYCLE: "NO CYCLE",
};

function changedOptions(from: Column, to: Column): string[] {
  const [before, after] = [optionsOf(from), optionsOf(to)];
  const changed = Object.entries(plain).flatMap(([name, usual]) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (old === now) return [];
    return [now === undefined ? usual : `${name} ${now}`.trim()];
  });
  return start(from) === start(to) ? changed : [...changed, `START WITH ${start(to)}`];
}

function optionsOf({ definition }: Column): ReadonlyMap<string, string> {
  return new Map(
    (definition.identityOptions ?? []).map((option) => {
      const [, name = option, value = ""] = /^(.*?)(?: (-?\d+))?$/.exec(option) ?? [];
      return [name, value];
    }),
  );
}

function minimum(column: Column): string {
  return optionsOf(column).get("MINVALUE") ?? "1";
}

function start(column: Column): string {
  return optionsOf(column).get("START WITH") ?? minimum(column);
}

/** A counter that still stands at its old start would be outside the new bounds. */
function startsOutside(from: Column, to: Column): boolean {
  const at = BigInt(start(from));
  const max = optionsOf(to).get("MAXVALUE");
  return at < BigInt(minimum(to)) || (max !== undefined && at > BigInt(max));
}

/** A default by a new sequence goes on where the rows are. */
export function countOnByDefault(to: Column, context: Context): Step[] {
  const sequences = to.dependsOn.flatMap((key) => {
    const [schema, name] = key.startsWith("sequence:")
      ? (JSON.parse(key.slice("sequence:".length)) as string[])
      : [];
    const id = { kind: "sequence", path: [schema ?? "", name ?? ""] } as const;
    const made = schema !== undefined && context.isNew(id) ? context.after(id) : undefined;
    return made?.kind === "sequence" ? [made] : [];
  });
  return sequences.flatMap(({ id, definition }) =>
    countOn(literal(qualified(...id.path)), definition.start, to, context),
  );
}

/** The next value comes after those of the rows that are there. */
function countOn(sequence: string, start: string, column: Column, context: Context): Step[] {
  const { id, definition } = column;
  const counts = ["smallint", "integer", "bigint"].includes(definition.type);
  if (!counts || context.before(id) === undefined) return [];
  const last = `max(${ident(part(id, 2))})`;
  const table = qualified(part(id, 0), part(id, 1));
  return [{ sql: `SELECT pg_catalog.setval(${sequence}, ${last}) FROM ${table} HAVING ${last} >= ${start}` }];
}

function alterColumn({ id }: Column): string {
  return `ALTER TABLE ${qualified(part(id, 0), part(id, 1))} ALTER COLUMN ${ident(part(id, 2))}`;
}
