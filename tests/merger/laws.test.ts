import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeModules } from "../../src/merger/merge.ts";
import { joinTypes, sameType } from "../../src/merger/types.ts";
import type { ColumnType, Decision, Field, Model, Module } from "../../src/model/model.ts";
import { business, entity, field, model, module, nothing, origin } from "./model-builder.ts";

/** Merging is commutative, associative and idempotent, up to decisions: what is open or decided stays what it is. */
const runs = { numRuns: 200 };

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

/** A field that conflicts with no other of its name. */
const peacefulField = fc.record({
  type: strings,
  nullable: fc.boolean(),
  doc: optional(fc.constantFrom("short", "a longer text", "the longest of texts")),
  pii: optional(fc.constantFrom("personal", "health", "secret" as const)),
  check: optional(fc.constant("f <> ''")),
  default: optional(fc.constant("'x'")),
  examples: optional(fc.subarray(["a", "b", "c"], { minLength: 1 })),
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
  was: optional(fc.constantFrom("x", "y")),
});

function moduleWith(
  fields: fc.Arbitrary<Partial<Field>>,
  names: readonly string[],
): fc.Arbitrary<(name: string) => Model> {
  const entityFields = fc.dictionary(fc.constantFrom(...names), fields, { maxKeys: names.length });
  return fc.dictionary(fc.constantFrom("account", "invoice"), entityFields).map(
    (entities) => (owner: string) =>
      model(
        ...Object.entries(entities).map(([name, said]) =>
          entity(owner, name, {
            fields: Object.entries(said).map(([own, properties], index) =>
              field(owner, own, { ...withoutUndefined(properties), origins: [origin(owner, index)] }),
            ),
          }),
        ),
      ),
  );
}

const anyModule = moduleWith(anyField, ["phone", "telephone", "zip", "kind"]);
const peacefulModule = moduleWith(peacefulField, ["phone", "zip", "kind"]);

function withoutUndefined<T extends object>(properties: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function named(views: readonly ((name: string) => Model)[]): readonly Module[] {
  return views.map((view, index) => module(`module ${index}`, view(`module ${index}`)));
}

/** The columns of a table have no order that matters; fields of modules alone stand in the order of the modules. */
function sorted({ entities }: Model): unknown {
  return entities.map((one) => ({
    ...one,
    fields: one.fields.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
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
          expect(result.findings).toEqual([]);
          expect(result.conflicts.map(({ id }) => id)).not.toContain(conflict.id);
        }
        expect(result.resolved).toHaveLength(decisions.length);
      },
    ),
    runs,
  );
});
