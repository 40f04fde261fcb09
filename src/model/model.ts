import type { Span } from "./finding.ts";

/** The name that the business model goes by where modules are listed. */
export const businessModel = "business model";

/**
 * Which module (or the business model) said something, and where. What a module uses as the business model says it
 * has both origins: the definition, and the line of `uses`.
 */
export interface Origin {
  readonly module: string;
  readonly at: Span;
}

/** A PostgreSQL type in canonical spelling: `varchar(255)` is `{ name: "varchar", parameters: ["255"] }`. */
export interface ColumnType {
  /** Canonical name: `integer` (not `int`), `varchar`, `timestamptz`, `double precision`; `schema.name` for others. */
  readonly name: string;
  readonly parameters: readonly string[];
  /** Array dimensions: `text[][]` has 2. */
  readonly dimensions: number;
}

/** How sensitive the content of a field is. */
export type Pii = "personal" | "sensitive" | "health" | "secret";

/** What the audit log shows of a field: its values, that it has one and whether it changed, or nothing. */
export type Audited = "all" | "redacted" | "none";

/** The first letter and the domain, the last four characters, or null. */
export type Mask = "email" | "last4" | "nothing";

/** How a field's values are encrypted. */
export interface Encrypted {
  /** Name of the key; the key itself is in no definition and no schema. */
  readonly key: string;
  /** Where the field's `type` is that of what is stored, which a rule sees to: the type of the value itself. */
  readonly plain?: ColumnType | undefined;
}

/** The expected content of a jsonb field: key → a type from the same list as fields, or a nested shape. */
export interface Shape {
  readonly [key: string]: {
    readonly type: ColumnType | Shape;
    readonly optional: boolean;
    /** The only values allowed; from `enum(…)` or `in (…)`. */
    readonly values?: readonly string[] | undefined;
  };
}

/** Tells a type from a nested shape: a shape's values are entries, the `name` of a type is text. */
export function isType(content: ColumnType | Shape): content is ColumnType {
  return typeof content.name === "string";
}

/** What the database keeps up from the rows that refer to a row. */
export interface Derived {
  readonly kind: "count" | "sum" | "max" | "min";
  /** The entity whose rows refer to this one, and the relation by which they do. */
  readonly entity: string;
  readonly relation: string;
  /** The field that is added up or compared; none for a count. */
  readonly field?: string | undefined;
  /** SQL boolean expression over the other entity's fields and relations. */
  readonly where?: string | undefined;
}

/** From one value of a field to those that may follow it. */
export interface Transition {
  readonly from: string;
  readonly to: readonly string[];
}

/** A stage of the project that brings a field. */
export interface Future {
  readonly stage: string;
  /** What has to be done to get there. */
  readonly upgrade?: string | undefined;
}

/** A column. Those of relations are fields too, and carry the relation's name. */
export interface Field {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly unique: boolean;
  /** SQL expression. */
  readonly default?: string | undefined;
  /** The only values allowed; from `enum(…)`, `in (…)` or `values:`. */
  readonly values?: readonly string[] | undefined;
  /** Name of the real PostgreSQL enum type that holds `values`, where the definition asks for one; `type` is text then. */
  readonly enumType?: string | undefined;
  /** A state machine: the steps between `values` that a row may take. A value may always stay. */
  readonly transitions?: readonly Transition[] | undefined;
  /** The values that a new row may have; any when absent. */
  readonly starts?: readonly string[] | undefined;
  /** SQL boolean expression over this entity's fields, names of relations replaced by their columns. */
  readonly check?: string | undefined;
  readonly shape?: Shape | undefined;
  /** SQL expression of a stored generated column. */
  readonly generated?: string | undefined;
  readonly identity?: "always" | "by default" | undefined;
  /** What the database makes of it where a row brings none: `AC{sequence:8}`. */
  readonly code?: string | undefined;
  readonly derived?: Derived | undefined;
  readonly collation?: string | undefined;
  readonly doc?: string | undefined;
  readonly examples?: readonly string[] | undefined;
  readonly pii?: Pii | undefined;
  /** By its class of personal data when absent. */
  readonly audit?: Audited | undefined;
  /** What masked views show of it. */
  readonly mask?: Mask | undefined;
  readonly encrypt?: Encrypted | undefined;
  /** Why, and what to use instead. */
  readonly deprecated?: string | undefined;
  /** Present only where this flag is on. */
  readonly flag?: string | undefined;
  /** Documented from now on, present from this stage on. */
  readonly future?: Future | undefined;
  /** The name it had before. */
  readonly was?: string | undefined;
  /** The relation that made this column; in a module's view the relation itself may be out of sight. */
  readonly relation?: string | undefined;
  /** The mixin that it came through. */
  readonly mixin?: string | undefined;
  readonly origins: readonly Origin[];
}

export type ReferentialAction = "no action" | "restrict" | "cascade" | "set null" | "set default";

/** A reference from this entity's columns to another entity's key: a foreign key. */
export interface Relation {
  readonly name: string;
  /** Name of the entity referred to. */
  readonly target: string;
  /** Field names here, and what they refer to there; same length. */
  readonly columns: readonly string[];
  readonly references: readonly string[];
  readonly nullable: boolean;
  /** At most one row here for each target row; its columns are not marked `unique` themselves. */
  readonly unique: boolean;
  readonly onDelete?: ReferentialAction | undefined;
  readonly onUpdate?: ReferentialAction | undefined;
  readonly doc?: string | undefined;
  readonly mixin?: string | undefined;
  readonly origins: readonly Origin[];
}

export interface Check {
  readonly name: string;
  /** SQL boolean expression. */
  readonly expression: string;
  readonly origins: readonly Origin[];
}

export interface Index {
  readonly name?: string | undefined;
  /** Field names or SQL expressions in parentheses, each with an optional ` desc`, in order. */
  readonly on: readonly string[];
  readonly unique: boolean;
  /** Unique among the rows that are not deleted alone. */
  readonly live?: boolean | undefined;
  readonly method: string;
  /** Operator class of its keys: `jsonb_path_ops`. */
  readonly using?: string | undefined;
  readonly include: readonly string[];
  /** SQL predicate of a partial index. */
  readonly where?: string | undefined;
  readonly origins: readonly Origin[];
}

/** A declared access pattern; indexes are derived from it and proven on it. */
export interface Query {
  readonly name: string;
  /** Field names compared with `=`. */
  readonly where: readonly string[];
  readonly order: readonly { readonly field: string; readonly descending: boolean }[];
  /** Fields searched for a text, by `using`. */
  readonly match: readonly string[];
  /** Names of jsonb and array fields searched for what they contain (`@>`), each alone. */
  readonly contains?: readonly string[] | undefined;
  readonly using?: "prefix" | "trigram" | "fulltext" | undefined;
  /** Milliseconds. */
  readonly budget?: number | undefined;
  readonly origins: readonly Origin[];
}

export type Command = "select" | "insert" | "update" | "delete";
export const commands: readonly Command[] = ["select", "insert", "update", "delete"];

/** One line of row level security: who may do what to which rows. */
export interface Access {
  readonly allow: readonly Command[];
  /** Roles: `authenticated`, `anonymous` and `service` are database roles, any other is asked of `has_role()`. */
  readonly to: readonly string[];
  /** SQL boolean expression with relation names already replaced by their columns; every row when absent. */
  readonly when?: string | undefined;
  /** Name of a relation: the access lines of the entity that it refers to say who, in place of `to`. */
  readonly through?: string | undefined;
  /** Name of the entity that says who belongs to what: only rows that refer to something the current user belongs to. */
  readonly members?: string | undefined;
  /** The only columns that select, insert and update may touch, besides the key. */
  readonly fields?: readonly string[] | undefined;
  /** Where `when` is how a rule wrote the line out for a policy: the condition itself, for who sees every row. */
  readonly proven?: string | undefined;
  readonly origins: readonly Origin[];
}

/** Who sees the rows of an entity with its personal data masked, and which rows. */
export interface Masked {
  /** As in access lines. */
  readonly to: readonly string[];
  /** SQL boolean expression; every row when absent. */
  readonly when?: string | undefined;
}

/** How long rows are kept, and how those that are older go. */
export interface Retention {
  /** `7 years` */
  readonly keep: string;
  /** The field that tells a row's age; a row without a value there stays. */
  readonly by: string;
  /** Rows that go at once; 1000 when absent. */
  readonly batch?: number | undefined;
  /** When they go, as cron writes it. */
  readonly schedule?: string | undefined;
}

/** Whether every change leaves an audit row, and whether they are written row by row or at the end of a statement. */
export type Audit =
  | "all"
  | "none"
  | { readonly by?: "row" | "statement" | undefined; readonly reads?: boolean | undefined };

export interface Entity {
  readonly name: string;
  readonly table: string;
  readonly doc?: string | undefined;
  readonly area?: string | undefined;
  /** The key, own fields, columns of own relations, then what mixins bring in the order of `with:`. */
  readonly fields: readonly Field[];
  /** Names of the fields of the primary key, in order. */
  readonly key: readonly string[];
  readonly relations: readonly Relation[];
  readonly checks: readonly Check[];
  readonly indexes: readonly Index[];
  readonly queries: readonly Query[];
  readonly access: readonly Access[];
  readonly audit: Audit | undefined;
  readonly masked?: Masked | undefined;
  /** Rows are added and never changed; only retention removes them. */
  readonly appendOnly?: true | undefined;
  readonly retention?: Retention | undefined;
  /** Hardening rules switched on or off for this entity, by code. */
  readonly harden: Readonly<Record<string, boolean>>;
  readonly deprecated?: string | undefined;
  readonly flag?: string | undefined;
  /** The table name it had before. */
  readonly was?: string | undefined;
  /** Made from a `<>` relation of these two entities. */
  readonly links?: readonly [string, string] | undefined;
  readonly origins: readonly Origin[];
}

/** SQL that YAML should not carry (views, functions, triggers), kept beside the definitions. */
export interface SqlFile {
  readonly path: string;
  readonly text: string;
  /** After the tables, unless it makes what they need (`sql/before/`) or stands for what hardening makes (`sql/prototype/`). */
  readonly when?: "before tables" | "in the prototype" | undefined;
  /** Run only where this flag is on; its first line says so: `-- flag: vectors`. */
  readonly flag?: string | undefined;
  /** Why what it makes may show people more than access lines do, as its first lines say: `-- opens: Sums are for all.` */
  readonly opens?: string | undefined;
}

/** Definitions, read and checked: what people meant. Entities are sorted by name. */
export interface Model {
  readonly entities: readonly Entity[];
  readonly sql: readonly SqlFile[];
}

/** A part of the application with its own partial view. */
export interface Module {
  readonly name: string;
  readonly doc?: string | undefined;
  /** The entities as this module sees them: what it `uses` of the business model plus its own. */
  readonly view: Model;
  /**
   * The entities that its own files speak of, whole: with what its view leaves out, such as a relation to an entity
   * that it does not use. Its view says it all where this is absent.
   */
  readonly written?: readonly Entity[] | undefined;
  readonly at: Span;
}

/** Where a storage service keeps files, and what people may do with theirs. */
export interface Bucket {
  readonly name: string;
  /** Whether everybody may read its files by their address. */
  readonly public: boolean;
  /** Size of the biggest file, in bytes. */
  readonly limit?: number | undefined;
  /** Media types; any when absent. */
  readonly types?: readonly string[] | undefined;
  /** What those who are signed in may do in the folder that is named by their id. */
  readonly allow: readonly Command[];
}

export type Platform = "postgres" | "supabase" | "citus";

/** A field that the config names, as `entity.field`. */
export interface FieldName {
  readonly name: string;
  readonly at: Span;
}

export interface Config {
  readonly name: string;
  readonly platform: Platform;
  /** Whose layout migrations are written in besides our own. */
  readonly layout?: "supabase" | undefined;
  /** Lowest PostgreSQL major version that the production schema must load into. */
  readonly postgres: number;
  /** PostgreSQL schema that tables are made in. */
  readonly schema: string;
  /** Development database: embedded when absent; else the environment variable that holds its URL. */
  readonly developmentUrlFrom?: string | undefined;
  /** The entity whose rows are tenants. */
  readonly tenant?: { readonly name: string; readonly at: Span } | undefined;
  /** The field whose values `me()` has, where users are no entity. */
  readonly me?: FieldName | undefined;
  /** What else sessions bring → the field whose values it has. */
  readonly claims: Readonly<Record<string, FieldName>>;
  /** The audit log has a partition for each month; how long it is kept, and when partitions are made and removed. */
  readonly audit?:
    | { readonly keep?: string | undefined; readonly schedule?: string | undefined; readonly at: Span }
    | undefined;
  readonly flags: Readonly<Record<string, boolean>>;
  readonly buckets?: readonly Bucket[] | undefined;
  /** Stage → whether it is reached. */
  readonly stages: Readonly<Record<string, boolean>>;
  readonly harden: {
    readonly profile: "minimal" | "standard" | "regulated";
    /** Hardening rules switched on or off, by code. */
    readonly rules: Readonly<Record<string, boolean>>;
    /** Where each of them is switched. */
    readonly places?: Readonly<Record<string, Span>> | undefined;
  };
}

/** A conflict's chosen answer, on record. */
export interface Decision {
  /** Id of the conflict: `type account.phone`, `same-concept account.phone account.phone_number`. */
  readonly conflict: string;
  readonly choose: string;
  readonly why: string;
  readonly by?: string | undefined;
  readonly at: Span;
}

/** Everything that a project defines. */
export interface Project {
  /** Absolute folder. */
  readonly root: string;
  readonly config: Config;
  readonly business: Model;
  readonly modules: readonly Module[];
  readonly decisions: readonly Decision[];
}
