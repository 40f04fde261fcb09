import fc from "fast-check";
import { expect, test } from "vitest";
import { columnNames, columnSql, replaceNames, tokenize } from "../../src/model/sql-words.ts";

test("nothing is lost when SQL is cut into pieces", () => {
  const piece = fc.constantFrom(
    "'",
    '"',
    "$$",
    "$a$",
    "/*",
    "*/",
    "--",
    "\n",
    "E'",
    "\\",
    "a",
    "ü",
    "1",
    ".",
    "(",
    " ",
  );
  const sql = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(piece).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(sql, (text) => {
      expect(
        tokenize(text)
          .map((token) => token.text)
          .join(""),
      ).toBe(text);
      expect(replaceNames(text, () => undefined)).toBe(text);
    }),
  );
});

test.for([
  ["owner = 1", ["owner"]],
  ["OWNER = 1", ["owner"]],
  [`"Owner" = 1 and "a ""b"""`, ["Owner", 'a "b"']],
  ["a = 'owner' and b = E'\\'owner' and c = $$owner$$ and d = $x$ owner $$ $x$", ["a", "b", "c", "d"]],
  ["a /* owner /* nested owner */ owner */ = b -- owner\n+ c", ["a", "b", "c"]],
  ["lower(a) = count (b)", ["a", "b"]],
  ["t.a = a.b and s.t.c = d", ["d"]],
  ["a::text = b::my_type", ["a", "b"]],
  ["a is not null or not b and c in (1, 2) and d between e and f", ["a", "b", "c", "d", "e", "f"]],
  ["case when a then b else c end", ["a", "b", "c"]],
  ["date '2026-01-01' < a and interval '1 day' > b", ["a", "b"]],
  ["extract(year from a) = 1", ["a"]],
  ["a collate my_collation", ["a"]],
  ["cast(a as my_type)", ["a"]],
  ["a in (select b from c where d = a)", ["a"]],
  ["exists (with x as (select 1) select y) and a", ["a"]],
  ["(a = 1) and (select b) = (c)", ["a", "c"]],
  ["größe > 0", ["größe"]],
] as const)("%s speaks of %s", ([sql, names]) => {
  const spoken = columnNames(sql).filter(({ keyword }) => !keyword);
  expect(spoken.map(({ name }) => name)).toEqual(names);
});

test.for([
  ["id", "id"],
  ["user", '"user"'],
  ["select", '"select"'],
  ["Id", '"Id"'],
  ['a "b"', '"a ""b"""'],
  ["größe", '"größe"'],
] as const)("the column %s is written %s", ([name, sql]) => {
  expect(columnSql(name)).toBe(sql);
});
