import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeModules } from "../../src/merger/merge.ts";
import { joinTypes, sameType } from "../../src/merger/types.ts";
import type {
  Access,
  Audit,
  Check,
  ColumnType,
  Decision,
  Entity,
  Field,
  Index,
  Model,
  Module,
  Query,
  Relation,
} from "../../src/model/model.ts";
import { business, entity, field, model, module, nothing, origin } from "./model-builder.ts";

/** Merging is commutative, associative and idempotent, up to decisions: what is open or decided stays what it is. */
const runs = { numRuns: 100 };

const types: fc.Arbitrary<ColumnType> = fc
  .tuple(
    fc.constantFrom(
      ["smallint"],
      ["integer"],
      ["bigint"],
      ["varchar", "50"],
      ["varchar", "255"],
      ["varchar"],
      ["text"],
      ["numeric", "10", "2"],
      ["numeric", "6", "4"],
      ["numeric", "900", "0"],
      ["numeric", "900", "900"],
      ["numeric"],
      ["timestamptz", "3"],
      ["timestamptz"],
      ["timestamp", "6"],
      ["timestamp"],
      ["real"],
      ["double precision"],
      ["date"],
      ["citext"],
      ["char", "2"],
    ),
    fc.constantFrom(0, 0, 0, 1),
  )
  .map(([[name = "", ...parameters], dimensions]) => ({ name, parameters, dimensions }));

/** Types that always merge, so that a whole model merges without a decision. */
const strings = fc.constantFrom("20", "50", "255").map(
  (length): ColumnType => ({
    name: "varchar",
    parameters: [length],
    dimensions: 0,
  }),
);

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const shapeType: ColumnType = { name: "text", parameters: [], dimensions: 0 };

/** A field that conflicts with no other of its name. */
const peacefulField = fc.record({
  type: strings,
  nullable: fc.boolean(),
  doc: optional(fc.constantFrom("short", "a longer text", "the longest of texts")),
  pii: optional(fc.constantFrom("personal", "health", "secret" as const)),
  check: optional(fc.constant("f <> ''")),
  default: optional(fc.constant("'x'")),
  examples: optional(fc.subarray(["a", "b", "c"], { minLength: 1 })),
  deprecated: optional(fc.constantFrom("soon", "in a year")),
  values: fc.constantFrom(["a"], ["b", "a"], ["c", "d"]),
  shape: optional(
    fc
      .subarray(["color", "size", "weight"])
      .map((keys) =>
        Object.fromEntries(keys.map((key) => [key, { type: shapeType, optional: key === "size" }])),
      ),
  ),
});

/** And one that may. */
const anyField = fc.record({
  type: types,
  nullable: fc.boolean(),
  unique: fc.boolean(),
  values: optional(fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 })),
  default: optional(fc.constantFrom("'a'", "'b'", "now()")),
  check: optional(fc.constantFrom("f > 0", "f > 1")),
  doc: optional(fc.constantFrom("short", "a longer text")),
  flag: optional(fc.constantFrom("new", "old")),
  identity: optional(fc.constantFrom("always", "by default" as const)),
  was: optional(fc.constantFrom("x", "y", "zip", "phone")),
  enumType: optional(fc.constantFrom("mood", "state")),
  generated: optional(fc.constantFrom("zip || kind", "kind")),
  collation: optional(fc.constantFrom("C", "de_DE")),
  deprecated: optional(fc.constantFrom("soon", "in a year")),
  pii: optional(fc.constantFrom("personal", "health" as const)),
});

/** What an entity says besides its fields: without conflict with another of its name. */
const peacefulRest: fc.Arbitrary<Rest> = fc.record({
  relations: fc.subarray(["owner", "parent"]),
  relation: fc.record({
    onDelete: optional(fc.constant("cascade" as const)),
    doc: optional(fc.constantFrom("whose", "whose it is")),
    nullable: fc.boolean(),
  }),
  checks: fc.subarray([
    { name: "zip_set", expression: "zip <> ''" },
    { name: "zip_given", expression: "zip  <>  ''" },
    { name: "kind_set", expression: "kind <> ''" },
  ]),
  indexes: fc.subarray([
    { on: ["zip"], unique: false, name: "by_zip" },
    { on: ["zip"], unique: false },
    { on: ["zip"], unique: true, name: "one_zip" },
    { on: ["zip"], unique: true, name: "zip_once" },
    { on: ["zip"], unique: true },
    { on: ["kind", "zip desc"], unique: false, where: "zip is null" },
    { on: ["kind", "zip desc"], unique: false, where: "zip  is  null" },
  ]),
  queries: fc.subarray([{ name: "by_kind", where: ["kind"], order: [], match: [], budget: 5 }]),
  access: fc.subarray([
    { allow: ["select"], to: ["clerk"], when: "kind = 'a'" },
    { allow: ["update"], to: ["clerk"], when: "kind  =  'a'" },
    { allow: ["select", "delete"], to: ["boss", "clerk"] },
    { allow: ["insert"], to: ["clerk", "boss"] },
  ] as const),
  audit: optional(fc.constantFrom<Audit[]>("all", "none", { reads: true }, { by: "statement", reads: true })),
  retention: optional(fc.constant({ keep: "7 years", by: "kind" })),
  harden: fc.constantFrom({}, { "soft-delete": true }),
  doc: optional(fc.constantFrom("short", "a longer text")),
  was: optional(fc.constant("old")),
});
type Rest = Omit<Partial<Entity>, "relations" | "checks" | "indexes" | "queries" | "access"> & {
  readonly relations: readonly string[];
  /** What each of them says. */
  readonly relation: Partial<Relation>;
  readonly checks: readonly Omit<Check, "origins">[];
  readonly indexes: readonly (Pick<Index, "on" | "unique"> & Partial<Index>)[];
  readonly queries: readonly Omit<Query, "origins">[];
  readonly access: readonly Omit<Access, "origins">[];
};

/** And with them. */
const anyRest: fc.Arbitrary<Rest> = fc
  .tuple(
    peacefulRest,
    fc.record({
      relation: fc.record({
        target: fc.constantFrom("account", "invoice"),
        columns: fc.constantFrom(["owner_id"], ["owner_no"]),
        unique: fc.boolean(),
        nullable: fc.boolean(),
        onDelete: optional(fc.constantFrom("cascade", "restrict" as const)),
      }),
      checks: fc.subarray([
        { name: "zip_set", expression: "zip is not null" },
        { name: "kind_set", expression: "kind > zip" },
        { name: "low", expression: "kind < 5" },
        { name: "high", expression: "kind > 7" },
      ]),
      indexes: fc.subarray([
        { on: ["kind"], unique: false, name: "by_zip" },
        { on: ["zip"], unique: false, name: "by_zip" },
      ]),
      queries: fc.subarray([{ name: "by_kind", where: ["zip"], order: [], match: [], budget: 3 }]),
      key: fc.constantFrom(["id"], ["zip"], ["kind", "zip"]),
      table: fc.constantFrom("things", "others"),
      retention: optional(fc.constantFrom({ keep: "7 years", by: "kind" }, { keep: "1 year", by: "kind" })),
      harden: fc.constantFrom({}, { "soft-delete": true }, { "soft-delete": false }),
      was: optional(fc.constantFrom("old", "older")),
      flag: optional(fc.constantFrom("new", "old")),
    }),
  )
  .map(([calm, wild]) => ({ ...calm, ...wild }));
function entityWith(owner: string, name: string, said: Readonly<Record<string, Partial<Field>>>, rest: Rest) {
  const { relations, relation, checks, indexes, queries, access, ...whole } = rest;
  const at = { origins: [origin(owner, 500)] };
  const related = relations.map((called) => ({
    name: called,
    target: "account",
    columns: [`${called}_id`],
    references: ["id"],
    unique: false,
    nullable: false,
    ...withoutUndefined(relation),
    ...at,
  }));
  const fields = Object.entries(said).map(([own, properties], index) =>
    field(owner, own, { ...withoutUndefined(properties), origins: [origin(owner, index)] }),
  );
  const columns = related.flatMap((one) =>
    one.columns.map((column) =>
      field(owner, column, { relation: one.name, nullable: one.nullable, origins: [origin(owner, 600)] }),
    ),
  );
  return entity(owner, name, {
    ...withoutUndefined(whole),
    fields: [...fields, ...columns],
    relations: related,
    checks: checks.map((one) => ({ ...one, ...at })),
    indexes: indexes.map((one) => ({ method: "btree", include: [], ...one, ...at })),
    queries: queries.map((one) => ({ ...one, ...at })),
    access: access.map((one) => ({ ...one, ...at })),
  });
}

function moduleWith(
  fields: fc.Arbitrary<Partial<Field>>,
  rest: fc.Arbitrary<Rest>,
  names: readonly string[],
): fc.Arbitrary<(name: string) => Model> {
  const entityFields = fc.dictionary(fc.constantFrom(...names), fields, { maxKeys: names.length });
  return fc
    .dictionary(fc.constantFrom("account", "invoice"), fc.tuple(entityFields, rest))
    .map(
      (entities) => (owner: string) =>
        model(...Object.entries(entities).map(([name, [said, more]]) => entityWith(owner, name, said, more))),
    );
}

const anyModule = moduleWith(anyField, anyRest, ["phone", "telephone", "zip", "kind"]);
const peacefulModule = moduleWith(peacefulField, peacefulRest, ["phone", "zip", "kind"]);

function withoutUndefined<T extends object>(properties: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function named(views: readonly ((name: string) => Model)[]): readonly Module[] {
  return views.map((view, index) => module(`module ${index}`, view(`module ${index}`)));
}

/** What has no order that matters: the parts of an entity stand in the order of the modules. */
function sorted({ entities }: Model): unknown {
  const text = (part: object) =>
    JSON.stringify(part, (key, value) => (key === "origins" ? undefined : value));
  const inOrder = <T extends object>(parts: readonly T[]) =>
    parts.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
  return entities.map((one) => ({
    ...one,
    fields: inOrder(one.fields),
    relations: inOrder(one.relations),
    checks: inOrder(one.checks),
    indexes: inOrder(one.indexes),
    queries: inOrder(one.queries),
    access: inOrder(one.access),
  }));
}

test("types: the order in which types are joined does not matter", () => {
  fc.assert(
    fc.property(types, types, types, (a, b, c) => {
      const ab = joinTypes(a, b);
      const bc = joinTypes(b, c);
      expect(joinTypes(b, a)).toEqual(ab);
      expect(joinTypes(a, a)).toEqual(a);
      if (ab !== undefined && bc !== undefined) expect(joinTypes(ab, c)).toEqual(joinTypes(a, bc));
      if (ab !== undefined) expect(sameType(joinTypes(ab, a) ?? b, ab)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("commutative: the order of the modules changes nothing, conflicts included", () => {
  fc.assert(
    fc.property(
      anyModule,
      fc.array(anyModule, { maxLength: 4 }),
      fc.infiniteStream(fc.nat()),
      (own, views, keys) => {
        const modules = named(views);
        const shuffled = modules
          .map((one) => ({ one, at: keys.next().value }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(mergeModules(own(business), shuffled, [])).toEqual(mergeModules(own(business), modules, []));
      },
    ),
    runs,
  );
});

test("associative: modules merged in groups first make the same whole", () => {
  fc.assert(
    fc.property(optional(peacefulModule), peacefulModule, peacefulModule, peacefulModule, (own, ...views) => {
      const base = own?.(business) ?? nothing;
      const [a, b, c] = named(views) as [Module, Module, Module];
      const together = mergeModules(base, [a, b, c], []);
      expect(together.conflicts).toEqual([]);
      for (const [pair, rest] of [
        [[a, b], c],
        [[b, c], a],
        [[a, c], b],
      ] as const) {
        const grouped = module(
          pair.map(({ name }) => name).join(" and "),
          mergeModules(nothing, pair, []).model,
        );
        expect(sorted(mergeModules(base, [grouped, rest], []).model)).toEqual(sorted(together.model));
      }
    }),
    runs,
  );
});

test("idempotent: saying the same again changes nothing, conflicts included", () => {
  fc.assert(
    fc.property(anyModule, fc.array(anyModule, { maxLength: 3 }), (own, views) => {
      const modules = named(views);
      const once = mergeModules(own(business), modules, []);
      expect(mergeModules(own(business), [...modules, ...structuredClone(modules)], [])).toEqual(once);
    }),
    runs,
  );
});

test("idempotent: the merged whole, merged with its modules again, is itself", () => {
  fc.assert(
    fc.property(fc.array(peacefulModule, { maxLength: 3 }), (views) => {
      const modules = named(views);
      const whole = mergeModules(nothing, modules, []).model;
      expect(mergeModules(nothing, [module("a whole", whole), ...modules], []).model).toEqual(whole);
    }),
    runs,
  );
});

test("every conflict is settled by each of its choices, and by nothing else", () => {
  fc.assert(
    fc.property(
      anyModule,
      fc.array(anyModule, { minLength: 1, maxLength: 3 }),
      fc.nat(),
      (own, views, pick) => {
        const modules = named(views);
        const at = origin("decisions").at;
        const decisions: Decision[] = [];
        let result = mergeModules(own(business), modules, decisions);
        for (let round = 0; result.conflicts.length > 0; round++) {
          expect(round).toBeLessThan(100);
          const [conflict] = result.conflicts;
          if (conflict === undefined) break;
          const { choose } = conflict.choices[pick % conflict.choices.length] ?? { choose: "" };
          decisions.push({ conflict: conflict.id, choose, why: "test", at });
          result = mergeModules(own(business), modules, decisions);
          expect(result.findings.filter(({ code }) => code !== "merge/shared-table")).toEqual([]);
          expect(result.conflicts.map(({ id }) => id)).not.toContain(conflict.id);
        }
        expect(result.resolved).toHaveLength(decisions.length);
      },
    ),
    runs,
  );
});
