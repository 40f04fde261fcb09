/** What the Catalog holds of each kind of object. */

export interface TableDefinition {
  readonly persistence: "permanent" | "unlogged";
  /** `PARTITION BY` clause of a partitioned table. */
  readonly partitionBy?: string | undefined;
  /** Types of the columns in it. */
  readonly partitionTypes?: readonly string[] | undefined;
  /** How rows are stored, where it is not as usual (`heap`). */
  readonly accessMethod?: string | undefined;
  /** Of a foreign table: where its rows are. */
  readonly foreign?: { readonly server: string; readonly options: readonly ForeignOption[] } | undefined;
  readonly rowSecurity: { readonly enabled: boolean; readonly forced: boolean };
  /** Storage parameters as `name=value`, in the order in which they were given. */
  readonly options: readonly string[];
}

export interface ColumnDefinition {
  /** As `format_type` prints it: `character varying(255)`. */
  readonly type: string;
  readonly notNull: boolean;
  /** Of NOT NULL, where the server tells it (since PostgreSQL 18): see `not-null-names.ts`. */
  readonly notNullConstraint?: NotNullConstraint | undefined;
  /** Of NOT NULL from a parent: whether PostgreSQL refuses every way to rename it; never a difference. */
  readonly notNullNameStays?: true | undefined;
  readonly default?: string | undefined;
  /** Expression of a generated column, stored unless `virtual`. */
  readonly generated?: string | undefined;
  readonly virtual?: true | undefined;
  readonly identity?: "always" | "by default" | undefined;
  /** Sequence options of an identity column where they are not the usual ones: `START WITH 100`. */
  readonly identityOptions?: readonly string[] | undefined;
  /** Name of its sequence, which stands in the schema of the table. */
  readonly identitySequence?: string | undefined;
  /** Qualified and quoted. */
  readonly collation?: string | undefined;
  /** How large values are kept, where it is not as usual for the type. */
  readonly storage?: { readonly is: string; readonly usual: string } | undefined;
  /** Method by which large values are compressed: `pglz`. */
  readonly compression?: string | undefined;
  /** How finely ANALYZE looks at it, where it is not the server's default. */
  readonly statistics?: number | undefined;
  /** What the planner is told in place of what ANALYZE finds: `n_distinct=100`. */
  readonly options?: readonly string[] | undefined;
  /** Tables that it comes from. */
  readonly inheritedFrom?: readonly (readonly [string, string])[] | undefined;
  /** Whether the table lists it besides; for creating, never a difference, because no ALTER changes it. */
  readonly declared?: true | undefined;
  /** The composite type that its table is OF, which lists it; never a difference of the column. */
  readonly ofType?: readonly [string, string] | undefined;
  /** True in a foreign table. */
  readonly foreign?: true | undefined;
  /** Order in the table; for reading and creating, never a difference. */
  readonly position: number;
}

export interface NotNullConstraint {
  readonly name: string;
  readonly noInherit?: true | undefined;
  readonly notValid?: true | undefined;
}

export interface ConstraintDefinition {
  readonly type: "primary key" | "unique" | "foreign key" | "check" | "exclusion";
  /** As `pg_get_constraintdef` prints it. */
  readonly definition: string;
  /** Storage parameters of a key's index: `fillfactor=70`. */
  readonly parameters?: readonly string[] | undefined;
  readonly columns: readonly string[];
  /** The table [schema, name] and columns that a foreign key refers to. */
  readonly references?:
    | { readonly table: readonly [string, string]; readonly columns: readonly string[] }
    | undefined;
  readonly validated: boolean;
  /** True of a foreign table. */
  readonly foreign?: true | undefined;
  /** The constraints of other tables that it comes from. */
  readonly inheritedFrom?:
    | readonly {
        readonly table: readonly [string, string];
        readonly name: string;
        /** Of a key: it names an index of the parent that is no key's. */
        readonly isIndex?: true | undefined;
      }[]
    | undefined;
  /** Of a partitioned table's key: some partition lacks it. */
  readonly only?: true | undefined;
  /** Whether the table lists it besides; never a difference, as with columns. */
  readonly declared?: true | undefined;
}

/** Numbers are text: they may be larger than JavaScript's. */
export interface SequenceDefinition {
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly min: string;
  readonly max: string;
  readonly cache: string;
  readonly cycle: boolean;
  readonly unlogged?: true | undefined;
}

export interface DomainDefinition {
  readonly type: string;
  readonly notNull: boolean;
  /** Name of the NOT NULL constraint where it is not `<domain>_not_null`; of PostgreSQL 17 and later. */
  readonly notNullName?: string | undefined;
  readonly default?: string | undefined;
  readonly collation?: string | undefined;
  readonly checks: readonly { readonly name: string; readonly definition: string }[];
}

export interface RoleDefinition {
  /** Attributes that are not as usual, as CREATE ROLE spells them: `LOGIN`. */
  readonly attributes: readonly string[];
  /** `ALTER ROLE … SET`: `name=value`. */
  readonly settings: readonly string[];
}

/** An operator or function of an operator class or family. */
export interface OperatorMember {
  /** `OPERATOR 1 (integer, bigint)` */
  readonly slot: string;
  /** `OPERATOR 1 public.<(integer,bigint)` */
  readonly is: string;
}

export interface ForeignOption {
  readonly name: string;
  /** May be a password: what is called `secret` is never shown. */
  readonly secret: string;
}

export interface GrantDefinition {
  /** What the grantee may do: `SELECT`, `SELECT WITH GRANT OPTION`; `ALL` for everything the object knows. */
  readonly privileges: readonly string[];
  /** What the grantee may do on a new object of this kind. */
  readonly defaults: readonly string[];
}

/** The definition of each kind. A kind without a file in `kinds/` does not compile. */
export interface Definitions {
  readonly schema: Record<never, never>;
  readonly extension: {
    readonly schema: string;
    /** It cannot be moved to another schema. */
    readonly fixed?: true | undefined;
  };
  readonly role: RoleDefinition;
  /** Path: the role, its member, and who granted it, empty for whoever applies the plan. */
  readonly membership: {
    readonly admin: boolean;
    /** Where it is not as the member's own attribute says. */
    readonly inherit?: boolean | undefined;
    readonly set?: false | undefined;
    /** By whose grants the grantor may grant it. */
    readonly through?: readonly string[] | undefined;
  };
  readonly collation: {
    /** `LOCALE = 'de'`. */
    readonly options: readonly string[];
  };
  /** `START = public.f`. */
  readonly "text search parser": { readonly functions: readonly string[] };
  readonly "text search template": { readonly functions: readonly string[] };
  readonly "text search dictionary": {
    readonly template: string;
    /** `language = 'english'` */
    readonly options?: string | undefined;
  };
  readonly "text search configuration": {
    readonly parser: string;
    readonly mappings: readonly { readonly token: string; readonly dictionaries: readonly string[] }[];
  };
  readonly enum: { readonly values: readonly string[] };
  readonly domain: DomainDefinition;
  readonly "composite type": {
    readonly attributes: readonly {
      readonly name: string;
      readonly type: string;
      readonly collation?: string | undefined;
    }[];
  };
  readonly "range type": {
    /** `SUBTYPE = integer`. */
    readonly options: readonly string[];
  };
  readonly sequence: SequenceDefinition;
  /** The column that a sequence belongs to; path of the sequence. */
  readonly "sequence owner": { readonly table: readonly [string, string]; readonly column: string };
  readonly table: TableDefinition;
  /** Path of the partition. */
  readonly "partition bound": { readonly parent: readonly [string, string]; readonly bound: string };
  /** One of the tables that a table inherits from; path of the child and of the parent. */
  readonly inheritance: {
    /** Among the parents; for creating, never a difference, because no ALTER changes the place. */
    readonly position: number;
  };
  /** Path of the table, and the composite type that it is OF. */
  readonly "typed table": { readonly of: readonly [string, string] };
  readonly column: ColumnDefinition;
  /** Path of the column of a foreign table. */
  readonly "column options": { readonly options: readonly ForeignOption[] };
  /** Path of the column of a materialized view or an index; `ofIndex` is its number there. */
  readonly "column settings": Pick<ColumnDefinition, "storage" | "compression" | "statistics" | "options"> & {
    readonly ofIndex?: number | undefined;
  };
  readonly constraint: ConstraintDefinition;
  /** What logical replication sends of a table's old row, where it is not the key; path of the table. */
  readonly "replica identity": { readonly sends: "full" | "nothing" | { readonly index: string } };
  /** Path of the table or materialized view. */
  readonly clustering: { readonly index: string };
  readonly index: {
    readonly table: readonly [string, string];
    /** As `pg_get_indexdef` prints it, but for WITH and WHERE. */
    readonly definition: string;
    /** Storage parameters: `fillfactor=70`. */
    readonly parameters?: readonly string[] | undefined;
    readonly where?: string | undefined;
    readonly valid: boolean;
    /** Of a partitioned table: some partition lacks it. */
    readonly only?: true | undefined;
    /** The index of the parent that this one is the share of a partition in. */
    readonly inheritedFrom?:
      | {
          readonly table: readonly [string, string];
          readonly index: readonly [string, string];
          /** Of which PostgreSQL makes its name. */
          readonly columns: readonly string[];
        }
      | undefined;
  };
  readonly function: {
    readonly definition: string;
    readonly procedure: boolean;
    /** Arguments and result; as long as they stay the same, the function can be replaced in place. */
    readonly signature: string;
    /** Body given as a string: PostgreSQL does not record what it uses. */
    readonly body?: string | undefined;
  };
  readonly aggregate: {
    /** As CREATE takes them: `VARIADIC parts text[]`. */
    readonly arguments: string;
    /** As COMMENT and DROP take them. */
    readonly identity: string;
    readonly result: string;
    readonly hypothetical: boolean;
    /** `SFUNC = int4pl`. */
    readonly options: readonly string[];
  };
  readonly cast: {
    /** `WITH FUNCTION public.f(integer)`. */
    readonly method: string;
    readonly context: "explicit" | "assignment" | "implicit";
  };
  readonly operator: {
    /** `FUNCTION = int4eq`. */
    readonly options: readonly string[];
  };
  readonly "operator family": { readonly members: readonly OperatorMember[] };
  readonly "operator class": {
    readonly type: string;
    readonly default: boolean;
    readonly family: readonly [string, string];
    readonly storage?: string | undefined;
    readonly members: readonly OperatorMember[];
  };
  readonly "access method": { readonly type: "INDEX" | "TABLE"; readonly handler: string };
  readonly language: {
    readonly trusted: boolean;
    /** Qualified and quoted. */
    readonly handler: string;
    readonly inline?: string | undefined;
    readonly validator?: string | undefined;
  };
  readonly transform: {
    /** With its arguments. */
    readonly fromSql?: string | undefined;
    readonly toSql?: string | undefined;
  };
  readonly conversion: {
    readonly from: string;
    readonly to: string;
    readonly function: string;
    readonly default: boolean;
  };
  readonly view: {
    readonly definition: string;
    /** `name=value`, in the order in which they were given. */
    readonly options: readonly string[];
    readonly columns: readonly { readonly name: string; readonly type: string }[];
  };
  /** What an INSERT puts into a column that it leaves out; path of the column of a view. */
  readonly "view column default": { readonly default: string };
  readonly "materialized view": {
    readonly definition: string;
    readonly accessMethod?: string | undefined;
    readonly options: readonly string[];
  };
  readonly rule: {
    readonly definition: string;
    readonly enabled: "origin" | "always" | "replica" | "disabled";
  };
  /** When a partition's share in a trigger of its parent fires, where that is not when the parent's does; path of a trigger. */
  readonly "trigger state": {
    readonly enabled: "origin" | "always" | "replica" | "disabled";
    readonly parent: readonly [string, string];
  };
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
  readonly "event trigger": {
    readonly event: string;
    readonly tags: readonly string[];
    /** Qualified and quoted. */
    readonly function: string;
    readonly enabled: "origin" | "always" | "replica" | "disabled";
  };
  readonly publication: {
    readonly allTables: boolean;
    readonly publish: readonly string[];
    readonly viaRoot: boolean;
    readonly generatedColumns: boolean;
  };
  /** Path: schema, table, publication. */
  readonly "publication table": {
    readonly columns?: readonly string[] | undefined;
    readonly where?: string | undefined;
  };
  /** Path: schema, publication. */
  readonly "publication schema": Record<never, never>;
  readonly "foreign data wrapper": {
    /** Qualified and quoted. */
    readonly handler?: string | undefined;
    readonly validator?: string | undefined;
    readonly options: readonly ForeignOption[];
  };
  readonly "foreign server": {
    readonly wrapper: string;
    readonly type?: string | undefined;
    readonly version?: string | undefined;
    readonly options: readonly ForeignOption[];
  };
  readonly subscription: {
    /** Connection string. */
    readonly secret: string;
    readonly publications: readonly string[];
    readonly slot?: string | undefined;
    readonly enabled: boolean;
    readonly twoPhase: boolean;
    readonly failover: boolean;
    /** `name=value` of what is not usual. */
    readonly options: readonly string[];
  };
  /** Path: server, role. */
  readonly "user mapping": { readonly options: readonly ForeignOption[] };
  readonly statistics: {
    readonly table: readonly [string, string];
    readonly definition: string;
    readonly target?: number | undefined;
  };
  /** Path: kind and path of the object. */
  readonly owner: { readonly role: string };
  readonly grant: GrantDefinition & {
    /** The one that brought the object. */
    readonly extension?: string | undefined;
    /** On what every PostgreSQL has. */
    readonly builtIn?: boolean | undefined;
  };
  /** Path: schema or empty, owner, kind of objects, grantee. */
  readonly "default privilege": GrantDefinition;
  readonly comment: {
    readonly text: string;
    /** What PostgreSQL or an extension says of the object by itself. */
    readonly usual?: string | undefined;
    /** Kind and path of the object, where the comment is on a part of it that is no object of its own. */
    readonly partOf?: readonly string[] | undefined;
  };
}

export type KindName = keyof Definitions;
