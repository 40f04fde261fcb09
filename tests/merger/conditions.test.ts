import { expect, test } from "vitest";
import { allowedValues, exclude } from "../../src/merger/conditions.ts";

test.for<[string, string, string]>([
  ["n > 7", "n < 5", "apart"],
  ["n >= 5", "n <= 5", "one value"],
  ["n > 5", "n <= 5", "nothing at the end"],
  ["n between 1 and 5", "(n > (5)::numeric)", "casts and parentheses"],
  ["n = -3", "n >= 0", "a number below zero"],
  ['"n" > 7 and other > 0', "N < 5 and n > 2", "parts joined by and"],
  ["kind in ('a', 'b')", "kind = 'c'", "texts"],
  ["kind = 'it''s'", "kind in ('its')", "a quoted quote"],
  ["kind = 'A'", "kind = 'a'", "capitals"],
])("%s and %s: %s", ([a, b, title]) => {
  expect(isApart(a, b)).toBe(title !== "one value");
  expect(isApart(b, a)).toBe(title !== "one value");
});

/** What is not understood contradicts nothing. */
test.for<[string, string]>([
  ["n > 7 or n is null", "n < 5"],
  ["not n > 7", "n > 8"],
  ["n > 7", "m < 5"],
  ["abs(n) > 7", "n < 5"],
  ["n > 7", "n < m"],
  ["n > 7", "n = '5'"],
  ["(n > 7 or m > 0)", "n < 5"],
  ["kind like 'a%'", "kind = 'b'"],
  ["n + 1 > 7", "n < 5"],
  ["", "n < 5"],
])("%s and %s may both hold, as far as can be told", ([a, b]) => {
  expect(isApart(a, b)).toBe(false);
});

function isApart(a: string, b: string): boolean {
  const other = allowedValues(b);
  return [...allowedValues(a)].some(([column, allowed]) => {
    const found = other.get(column);
    return found !== undefined && exclude(allowed, found);
  });
}
