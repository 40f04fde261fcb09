import { canonical } from "./canonical.ts";
import { sameUnhandledDefinition, type UnhandledDefinition } from "./unhandled-definition.ts";

/** What one PostgreSQL database holds, read from `pg_catalog`: what is. Objects of the system and of extensions are left out. */
export interface Catalog {
  /** By `keyOf(id)`, in a stable order. */
  readonly objects: ReadonlyMap<string, CatalogObject>;
  /** What a catalog holds that no kind handles, by name; where it changes, that is a finding. */
  readonly unhandled: readonly UnhandledObject[];
}

export interface UnhandledObject {
  /** In PostgreSQL's words: `rule public.r on public.t`. */
  readonly name: string;
  readonly definition: UnhandledDefinition;
  /** Key of the object that a security label is on. */
  readonly on?: string | undefined;
}

/**
 * Names an object: its kind and the parts of its qualified name: table [schema, table]; column [schema, table, column];
 * constraint, trigger, policy [schema, table, name]; index [schema, name]; function, aggregate [schema, name, argument types];
 * comment, owner and grant: kind and parts of the object they stand on, and for a grant the grantee.
 */
export interface ObjectId {
  readonly kind: KindName;
  readonly path: readonly string[];
}

export function keyOf(id: ObjectId): string {
  return `${id.kind}:${JSON.stringify(id.path)}`;
}

/** One object. `dependsOn` holds the keys of the objects that must exist before it (from `pg_depend`). */
export type CatalogObject = { readonly [K in KindName]: ObjectOf<K> }[KindName];

export interface ObjectOf<K extends KindName> {
  readonly kind: K;
  readonly id: ObjectId;
  readonly definition: Definitions[K];
  readonly dependsOn: readonly string[];
}

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
  /** Storage parameters, sorted `name=value`. */
  readonly options: readonly string[];
}

export interface ColumnDefinition {
  /** As `format_type` prints it: `character varying(255)`. */
  readonly type: string;
  readonly notNull: boolean;
  /** Of NOT NULL, where the server tells it (since PostgreSQL 18): see `not-null-names.ts`. */
  readonly notNullConstraint?: NotNullConstraint | undefined;
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
    | readonly { readonly table: readonly [string, string]; readonly name: string }[]
    | undefined;
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
  readonly column: ColumnDefinition;
  /** Path of the column of a foreign table. */
  readonly "column options": { readonly options: readonly ForeignOption[] };
  readonly constraint: ConstraintDefinition;
  /** What logical replication sends of a table's old row, where it is not the key; path of the table. */
  readonly "replica identity": { readonly sends: "full" | "nothing" | { readonly index: string } };
  /** Path of the table or materialized view. */
  readonly clustering: { readonly index: string };
  readonly index: {
    readonly table: readonly [string, string];
    readonly definition: string;
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
    /** Sorted `name=value`. */
    readonly options: readonly string[];
    readonly columns: readonly { readonly name: string; readonly type: string }[];
  };
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

/** A fresh database: nothing but the schema `public`. */
export const emptyCatalog: Catalog = makeCatalog([
  { kind: "schema", id: { kind: "schema", path: ["public"] }, definition: {}, dependsOn: [] },
]);

/** Puts objects into the stable order: by kind and path. */
export function makeCatalog(
  objects: Iterable<CatalogObject>,
  unhandled: readonly UnhandledObject[] = [],
): Catalog {
  return catalogOf(new Map([...objects].map((object) => [keyOf(object.id), object])), unhandled);
}

/** The same for objects whose keys are known. */
export function catalogOf(
  objects: ReadonlyMap<string, CatalogObject>,
  unhandled: readonly UnhandledObject[],
): Catalog {
  const entries = [...objects].sort(([a], [b]) => (a < b ? -1 : 1));
  const byName = [...unhandled].sort((a, b) => (a.name < b.name ? -1 : 1));
  return { objects: new Map(entries), unhandled: byName };
}

/** Whether two Catalogs hold the same, also of what no kind handles. */
export function sameCatalog(a: Catalog, b: Catalog): boolean {
  return a.objects.size === b.objects.size && catalogDifferences(a, b).length === 0;
}

/** Where a Catalog is not as wanted, one line per object. */
export function catalogDifferences(actual: Catalog, wanted: Catalog): readonly string[] {
  const named = ({ id }: CatalogObject) => `${id.kind} ${id.path.join(".")}`;
  const extra = [...actual.objects]
    .filter(([key]) => !wanted.objects.has(key))
    .map(([, object]) => `${named(object)} should not be there`);
  const other = [...wanted.objects].flatMap(([key, object]) => {
    const found = actual.objects.get(key);
    if (found === undefined) return [`${named(object)} is missing`];
    if (sameDefinition(found, object)) return [];
    return [`${named(object)} is ${withoutSecrets(found)} instead of ${withoutSecrets(object)}`];
  });
  return [...extra, ...other, ...unhandledDifferences(actual, wanted).map(unhandledDifference)];
}

/** What no kind handles and is not the same on both sides. */
export interface UnhandledDifference {
  readonly name: string;
  readonly is: "missing" | "extra" | "different";
}

export function unhandledDifferences(actual: Catalog, wanted: Catalog): readonly UnhandledDifference[] {
  const [have, want] = [actual, wanted].map(
    ({ unhandled }) => new Map(unhandled.map(({ name, definition }) => [name, definition])),
  );
  const names = [...new Set([...actual.unhandled, ...wanted.unhandled].map(({ name }) => name))].sort();
  return names.flatMap((name): UnhandledDifference[] => {
    const [a, b] = [have?.get(name), want?.get(name)];
    if (a === undefined) return [{ name, is: "missing" }];
    if (b === undefined) return [{ name, is: "extra" }];
    return sameUnhandledDefinition(a, b) ? [] : [{ name, is: "different" }];
  });
}

function unhandledDifference({ name, is }: UnhandledDifference): string {
  return {
    missing: `${name} is missing`,
    extra: `${name} should not be there`,
    different: `${name} is defined otherwise`,
  }[is];
}

/** Of a definition, what is only there to create the object with; never a difference, because no ALTER changes it. */
const onlyForCreate: readonly string[] = ["position", "declared"];

/** Nor is what only one of two servers can tell, or what a child keeps from when it was made: no ALTER renames an inherited NOT NULL. */
const untold: readonly string[] = [...onlyForCreate, "notNullConstraint"];

/** Whether two objects of one key are defined alike. */
export function sameDefinition(a: CatalogObject, b: CatalogObject): boolean {
  // Most objects are equal to the letter, which is quick to see.
  if (JSON.stringify(a.definition) === JSON.stringify(b.definition)) return true;
  const isTold = [a, b].every(
    ({ kind, definition }) =>
      kind !== "column" ||
      (definition.notNullConstraint !== undefined && definition.inheritedFrom === undefined),
  );
  // What PostgreSQL keeps as a text it gives back as it got it.
  const isText = a.kind === "function" || a.kind === "comment";
  return sameValue(
    a.definition,
    b.definition,
    isText ? (text) => text : canonical,
    isTold ? onlyForCreate : untold,
  );
}

/** As deep as it goes; what is undefined is not there. */
function sameValue(
  a: unknown,
  b: unknown,
  spelled: (text: string) => string,
  ignored: readonly string[] = [],
): boolean {
  if (a === b) return true;
  if (typeof a === "string" && typeof b === "string") return spelled(a) === spelled(b);
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const differs = (name: string) => !ignored.includes(name) && !sameValue(a[name], b[name], spelled);
  for (const name in a) if (differs(name)) return false;
  for (const name in b) if (!(name in a) && differs(name)) return false;
  return true;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** A text that is the same for two objects exactly when their definitions are. */
export function comparable(object: CatalogObject): string {
  const compared = Object.entries(object.definition).filter(([name]) => !onlyForCreate.includes(name));
  return JSON.stringify(sortKeys(Object.fromEntries(compared)));
}

/** `comparable` as it may be shown. */
function withoutSecrets(object: CatalogObject): string {
  return JSON.stringify(JSON.parse(comparable(object)), (name, value) => (name === "secret" ? "…" : value));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [name, sortKeys(part)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Changes every text in a definition, at any depth. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  const walk = (part: unknown): unknown => {
    if (typeof part === "string") return change(part);
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, entry]) => [name, walk(entry)]));
  };
  // Strings stay strings, so the shape is the same.
  return walk(value) as T;
}

/** A Catalog as JSON; the same Catalog always gives the same text. */
export function catalogToJson(catalog: Catalog): string {
  return JSON.stringify({ objects: [...catalog.objects.values()], unhandled: catalog.unhandled });
}

/** Whether a Catalog as JSON holds what no file is to hold: a password of a foreign server, a connection string. */
export function holdsSecret(json: string): boolean {
  // A quote inside a text would be escaped.
  return json.includes('"secret":"');
}

export function catalogFromJson(json: string): Catalog {
  // Written by `catalogToJson`, under a name that holds the hash of what it was made from.
  const { objects, unhandled } = JSON.parse(json) as {
    objects: CatalogObject[];
    unhandled: UnhandledObject[];
  };
  return makeCatalog(objects, unhandled);
}
