import type { Span } from "./finding.ts";
import type {
  Access,
  Audit,
  Field,
  Index,
  Masked,
  Origin,
  Query,
  ReferentialAction,
  Retention,
} from "./model.ts";

/** A piece of text and where it stands. */
export interface Text {
  readonly text: string;
  readonly at: Span;
}

/** A piece of a text; the whole text where quotes or line breaks hide the piece. */
export function pieceOf({ text, at }: Text, start: number, end: number): Span {
  const inner = [at.start, at.start + 1].find((from) => at.source.text.startsWith(text, from));
  if (inner === undefined) return at;
  return { source: at.source, start: inner + start, end: inner + Math.max(end, start + 1) };
}

export interface FieldMember {
  readonly kind: "field";
  readonly name: string;
  readonly field: Field;
  readonly primaryKey: boolean;
  /** The field's expressions and where they stand. */
  readonly check?: Text | undefined;
  readonly generated?: Text | undefined;
  readonly origins: readonly Origin[];
}

/** A relation as written: its columns are known once the target's key is. */
export interface RelationMember {
  readonly kind: "relation";
  readonly name: string;
  readonly target: Text;
  readonly many: boolean;
  readonly nullable: boolean;
  readonly unique: boolean;
  readonly columns?: readonly Text[] | undefined;
  readonly onDelete?: ReferentialAction | undefined;
  readonly onUpdate?: ReferentialAction | undefined;
  readonly doc?: string | undefined;
  readonly deprecated?: string | undefined;
  readonly flag?: string | undefined;
  readonly was?: string | undefined;
  readonly mixin?: string | undefined;
  readonly origins: readonly Origin[];
}

export type Member = FieldMember | RelationMember;

/** An SQL expression as written, before relation names in it are replaced by their columns. */
export interface NamedText extends Text {
  readonly name: string;
  readonly origins: readonly Origin[];
}

export type IndexPart = Omit<Index, "on" | "include" | "where"> & {
  readonly on: readonly Text[];
  readonly include: readonly Text[];
  readonly where?: Text | undefined;
};

export type QueryPart = Omit<Query, "where" | "order" | "match" | "contains"> & {
  readonly contains?: readonly Text[] | undefined;
  readonly where: readonly Text[];
  readonly order: readonly Text[];
  readonly match: readonly Text[];
};

export type AccessPart = Omit<Access, "when" | "through" | "members" | "fields"> & {
  readonly when?: Text | undefined;
  readonly through?: Text | undefined;
  readonly members?: Text | undefined;
  readonly fields?: readonly Text[] | undefined;
};

/**
 * An entity or a mixin as its file writes it: mixins not yet included, names not yet looked up. Maps are by name,
 * in the order of the file.
 */
export interface Part {
  readonly name: string;
  readonly includes: readonly Text[];
  readonly members: ReadonlyMap<string, Member>;
  readonly checks: ReadonlyMap<string, NamedText>;
  readonly indexes: readonly IndexPart[];
  readonly queries: ReadonlyMap<string, QueryPart>;
  readonly access: readonly AccessPart[];
  readonly audit?: Audit | undefined;
  readonly doc?: string | undefined;
  readonly origins: readonly Origin[];
}

/** What entities have and mixins do not. */
export interface EntityPart extends Part {
  readonly table?: Text | undefined;
  readonly area?: string | undefined;
  readonly deprecated?: string | undefined;
  readonly flag?: string | undefined;
  readonly was?: string | undefined;
  readonly key?: readonly Text[] | undefined;
  readonly appendOnly?: true | undefined;
  readonly retention?: (Omit<Retention, "by"> & { readonly by: Text }) | undefined;
  readonly masked?: (Omit<Masked, "when"> & { readonly when?: Text | undefined }) | undefined;
  readonly harden: Readonly<Record<string, boolean>>;
  /** The two entities that it links, made from a `<>` relation. */
  readonly links?: readonly [string, string] | undefined;
}

/** Two parts as one: what `over` names replaces what `base` has of that name, in its place. */
export function layer<P extends Part>(base: P, over: Part): P {
  return {
    ...base,
    members: new Map([...base.members, ...over.members]),
    checks: new Map([...base.checks, ...over.checks]),
    indexes: [...base.indexes, ...over.indexes],
    queries: new Map([...base.queries, ...over.queries]),
    access: [...base.access, ...over.access],
    audit: over.audit ?? base.audit,
  };
}

/** What a module writes about an entity of the business model, laid over it. */
export function overlay(base: EntityPart, over: EntityPart): EntityPart {
  const listed = new Set(base.includes.map((mixin) => mixin.text));
  return {
    ...layer(base, over),
    includes: [...base.includes, ...over.includes.filter((mixin) => !listed.has(mixin.text))],
    doc: over.doc ?? base.doc,
    table: over.table ?? base.table,
    area: over.area ?? base.area,
    deprecated: over.deprecated ?? base.deprecated,
    flag: over.flag ?? base.flag,
    was: over.was ?? base.was,
    key: over.key ?? base.key,
    appendOnly: over.appendOnly ?? base.appendOnly,
    retention: over.retention ?? base.retention,
    masked: over.masked ?? base.masked,
    harden: { ...base.harden, ...over.harden },
    origins: [...base.origins, ...over.origins],
  };
}

/** A part with what mixins bring behind what it has itself: its own wins. */
export function append<P extends Part>(part: P, brought: Part): P {
  return {
    ...part,
    members: behind(part.members, brought.members),
    checks: behind(part.checks, brought.checks),
    indexes: [...part.indexes, ...brought.indexes],
    queries: behind(part.queries, brought.queries),
    access: [...part.access, ...brought.access],
    audit: part.audit ?? brought.audit,
  };
}

function behind<T>(first: ReadonlyMap<string, T>, rest: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...first, ...[...rest].filter(([name]) => !first.has(name))]);
}
