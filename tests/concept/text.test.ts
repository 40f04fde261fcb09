import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clip, oneLine, slugs, visible, xml } from "../../src/concept/text.ts";
import { hostileTexts } from "./hostile.ts";

describe("slugs", () => {
  test.for([
    { name: "customers", slug: "customers" },
    { name: "work_order", slug: "work_order" },
    { name: "Größe & Maß", slug: "grosse-mass" },
    { name: "../../etc/passwd", slug: "etc-passwd" },
    { name: "con", slug: "con-" },
    { name: "用户", slug: "area" },
    { name: "", slug: "area" },
  ])("$name → $slug", ({ name, slug }) => {
    expect(slugs([name], "area").get(name)).toBe(slug);
  });

  test("names that share a slug are told apart, and a name that is its own slug keeps it", () => {
    const result = slugs(["A B", "a-b", "a b", "用户", "客户"], "area");
    expect([...result.entries()].sort()).toEqual([
      ["A B", "a-b-2"],
      ["a b", "a-b-3"],
      ["a-b", "a-b"],
      ["客户", "area"],
      ["用户", "area-2"],
    ]);
  });

  test("never leave the folder, never collide, whatever the names and their order", () => {
    const names = fc.uniqueArray(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...hostileTexts)));
    fc.assert(
      fc.property(names, (list) => {
        const result = slugs(list, "x");
        expect(new Set(result.values()).size).toBe(list.length);
        for (const slug of result.values()) expect(slug).toMatch(/^[a-z0-9_][a-z0-9_-]*$/);
        expect(new Map([...slugs([...list].reverse(), "x")])).toEqual(new Map([...result]));
      }),
    );
  });
});

test.for([
  { text: "a\nb", shown: "a␊b" },
  { text: "a\u0000b", shown: "a␀b" },
  { text: "a\u202eb", shown: "a�b" },
  { text: "a\ud800b", shown: "a�b" },
  { text: "🚀 größe", shown: "🚀 größe" },
])("visible($text)", ({ text, shown }) => {
  expect(visible(text)).toBe(shown);
});

test("oneLine folds white space", () => {
  expect(oneLine("  first\n  second\tthird ")).toBe("first second third");
});

test("clip counts characters, not halves of them", () => {
  expect(clip("🚀🚀🚀", 3)).toBe("🚀🚀🚀");
  expect(clip("🚀🚀🚀🚀", 3)).toBe("🚀🚀…");
});

test("xml leaves no markup", () => {
  expect(xml(`<a b="c">&'`)).toBe("&lt;a b=&quot;c&quot;&gt;&amp;'");
});
