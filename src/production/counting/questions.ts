import type { ObjectOf } from "../../postgres/catalog.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import type { Home } from "../carrying/homes.ts";
import { ask, unasked } from "./ask.ts";
import { deletedReferences } from "./deleted-references.ts";
import type { Destination, Fix, Prototype, Question } from "./question.ts";
import { type Pair, pairOf, rowsAs } from "./rows-as.ts";

/** Everything that production demands of the rows of a prototype. */
export function questionsFor(
  prototype: Prototype,
  homes: readonly Home[],
  destination: Destination,
): readonly Question[] {
  const objects = [...destination.target.objects.values()];
  const pairFor = ([schema, table]: readonly string[]): Pair | undefined =>
    schema === destination.context.config.schema ? pairOf(table, homes, prototype, destination) : undefined;
  const ofObjects = objects.flatMap((object) => {
    const pair = pairFor(object.kind === "index" ? object.definition.table : object.id.path);
    if (pair === undefined) return [];
    if (object.kind === "column") return [...notNull(object, pair), ...typed(object, pair)];
    if (object.kind === "constraint") return [constraint(object, pair, homes)];
    if (object.kind === "index" && object.definition.definition.startsWith("CREATE UNIQUE "))
      return [
        unasked(object.id.path[1] ?? "", object.definition.definition, pair, "it is an index of its own"),
      ];
    return [];
  });
  return [...ofObjects, ...deletedReferences(prototype, homes, destination)];
}

function notNull({ id, definition }: ObjectOf<"column">, pair: Pair): readonly Question[] {
  const column = id.path[2] ?? "";
  const filled = definition.default ?? definition.generated ?? definition.identity;
  const source = pair.home.columns.get(column);
  if (!definition.notNull || (source === undefined && filled !== undefined)) return [];
  const value = definition.default ?? "<value>";
  const backfill: Fix =
    source === undefined
      ? {
          kind: "decide",
          text: `The prototype has no ${column}: give the field a default, or make it optional.`,
        }
      : {
          kind: "backfill",
          text: `UPDATE ${qualified(pair.prototype.schema, pair.home.source)} SET ${ident(source)} = ${value} WHERE ${ident(source)} IS NULL;`,
        };
  return [ask(column, "NOT NULL", pair, [column], `${ident(column)} IS NULL`, [backfill])];
}

/** Where the types differ: what the new one does not take. */
function typed({ id, definition: { type } }: ObjectOf<"column">, pair: Pair): readonly Question[] {
  const column = id.path[2] ?? "";
  const source = pair.home.columns.get(column);
  const before = source === undefined ? undefined : pair.prototype.tables.get(pair.home.source)?.get(source);
  if (before === undefined || before === type) return [];
  const decide: Fix = {
    kind: "decide",
    text: `Say a type of ${column} that takes all values, in its entity or in decisions.yaml.`,
  };
  const length = /^character(?: varying)?\((\d+)\)$/.exec(type)?.[1];
  const refused =
    length === undefined
      ? `NOT pg_input_is_valid(${ident(column)}::text, ${literal(type)})`
      : `char_length(${ident(column)}::text) > ${length}`;
  if (type === "text" || type === "character varying") return [];
  return [ask(column, type, pair, [column], refused, [decide])];
}

function constraint(
  { id, definition }: ObjectOf<"constraint">,
  pair: Pair,
  homes: readonly Home[],
): Question {
  const name = id.path[2] ?? "";
  const { type, columns, references } = definition;
  const demand = definition.definition;
  const given = columns.map((column) => `${ident(column)} IS NOT NULL`);
  if (type === "check") {
    const expression = /^CHECK \((.*)\)(?: NO INHERIT)?(?: NOT VALID)?$/s.exec(demand)?.[1];
    return expression === undefined
      ? unasked(name, demand, pair, "its condition is not understood")
      : ask(name, demand, pair, columns, `NOT (${expression})`);
  }
  if ((type === "unique" || type === "primary key") && !demand.includes("NULLS NOT DISTINCT")) {
    const list = identList(columns);
    const again = `(${list}) IN (SELECT ${list} FROM t GROUP BY ${list} HAVING count(*) > 1)`;
    return ask(name, demand, pair, columns, [...given, again].join(" AND "), [
      {
        kind: "decide",
        text: "Say which of the rows with equal values stays, and change or quarantine the others.",
      },
    ]);
  }
  if (type === "foreign key" && references !== undefined) {
    const [, table] = references.table;
    const other = pairOf(table, homes, pair.prototype, pair.destination);
    if (other === undefined) return unasked(name, demand, pair, `${table} is not in this prototype`);
    const same = references.columns.map((column, i) => `r.${ident(column)} = t.${ident(columns[i] ?? "")}`);
    const missing = `NOT EXISTS (SELECT FROM r WHERE ${same.join(" AND ")})`;
    return ask(
      name,
      demand,
      pair,
      columns,
      [...given, missing].join(" AND "),
      [],
      rowsAs("r", other, references.columns),
    );
  }
  return unasked(name, demand, pair, "constraints of this kind are not counted");
}
