import { nameProblem } from "../../model/names.ts";
import { type Catalog, keyOf } from "../../postgres/catalog.ts";
import { type EntityForm, entityForm } from "./entity-form.ts";
import { enumsOf } from "./field-form.ts";
import { distinctNames, entityNames, fileNames } from "./names.ts";
import { Needs } from "./needs.ts";
import type { Said } from "./stages.ts";
import { keyColumns, type TableObjects, type Tables, tablesOf } from "./table-objects.ts";
import { yamlText } from "./yaml-text.ts";

/** The definitions of a Catalog's tables. */
export interface Draft {
  /** The YAML of each entity by path, with the table that it stands for. */
  readonly files: ReadonlyMap<string, { readonly text: string; readonly table: string }>;
  /** Names of the entities, sorted. */
  readonly names: readonly string[];
  readonly said: Said;
}

export interface LeftTable {
  readonly table: TableObjects;
  readonly why: string;
}

/** Writes definitions of the tables of one schema, and leaves out those that definitions cannot say. */
export class Drafting {
  readonly #wanted: Catalog;
  readonly #schema: string;
  readonly #needs: Needs;
  readonly #entities: Map<string, TableObjects>;
  /** Tables that are no entities, by key. */
  readonly left = new Map<string, LeftTable>();

  constructor(wanted: Catalog, schema: string) {
    this.#wanted = wanted;
    this.#schema = schema;
    this.#needs = new Needs(wanted);
    this.#entities = new Map(tablesOf(wanted));
    for (const [key, table] of [...this.#entities]) {
      const why = whyNoEntity(table, schema, wanted);
      if (why !== undefined) this.leaveOut(key, why);
    }
  }

  /** A table that can be told in SQL alone. */
  leaveOut(key: string, why: string): void {
    const table = this.#entities.get(key);
    if (table === undefined) throw new Error(`${key} is no entity.`);
    this.#entities.delete(key);
    this.left.set(key, { table, why });
  }

  draft(): Draft {
    for (;;) {
      const forms = this.#forms();
      const left = [...forms].flatMap(([key, form]) => ("why" in form ? [[key, form.why] as const] : []));
      for (const [key, why] of left) this.leaveOut(key, why);
      if (left.length === 0) return this.#draftOf(forms as ReadonlyMap<string, EntityForm>);
    }
  }

  #forms(): ReadonlyMap<string, ReturnType<typeof entityForm>> {
    const context = {
      catalog: this.#wanted,
      enums: enumsOf(this.#wanted, this.#schema),
      needs: this.#needs,
      entities: this.#entities as Tables,
      names: distinctNames([...this.#entities.values()], ({ name }) => this.#namesFor(name)),
    };
    return new Map([...this.#entities].map(([key, table]) => [key, entityForm(table, context)]));
  }

  /** The singular, unless another table goes by that. */
  #namesFor(table: string): readonly string[] {
    const tables = new Set([...this.#entities.values()].map(({ name }) => name));
    return entityNames(table).filter((name) => name === table || !tables.has(name));
  }

  #draftOf(forms: ReadonlyMap<string, EntityForm>): Draft {
    const entities = [...forms].map(([table, { yaml }]) => ({
      table,
      yaml,
      name: String(yaml.get("entity")),
    }));
    const names = entities.map(({ name }) => name).sort();
    const paths = fileNames(names);
    const all = (keys: (form: EntityForm) => ReadonlySet<string>) =>
      new Set([...forms.values()].flatMap((form) => [...keys(form)]));
    return {
      files: new Map(
        entities.map(({ table, yaml, name }) => [
          `entities/${paths.get(name)}.yaml`,
          { text: yamlText(yaml), table },
        ]),
      ),
      names,
      said: {
        entities: new Map(this.#entities),
        objects: withComments(
          all(({ said }) => said),
          this.#wanted,
        ),
        defaults: all(({ defaults }) => defaults),
        needed: all(({ needed }) => needed),
        made: all(({ made }) => made),
      },
    };
  }
}

/** A comment goes where the constraint or index is made under its name. */
function withComments(said: ReadonlySet<string>, { objects }: Catalog): ReadonlySet<string> {
  const comments = [...objects.values()].filter(({ kind, id: { path } }) => {
    const [on, ...rest] = path;
    if (kind !== "comment") return false;
    return (on === "constraint" || on === "index") && said.has(keyOf({ kind: on, path: rest }));
  });
  return new Set([...said, ...comments.map(({ id }) => keyOf(id))]);
}

function whyNoEntity(table: TableObjects, schema: string, catalog: Catalog): string | undefined {
  if (table.schema !== schema) return `stands in the schema ${table.schema}`;
  if (table.table.definition.partitionBy !== undefined) return "is partitioned";
  if (catalog.objects.has(keyOf({ kind: "partition bound", path: table.table.id.path })))
    return "is a partition";
  if (table.columns.some(({ definition }) => definition.inheritedFrom !== undefined))
    return "inherits from another table";
  if (keyColumns(table).length === 0) return "has no primary key that an entity can have";
  const names = [table.name, ...table.columns.map(({ id }) => id.path[2] ?? "")];
  const bad = names.find((name) => nameProblem(name) !== undefined);
  return bad === undefined
    ? undefined
    : `has the name ${JSON.stringify(bad)}, which ${nameProblem(bad)?.problem}`;
}
