import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { code, href, page, prose, table } from "../../src/concept/markdown.ts";
import { oneLine, visible } from "../../src/concept/text.ts";
import { decodeXml } from "./decode-xml.ts";
import { hostileTexts } from "./hostile.ts";
import { loadMarkdown } from "./render-markdown.ts";

let render: (markdown: string) => string;

beforeAll(async () => {
  render = await loadMarkdown();
});

/** The text that a reader sees in some HTML. */
function textOf(html: string): string {
  return decodeXml(html.replace(/<[^>]*>/g, ""));
}

function tagsOf(html: string): string[] {
  return [...new Set([...html.matchAll(/<(\w+)/g)].map((match) => match[1] ?? ""))];
}

const marks = fc.string({ unit: fc.constantFrom(..."`|\\*_[]()<>&;#~$!-+=1. \nab") });
const anyText = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "binary" }), marks);

describe("in a table cell", () => {
  test("code shows exactly its text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(visible(text).trim() !== "");
        const html = render(table(["A", "B"], [[code(text), "end"]]).join("\n"));
        expect(tagsOf(html)).toEqual(["table", "thead", "tr", "th", "tbody", "td", "code"]);
        const cells = [...html.matchAll(/<td>([\s\S]*?)<\/td>/g)].map((match) => textOf(match[1] ?? ""));
        expect(cells.map((cell) => cell.trim())).toEqual([visible(text).trim(), "end"]);
      }),
    );
  });

  test("prose shows exactly its text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(oneLine(text) !== "" && !/https?:|www\.|@/i.test(text));
        const html = render(table(["A", "B"], [[prose(text), "end"]]).join("\n"));
        expect(tagsOf(html)).toEqual(["table", "thead", "tr", "th", "tbody", "td"]);
        const cells = [...html.matchAll(/<td>([\s\S]*?)<\/td>/g)].map((match) => textOf(match[1] ?? ""));
        expect(cells).toEqual([oneLine(text), "end"]);
      }),
    );
  });
});

test("prose is a paragraph and nothing else, wherever it stands", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      fc.pre(oneLine(text) !== "" && !/https?:|www\.|@/i.test(text));
      expect(tagsOf(render(`Before.\n\n${prose(text)}\n\nAfter.`))).toEqual(["p"]);
    }),
  );
});

test("a table drops columns that are empty throughout", () => {
  expect(
    table(
      ["A", "B", "C"],
      [
        ["1", "", ""],
        ["2", "", "3"],
      ],
    ),
  ).toEqual(["| A | C |", "| --- | --- |", "| 1 |  |", "| 2 | 3 |", ""]);
  expect(table(["A"], [])).toEqual([]);
});

test.for([
  { from: "index.md", to: "areas/a.md#entity-x", expected: "areas/a.md#entity-x" },
  { from: "areas/a.md", to: "areas/a.md#entity-x", expected: "#entity-x" },
  { from: "areas/a.md", to: "modules/m.md", expected: "../modules/m.md" },
])("href($from, $to)", ({ from, to, expected }) => {
  expect(href(from, to)).toBe(expected);
});

test("a page has single empty lines and one newline at its end", () => {
  expect(page(["a", "", "", "", "b", "", ""])).toBe("a\n\nb\n");
});
