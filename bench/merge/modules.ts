import { parseType } from "../../src/model/column-type.ts";
import type { Source } from "../../src/model/finding.ts";
import type { ColumnType, Entity, Field, Module, Origin, Relation } from "../../src/model/model.ts";

/** Modules that all speak of the same entities, each in words of its own: of half of the fields, and in every way that rules settle. */
export function makeModules(modules: number, entities: number): readonly Module[] {
  return Array.from({ length: modules }, (_, number) => {
    const writer = new Writer(number);
    const said = Array.from({ length: entities }, (_, entity) => writer.entity(entity, entities));
    return {
      name: writer.name,
      view: { entities: said.sort((a, b) => (a.name < b.name ? -1 : 1)), sql: [] },
      at: writer.origin().at,
    };
  });
}

const fields = 12;

/** One module's words. Nothing is shared with another module's, as if each were read from files of its own. */
class Writer {
  readonly name: string;
  readonly #module: number;
  readonly #source: Source;
  #at = 0;

  constructor(module: number) {
    this.#module = module;
    this.name = `module_${String(module).padStart(3, "0")}`;
    this.#source = { path: `modules/${this.name}/entities.yaml`, text: "" };
  }

  entity(number: number, count: number): Entity {
    const turn = this.#module + number;
    const name = entityName(number);
    const parent = this.#relation("parent", Math.floor(number / 2), count);
    return {
      name,
      table: `${name}s`,
      doc: `What module ${this.#module % 5} knows.`,
      fields: [
        this.#field("id", "uuid", {}),
        ...Array.from({ length: fields }, (_, field) => field)
          .filter((field) => (field + turn) % 2 === 0)
          .map((field) => this.#plainField(field, turn)),
        this.#field("parent_id", "uuid", { nullable: true, relation: "parent" }),
      ],
      key: ["id"],
      relations: [parent],
      checks: [
        {
          name: `check_${turn % 3}`,
          expression: `id is not null and ${turn % 3} > -1`,
          origins: [this.origin()],
        },
      ],
      indexes: [index(["parent_id"], this.origin()), index([`field_${turn % 2}`, "id"], this.origin())],
      queries: [],
      access: [{ allow: ["select"], to: [`role_${turn % 4}`], when: "id = me()", origins: [this.origin()] }],
      audit: turn % 7 === 0 ? "all" : undefined,
      harden: {},
      origins: [this.origin()],
    };
  }

  origin(): Origin {
    this.#at += 10;
    return { module: this.name, at: { source: this.#source, start: this.#at, end: this.#at + 5 } };
  }

  #plainField(field: number, turn: number): Field {
    const lengths = [20, 50, 255];
    return this.#field(`field_${field}`, `varchar(${lengths[turn % lengths.length]})`, {
      nullable: turn % 10 === 0,
      ...(turn % 3 === 0 && { doc: `A field, as module ${this.#module} sees it.` }),
      ...(field === 2 && { values: ["open", `state_${turn % 6}`] }),
      ...(field === 3 && turn % 4 === 0 && { check: `field_3 <> ''` }),
    });
  }

  /** With every property in its place, as reading definitions makes them. */
  #field(name: string, type: string, properties: Partial<Field>): Field {
    return {
      name,
      type: typeOf(type),
      nullable: properties.nullable ?? false,
      unique: false,
      default: undefined,
      values: properties.values,
      enumType: undefined,
      transitions: undefined,
      starts: undefined,
      check: properties.check,
      shape: undefined,
      generated: undefined,
      identity: undefined,
      code: undefined,
      derived: undefined,
      collation: undefined,
      doc: properties.doc,
      examples: undefined,
      pii: undefined,
      audit: undefined,
      deprecated: undefined,
      flag: undefined,
      future: undefined,
      was: undefined,
      relation: properties.relation,
      mixin: undefined,
      origins: [this.origin()],
    };
  }

  #relation(name: string, target: number, count: number): Relation {
    return {
      name,
      target: entityName(target % count),
      columns: [`${name}_id`],
      references: ["id"],
      nullable: true,
      unique: false,
      onDelete: this.#module % 2 === 0 ? "cascade" : undefined,
      origins: [this.origin()],
    };
  }
}

function entityName(number: number): string {
  return `entity_${String(number).padStart(4, "0")}`;
}

function index(on: readonly string[], origin: Origin) {
  return { on, unique: false, method: "btree", include: [], origins: [origin] };
}

function typeOf(text: string): ColumnType {
  const parsed = parseType(text);
  if (!("type" in parsed)) throw new Error(`${text} is no type.`);
  return parsed.type;
}
