import type { Finding } from "../../model/finding.ts";
import type { CatalogObject, ObjectId, ObjectOf } from "../catalog.ts";
import type { KindName } from "../definitions.ts";
import type { ObjectCatalog } from "../made.ts";
import type { Effects, Hazard, HazardKind, Mode, Phase } from "../plan.ts";

/** A statement as a kind makes it; the planner adds the change it comes from and the phase where none is given. */
export interface Step {
  readonly sql: string;
  readonly phase?: Phase | undefined;
  /** False for what cannot run in a transaction block. */
  readonly transactional?: false | undefined;
  readonly hazards?: readonly Hazard[] | undefined;
  readonly documented?: Effects | undefined;
  /** Left out in the other mode. */
  readonly only?: Mode | undefined;
}

/** What a kind may look at when it writes a statement. */
export interface Context {
  /** How DROP, COMMENT ON and GRANT name an object. */
  address(id: ObjectId): string;
  /** True for what the plan makes from nothing: it holds no rows and nobody uses it yet. */
  isNew(id: ObjectId): boolean;
  /** True for what the plan drops and creates again. */
  isReplaced(id: ObjectId): boolean;
  /** An object as it was, and as it is to be. */
  before(id: ObjectId): CatalogObject | undefined;
  after(id: ObjectId): CatalogObject | undefined;
  /** Whether something that is new or becomes another needs it, and holds this text. */
  isUsedByChanges(id: ObjectId, text: string): boolean;
  /** Whether nothing but comments and settings of its columns depends on it, and nothing that it needs goes away or becomes another. */
  changesAlone(object: CatalogObject): boolean;
  /** This name, or with a number where a relation of the schema has it. */
  freeName(schema: string, name: string): string;
  readonly mode: Mode;
  /** Major version of the PostgreSQL that the plan is for. */
  readonly targetVersion: number;
  /** Objects that depend on this one, in the source and still in the target. */
  dependents(id: ObjectId): readonly Pair[];
  /** Objects that need this one directly, in the source and in the target. */
  dependentsBefore(id: ObjectId): readonly CatalogObject[];
  dependentsAfter(id: ObjectId): readonly CatalogObject[];
  /** Whether a new partition is made as a table of its own first, and then attached. */
  isMadeApart(table: ObjectId): boolean;
  /** The parts of a new object that its own CREATE is to hold. */
  parts(id: ObjectId): readonly CatalogObject[];
}

export interface Pair {
  readonly from: CatalogObject;
  readonly to: CatalogObject;
}

/** Everything the engine knows about one kind of object. */
export interface Kind<K extends KindName> {
  /** Where users made nothing in this system catalog, there is none of the kind, and nothing is asked. */
  readonly madeIn?: ObjectCatalog;
  /**
   * One set-based look at `pg_catalog`, with rows as `objectRow` makes them; for what stands on another object, classid, oid
   * and sub are that object's, the path is the rest, `onColumn` names the column of sub, and `onMember` is the path of what
   * only an extension has, its kind first.
   */
  query(version: number): string;
  /** True when PostgreSQL prints its texts from what it parsed, unlike a body or a comment. */
  readonly printed?: true;
  /** True for what the embedded PostgreSQL cannot make. */
  readonly beyondShadow?: true;
  /** True for what stands on an object of any kind (comment, grant). */
  readonly standsOn?: true;
  /** As DROP, COMMENT ON and GRANT name it: `TABLE public.accounts`. Not for what stands on another object. */
  address?(id: ObjectId, object: ObjectOf<K> | undefined): string;
  /** The object whose drop takes this one along; of several the one that exists. */
  parents?(object: ObjectOf<K>): readonly ObjectId[];
  /** True when CREATE of a new parent can hold it. */
  readonly inline?: true;
  /** True for what ties its table to another: while it is tied on or off, the table's own parts have to stand still. */
  readonly ties?: true;
  /** What it needs and `pg_depend` does not tell; where that goes away, it has to be gone before this is made. */
  requires?(object: ObjectOf<K>): readonly ObjectId[];
  /** What keeps it from being dropped as long as that stays. */
  heldBy?(object: ObjectOf<K>, context: Context): readonly ObjectId[];
  create(object: ObjectOf<K>, context: Context): readonly Step[];
  /** `replace`: dropped and created again, and with it all that depends on it. */
  alter(from: ObjectOf<K>, to: ObjectOf<K>, context: Context): readonly Step[] | "replace";
  /** What comes before `alter`, so that a name is free; what it needed only for that can be dropped in between. */
  letGo?(from: ObjectOf<K>, to: ObjectOf<K>): readonly Step[];
  drop(object: ObjectOf<K>, context: Context): readonly Step[];
  /** Whether this dependent, direct or not, has to be out of the way while `from` becomes `to`. */
  displaces?(from: ObjectOf<K>, to: ObjectOf<K>, dependent: CatalogObject, context: Context): boolean;
  /** Whether this dependent can be made and dropped just as well while it is as `from` as when it is as `to`. */
  leavesAlone?(from: ObjectOf<K>, to: ObjectOf<K>, dependent: CatalogObject): boolean;
  /** How an object lets go of something that is replaced, and takes it up again; undefined: it has to be replaced too. */
  release?(
    object: ObjectOf<K>,
    replaced: ObjectId,
    context: Context,
  ): { readonly down: readonly Step[]; readonly up: readonly Step[] } | undefined;
  /** A new name for an object that is otherwise the same; undefined where the name comes from elsewhere by itself. */
  rename?(from: ObjectOf<K>, to: ObjectOf<K>): Step | undefined;
  /** What cannot be reached, or not as one would think, where such an object is made or becomes another; told before anything runs. */
  findings?(object: ObjectOf<K>, context: Context): readonly Finding[];
  /** A name that no two objects can have at once, whatever their kinds; or what they share without overlap. */
  claims?(object: ObjectOf<K>): string | undefined;
  /** Names that its text may use without PostgreSQL recording it. */
  mentions?(object: ObjectOf<K>): readonly string[];
}

export function hazard(kind: HazardKind, message: string): Hazard {
  return { kind, message };
}

/** Steps for a database that nobody uses, and those in their place for one in use; the same where there are none. */
export function forms(offline: readonly Step[], online: readonly Step[] | undefined): readonly Step[] {
  if (online === undefined) return offline;
  return [
    ...offline.map((step) => ({ ...step, only: "offline" as const })),
    ...online.map((step) => ({ ...step, only: "online" as const })),
  ];
}

/** A table or column by name, as messages show it: without the schema `public`. */
export function shown(path: readonly string[]): string {
  return (path[0] === "public" && path.length > 1 ? path.slice(1) : path).join(".");
}

/** The relations that a path can mean: of these names at most one exists. */
export function relationsNamed(path: readonly string[]): readonly ObjectId[] {
  return (["table", "view", "materialized view", "composite type"] as const).map((kind) => ({
    kind,
    path: path.slice(0, 2),
  }));
}

/** Schema of the path of an object that stands in a schema. */
export function part(id: ObjectId, index: number): string {
  const name = id.path[index];
  if (name === undefined) throw new Error(`A ${id.kind} has no name at ${index}.`);
  return name;
}
