import type { ReferentialAction } from "../../model/model.ts";
import type { ObjectOf } from "../../postgres/catalog.ts";
import { entityNames, firstFree } from "./names.ts";
import {
  columnName,
  keyColumns,
  type TableObjects,
  type Tables,
  tableKey,
  withoutQuoted,
} from "./table-objects.ts";

/** A foreign key as definitions say it. */
export interface RelationForm {
  readonly name: string;
  /** Key of the table referred to. */
  readonly target: string;
  readonly columns: readonly string[];
  /** Makes its only column itself; else its columns are fields of their own. */
  readonly makesColumn: boolean;
  readonly onDelete?: ReferentialAction | undefined;
  readonly onUpdate?: ReferentialAction | undefined;
  /** The constraint's key in the Catalog. */
  readonly constraint: ObjectOf<"constraint">;
}

const plain =
  /^FOREIGN KEY \([^()]*\) REFERENCES [^()]*\([^()]*\)(?: ON UPDATE ([A-Z ]+?))?(?: ON DELETE ([A-Z ]+))?$/;

/** The foreign keys of an entity that are relations: to the primary key of an entity, and nothing that YAML cannot say. */
export function relationForms(table: TableObjects, entities: Tables): readonly RelationForm[] {
  const taken = new Set(table.columns.map(columnName));
  const seen = new Set<string>();
  const used = table.constraints.flatMap(({ definition }) =>
    definition.references ? definition.columns : [],
  );
  return table.constraints.flatMap((constraint): readonly RelationForm[] => {
    const said = sayable(constraint, table, entities);
    const mark = said && JSON.stringify([said.target.name, constraint.definition.columns]);
    if (said === undefined || mark === undefined || seen.has(mark)) return [];
    seen.add(mark);
    const { columns } = constraint.definition;
    const [column = ""] = columns;
    const alone = columns.length === 1 && used.filter((one) => one === column).length === 1;
    const makesColumn = alone && isBare(table, column) && !leadsBack(table, column, entities);
    const others = makesColumn ? [...taken].filter((one) => one !== column) : taken;
    const name = firstFree(relationNames(columns, said.target, makesColumn), new Set(others));
    taken.add(name);
    const target = tableKey(said.target.table.id.path);
    return [
      { name, target, columns, makesColumn, onDelete: said.onDelete, onUpdate: said.onUpdate, constraint },
    ];
  });
}

function sayable(constraint: ObjectOf<"constraint">, table: TableObjects, entities: Tables) {
  const { type, columns, references, definition, validated } = constraint.definition;
  if (type !== "foreign key" || references === undefined || !validated) return undefined;
  const target = entities.get(tableKey(references.table));
  const actions = plain.exec(withoutQuoted(definition));
  if (target === undefined || actions === null) return undefined;
  const key = keyColumns(target);
  const sameKey =
    key.length === references.columns.length && key.every((name, i) => name === references.columns[i]);
  const sameTypes = key.every((name, i) => typeOf(target, name) === typeOf(table, columns[i] ?? ""));
  if (!sameKey || !sameTypes) return undefined;
  return { target, onUpdate: action(actions[1]), onDelete: action(actions[2]) };
}

/** What is said of nothing else is NO ACTION. */
function action(words: string | undefined): ReferentialAction | undefined {
  const known: readonly ReferentialAction[] = ["restrict", "cascade", "set null", "set default"];
  return known.find((one) => one === words?.toLowerCase());
}

function typeOf(table: TableObjects, column: string): string {
  const found = table.columns.find((one) => columnName(one) === column);
  return JSON.stringify([found?.definition.type, found?.definition.collation]);
}

/** A column of which nothing is to be said but where it leads. */
function isBare(table: TableObjects, column: string): boolean {
  const definition = table.columns.find((one) => columnName(one) === column)?.definition;
  return (
    definition?.default === undefined &&
    definition?.generated === undefined &&
    definition?.identity === undefined
  );
}

/** A column of the key that refers to a key that is made of this one has to be a field of its own. */
function leadsBack(start: TableObjects, column: string, entities: Tables): boolean {
  if (!keyColumns(start).includes(column)) return false;
  const visited = new Set<TableObjects>();
  const visit = (table: TableObjects): boolean => {
    if (visited.has(table)) return table === start;
    visited.add(table);
    const key = keyColumns(table);
    return table.constraints.some(({ definition: { references, columns } }) => {
      const target = references && entities.get(tableKey(references.table));
      return target !== undefined && columns.some((one) => key.includes(one)) && visit(target);
    });
  };
  return visit(start);
}

/** `owner_id` refers through `owner`; of several columns the last tells most: the first is often shared. */
function relationNames(
  columns: readonly string[],
  target: TableObjects,
  makesColumn: boolean,
): readonly string[] {
  const [column, key] = [columns.at(-1) ?? "", keyColumns(target).at(-1) ?? ""];
  const stem = column.endsWith(`_${key}`)
    ? column.slice(0, -key.length - 1)
    : column.replace(/(_id|Id|_uuid|_fk|_key)$/, "");
  const [entity = target.name] = entityNames(target.name);
  const shorter = stem === column ? [] : [stem];
  return [...shorter, ...(makesColumn ? [column] : []), `${stem}_${entity}`, `${column}_to_${target.name}`];
}
