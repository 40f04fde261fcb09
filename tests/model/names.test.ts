import fc from "fast-check";
import { expect, test } from "vitest";
import { maxNameBytes, nameProblem, pluralize, shortenName, suggest } from "../../src/model/names.ts";

test.for([
  ["account", "accounts"],
  ["territory", "territories"],
  ["work_order", "work_orders"],
  ["WorkOrder", "WorkOrders"],
  ["day", "days"],
  ["person", "people"],
  ["contact_person", "contact_people"],
  ["Child", "Children"],
  ["status", "statuses"],
  ["address", "addresses"],
  ["box", "boxes"],
  ["branch", "branches"],
  ["bus", "buses"],
  ["alias", "aliases"],
  ["analysis", "analyses"],
  ["index", "indexes"],
  ["hero", "heroes"],
  ["photo", "photos"],
  ["radio", "radios"],
  ["quiz", "quizzes"],
  ["woman", "women"],
  ["human", "humans"],
  ["shelf", "shelves"],
  ["settings", "settings"],
  ["news", "news"],
  ["order_equipment", "order_equipment"],
  ["UserID", "UserIDs"],
  ["größe", "größes"],
  ["面積", "面積"],
  ["line2", "line2"],
  ["", ""],
] as const)("the plural of %s is %s", ([singular, plural]) => {
  expect(pluralize(singular)).toBe(plural);
});

test.for([
  ["feilds", "fields"],
  ["Integr", "integer"],
  ["uid", "uuid"],
  ["acocunt", "account"],
  ["planet", undefined],
  ["x", undefined],
] as const)("%s suggests %s", ([word, meant]) => {
  expect(suggest(word, ["fields", "integer", "uuid", "account"])).toBe(meant);
});

test.for([
  ["a".repeat(63), true],
  ["a".repeat(64), false],
  ["ü".repeat(31), true],
  ["ü".repeat(32), false],
  ["", false],
  ["two\nlines", false],
  ['with "quotes" and spaces', true],
] as const)("%s is a good name: %s", ([name, good]) => {
  expect(nameProblem(name) === undefined).toBe(good);
});

test("a shortened name is a good name, the same each time, and another for another name", () => {
  const long = fc.string({ unit: "grapheme", minLength: 64, maxLength: 200 });
  fc.assert(
    fc.property(long, long, (one, other) => {
      expect(Buffer.byteLength(shortenName(one))).toBeLessThanOrEqual(maxNameBytes);
      expect(shortenName(one) === shortenName(other)).toBe(one === other);
    }),
  );
  expect(shortenName("short")).toBe("short");
});
