import { extensionOf, formatType } from "../../model/column-type.ts";
import { pluralize } from "../../model/names.ts";
import { type Catalog, keyOf, type ObjectId, type ObjectOf } from "../../postgres/catalog.ts";
import { conditionOf, listedValues } from "./checks.ts";
import { isSayable } from "./expressions.ts";
import { type FieldForm, fieldForm, quotedValue } from "./field-form.ts";
import { type IndexForm, indexForm } from "./index-form.ts";
import { isType, type Needs } from "./needs.ts";
import { type RelationForm, relationForms } from "./relation-form.ts";
import { columnName, keyColumns, type TableObjects, type Tables } from "./table-objects.ts";

/** What entities are made of. */
export interface EntityContext {
  readonly catalog: Catalog;
  readonly enums: ReadonlyMap<string, ObjectOf<"enum">>;
  readonly needs: Needs;
  readonly entities: Tables;
  /** Names of entities by table. */
  readonly names: ReadonlyMap<TableObjects, string>;
}

/** One entity as definitions say it. */
export interface EntityForm {
  /** The YAML, as maps, lists and texts. */
  readonly yaml: ReadonlyMap<string, unknown>;
  /** Keys of the constraints, indexes and comments that are said and that a prototype does not make by itself. */
  readonly said: ReadonlySet<string>;
  /** Keys of the columns whose default is said. */
  readonly defaults: ReadonlySet<string>;
  /** Keys of what has to be there before the tables, what reading the YAML makes by itself among it. */
  readonly needed: ReadonlySet<string>;
  /** Keys of the enum types and extensions that reading the YAML makes by itself. */
  readonly made: ReadonlySet<string>;
}

/** Nothing where definitions cannot say a column of the table; `why` tells which. */
export function entityForm(
  table: TableObjects,
  context: EntityContext,
): EntityForm | { readonly why: string } {
  const writer = new EntityWriter(table, context);
  const why = writer.readColumns();
  return why === undefined ? writer.form() : { why };
}

class EntityWriter {
  readonly #table: TableObjects;
  readonly #context: EntityContext;
  readonly #columns: ReadonlySet<string>;
  readonly #relations: readonly RelationForm[];
  readonly #fields = new Map<string, FieldForm>();
  readonly #checks = new Map<string, string>();
  readonly #unique = new Set<string>();
  readonly #indexes: IndexForm[] = [];
  readonly #said = new Set<string>();
  readonly #defaults = new Set<string>();
  readonly #needed = new Set<string>();
  readonly #made = new Set<string>();

  constructor(table: TableObjects, context: EntityContext) {
    this.#table = table;
    this.#context = context;
    this.#columns = new Set(table.columns.map(columnName));
    this.#relations = relationForms(table, context.entities);
  }

  readColumns(): string | undefined {
    const values = this.#valuesOfChecks();
    for (const column of this.#table.columns) {
      const name = columnName(column);
      const { needs, catalog, enums } = this.#context;
      const types = needs.beforeTables(column, isType);
      const all = needs.beforeTables(column);
      const generated = column.definition.generated !== undefined;
      if (types === undefined || (generated && all === undefined)) return `${name} needs another table`;
      const listing = values.get(name);
      const field = fieldForm(column, {
        catalog,
        enums,
        columns: this.#columns,
        values: listing?.values,
        defaultIsFree: all !== undefined,
      });
      if (field === undefined) return `${name} is ${column.definition.type}`;
      this.#fields.set(name, field);
      for (const id of madeBy(field, this.#table.schema)) this.#made.add(keyOf(id));
      if (field.default !== undefined) this.#defaults.add(keyOf(column.id));
      this.#need(field.default !== undefined || generated ? (all ?? types) : types);
      if (listing !== undefined && field.native === undefined && field.values !== undefined)
        this.#said.add(keyOf(listing.constraint.id));
    }
    return undefined;
  }

  form(): EntityForm {
    this.#readConstraints();
    this.#readIndexes();
    const yaml = this.#yaml();
    return { yaml, said: this.#said, defaults: this.#defaults, needed: this.#needed, made: this.#made };
  }

  /** The first check of each column that lists its values. */
  #valuesOfChecks() {
    const found = new Map<string, { values: readonly string[]; constraint: ObjectOf<"constraint"> }>();
    for (const constraint of this.#table.constraints) {
      const values = listedValues(constraint);
      const [column = ""] = constraint.definition.columns;
      const plain = !this.#relations.some(({ makesColumn, columns }) => makesColumn && columns[0] === column);
      if (values !== undefined && plain && !found.has(column)) found.set(column, { values, constraint });
    }
    return found;
  }

  #readConstraints(): void {
    for (const constraint of this.#table.constraints) {
      const { type, definition, columns } = constraint.definition;
      const key = keyOf(constraint.id);
      const name = constraint.id.path[2] ?? "";
      if (this.#said.has(key)) continue;
      if (type === "unique" && /^UNIQUE \(.*\)$/s.test(definition) && !this.#isKey(columns)) {
        const [column = ""] = columns;
        if (columns.length > 1) this.#indexes.push(uniqueIndex(name, columns));
        else if (this.#unique.has(column)) continue;
        else this.#unique.add(column);
        this.#said.add(key);
      }
      const condition = type === "check" ? conditionOf(constraint) : undefined;
      const needed = this.#context.needs.beforeTables(constraint);
      if (condition === undefined || needed === undefined || !isSayable(condition, this.#columns)) continue;
      this.#checks.set(name, condition);
      this.#need(needed);
      this.#said.add(key);
    }
  }

  #readIndexes(): void {
    for (const index of this.#table.indexes) {
      const form = indexForm(index, this.#columns);
      const path = [...this.#table.table.id.path, ...index.id.path];
      const needed = this.#context.needs.beforeTables({ ...index, id: { kind: "index", path } });
      if (form === undefined || needed === undefined) continue;
      this.#indexes.push(form);
      this.#need(needed);
      this.#said.add(keyOf(index.id));
    }
  }

  #isKey(columns: readonly string[]): boolean {
    return JSON.stringify(columns) === JSON.stringify(keyColumns(this.#table));
  }

  #need(keys: readonly string[]): void {
    for (const key of keys) this.#needed.add(key);
  }

  #yaml(): ReadonlyMap<string, unknown> {
    const table = this.#table.name;
    const entity = this.#context.names.get(this.#table) ?? table;
    const members = this.#members();
    return mapOf({
      entity,
      table: pluralize(entity) === table ? undefined : table,
      doc: this.#doc(this.#table.table.id),
      fields: members.fields,
      key: this.#keyNames(),
      relations: members.relations,
      checks: this.#checks,
      indexes: this.#indexes.map(indexYaml),
    });
  }

  /** A relation stands among the fields where its column does, so that the columns keep their order. */
  #members() {
    const fields = new Map<string, unknown>();
    const relations = new Map<string, unknown>();
    const makers = new Map(
      this.#relations.filter(({ makesColumn }) => makesColumn).map((one) => [one.columns[0] ?? "", one]),
    );
    const order = this.#table.columns.map(columnName);
    const lastField = order.findLastIndex((name) => !makers.has(name));
    for (const [position, column] of this.#table.columns.entries()) {
      const name = columnName(column);
      const relation = makers.get(name);
      if (relation === undefined) fields.set(name, this.#fieldYaml(column));
      else if (position > lastField) relations.set(relation.name, this.#relationYaml(relation));
      else fields.set(relation.name, this.#relationYaml(relation));
    }
    for (const relation of this.#relations)
      if (!relation.makesColumn) relations.set(relation.name, this.#relationYaml(relation));
    return { fields, relations };
  }

  /** A key of one field is marked there. */
  #keyNames(): readonly string[] | undefined {
    const key = keyColumns(this.#table);
    const names = key.map(
      (column) => this.#relations.find((one) => one.makesColumn && one.columns[0] === column)?.name ?? column,
    );
    return names.length === 1 && names[0] === key[0] && !this.#madeByRelation(key[0]) ? undefined : names;
  }

  #madeByRelation(column: string | undefined): boolean {
    return this.#relations.some(({ makesColumn, columns }) => makesColumn && columns[0] === column);
  }

  #fieldYaml(column: ObjectOf<"column">): unknown {
    const name = columnName(column);
    const field = this.#fields.get(name);
    if (field === undefined) throw new Error(`The column ${name} was not read.`);
    const key = keyColumns(this.#table);
    const inText = field.default === undefined || isShort(field.default);
    const type = [
      typeText(field) + (field.nullable ? "?" : ""),
      ...(this.#unique.has(name) ? ["unique"] : []),
      ...(key.length === 1 && key[0] === name ? ["primary key"] : []),
      ...(field.default !== undefined && inText ? [`= ${field.default}`] : []),
    ].join(" ");
    return shortOr(
      mapOf({
        type,
        native: field.native,
        default: inText ? undefined : field.default,
        generated: field.generated,
        identity: field.identity,
        collation: field.collation,
        doc: this.#doc(column.id),
      }),
    );
  }

  #relationYaml(relation: RelationForm): unknown {
    const { columns, makesColumn, target, name } = relation;
    const entity = this.#context.entities.get(target);
    const key = entity === undefined ? [] : keyColumns(entity);
    const fields = columns.map((column) => this.#fields.get(column));
    const unique = makesColumn && this.#unique.has(columns[0] ?? "");
    const made = makesColumn && columns[0] === `${name}_${key[0]}`;
    const to = [
      `-> ${quotedName((entity && this.#context.names.get(entity)) ?? "")}`,
      fields.some((field) => field?.nullable) ? "?" : "",
      unique ? " unique" : "",
    ].join("");
    return shortOr(
      mapOf({
        to,
        columns: made ? undefined : columns,
        "on delete": relation.onDelete,
        "on update": relation.onUpdate,
        doc: makesColumn ? this.#doc({ kind: "column", path: [...this.#path, columns[0] ?? ""] }) : undefined,
      }),
    );
  }

  get #path(): readonly string[] {
    return this.#table.table.id.path;
  }

  /** A comment; said once it is asked for. */
  #doc(id: ObjectId): string | undefined {
    const key = keyOf({ kind: "comment", path: [id.kind, ...id.path] });
    const comment = this.#context.catalog.objects.get(key);
    if (comment?.kind !== "comment") return undefined;
    this.#said.add(key);
    return comment.definition.text;
  }
}

/** A real enum type, and the extension of a type that is known to come from one. */
function madeBy({ native, type }: FieldForm, schema: string): readonly ObjectId[] {
  const extension = extensionOf(type);
  return [
    ...(native === undefined ? [] : [{ kind: "enum", path: [schema, native] } as const]),
    ...(extension === undefined ? [] : [{ kind: "extension", path: [extension] } as const]),
  ];
}

function uniqueIndex(name: string, on: readonly string[]): IndexForm {
  return { name, on, unique: true, method: "btree", include: [] };
}

function indexYaml({ on, unique, method, where, include, name }: IndexForm): unknown {
  return mapOf({
    on,
    unique: unique || undefined,
    method: method === "btree" ? undefined : method,
    include,
    where,
    name,
  });
}

/** `enum(a, b)`, `varchar(20) in (a, b)` */
function typeText({ type, values }: FieldForm): string {
  if (values === undefined) return formatType(type);
  const list = `(${values.map(quotedValue).join(", ")})`;
  return type.name === "text"
    ? `enum${list}${"[]".repeat(type.dimensions)}`
    : `${formatType(type)} in ${list}`;
}

function isShort(sql: string): boolean {
  return sql.length <= 60 && !/[\n\r]/.test(sql);
}

/** An entity's name after an arrow. */
function quotedName(name: string): string {
  return /^[\p{L}\p{N}_-]+$/u.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** A map without what is empty. */
function mapOf(entries: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const isEmpty = (value: unknown) =>
    value === undefined ||
    (Array.isArray(value) && value.length === 0) ||
    (value instanceof Map && value.size === 0);
  return new Map(Object.entries(entries).filter(([, value]) => !isEmpty(value)));
}

/** A map that says only one thing, in short. */
function shortOr(form: ReadonlyMap<string, unknown>): unknown {
  return form.size === 1 ? form.values().next().value : form;
}
