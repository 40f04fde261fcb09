/** A row of a kind's query: address, parts of the path (`path.0`, …), and by name what defines the object. */
export interface Row {
  readonly classid: number;
  readonly objid: number;
  readonly objsubid: number;
  /** Of what stands on a column: its name. */
  readonly onColumn?: string | null;
  /** Of what stands on something that is read as no object, as a member of an extension: kind and path. */
  readonly onMember?: readonly string[] | null;
  readonly [name: string]: unknown;
}

/** What the columns of a kind's rows mean. */
export class RowReader {
  readonly #path: readonly string[];
  readonly #definition: readonly string[];

  constructor(row: Row) {
    const names = Object.keys(row);
    this.#path = names.filter((name) => name.startsWith("path."));
    const others = new Set(["classid", "objid", "objsubid", "onColumn", "onMember", ...this.#path]);
    this.#definition = names.filter((name) => !others.has(name));
  }

  path(row: Row): readonly string[] {
    return this.#path.map((name) => String(row[name]));
  }

  definition(row: Row): Readonly<Record<string, unknown>> {
    const definition: Record<string, unknown> = {};
    for (const name of this.#definition) {
      const value = row[name];
      if (value !== null) definition[name] = this.#value(value);
    }
    return definition;
  }

  /** NULL stands for nothing, also within JSON. */
  #value(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#value(item));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).filter(([, part]) => part !== null);
    return Object.fromEntries(entries.map(([name, part]) => [name, this.#value(part)]));
  }
}
