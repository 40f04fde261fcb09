/** What one PostgreSQL database holds, read from `pg_catalog`: what is. Objects of the system and of extensions are left out. */
export interface Catalog {
  /** By `keyOf(id)`, in a stable order. */
  readonly objects: ReadonlyMap<string, CatalogObject>;
  /** What a catalog holds that no kind handles; each becomes a finding. */
  readonly unhandled: readonly string[];
}

/**
 * Names an object: its kind and the parts of its qualified name: table [schema, table]; column [schema, table, column];
 * constraint, trigger, policy [schema, table, name]; index [schema, name]; function [schema, name, argument types];
 * comment and grant: kind and parts of the object they stand on, and for a grant the grantee.
 */
export interface ObjectId {
  readonly kind: KindName;
  readonly path: readonly string[];
}

export function keyOf(id: ObjectId): string {
  return `${id.kind}:${JSON.stringify(id.path)}`;
}

/** One object. `dependsOn` holds the keys of the objects that must exist before it (from `pg_depend`). */
export type CatalogObject = {
  readonly [K in KindName]: {
    readonly kind: K;
    readonly id: ObjectId;
    readonly definition: Definitions[K];
    readonly dependsOn: readonly string[];
  };
}[KindName];

export interface TableDefinition {
  readonly persistence: "permanent" | "unlogged";
  /** `PARTITION BY` clause of a partitioned table. */
  readonly partitionBy?: string | undefined;
  /** Parent and bound of a partition. */
  readonly partitionOf?: { readonly parent: readonly [string, string]; readonly bound: string } | undefined;
  readonly rowSecurity: { readonly enabled: boolean; readonly forced: boolean };
  /** Storage parameters, sorted `name=value`. */
  readonly options: readonly string[];
}

export interface ColumnDefinition {
  /** As `format_type` prints it: `character varying(255)`. */
  readonly type: string;
  readonly notNull: boolean;
  readonly default?: string | undefined;
  /** Expression of a stored generated column. */
  readonly generated?: string | undefined;
  readonly identity?: "always" | "by default" | undefined;
  readonly collation?: string | undefined;
  /** Order in the table; for reading and creating, never a difference. */
  readonly position: number;
}

export interface ConstraintDefinition {
  readonly type: "primary key" | "unique" | "foreign key" | "check" | "exclusion";
  /** As `pg_get_constraintdef` prints it. */
  readonly definition: string;
  readonly columns: readonly string[];
  /** The table [schema, name] and columns that a foreign key refers to. */
  readonly references?:
    | { readonly table: readonly [string, string]; readonly columns: readonly string[] }
    | undefined;
  readonly validated: boolean;
}

/** The definition of each kind. A kind without a file in `kinds/` does not compile. */
export interface Definitions {
  readonly schema: Record<never, never>;
  readonly table: TableDefinition;
  readonly column: ColumnDefinition;
  readonly constraint: ConstraintDefinition;
  readonly index: {
    readonly table: readonly [string, string];
    readonly definition: string;
    readonly valid: boolean;
  };
  readonly function: { readonly definition: string; readonly procedure: boolean };
  readonly trigger: {
    readonly definition: string;
    readonly enabled: "origin" | "always" | "replica" | "disabled";
  };
  readonly policy: {
    readonly command: "all" | "select" | "insert" | "update" | "delete";
    readonly permissive: boolean;
    readonly roles: readonly string[];
    readonly using?: string | undefined;
    readonly check?: string | undefined;
  };
}

export type KindName = keyof Definitions;
