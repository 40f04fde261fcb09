import { expect, test } from "vitest";
import { type Finding, findingToJson, position, renderFinding, type Span } from "../../src/model/finding.ts";

function span(text: string, start: number, end = start + 1): Span {
  return { source: { path: "a.yaml", text }, start, end };
}

test.for([
  ["abc", 0, 1, 1],
  ["abc", 3, 1, 4],
  ["a\nb", 1, 1, 2],
  ["a\nb", 2, 2, 1],
  ["a\r\nb\r\n", 3, 2, 1],
  ["\n\n\n", 3, 4, 1],
] as const)("in %j offset %i is line %i, column %i", ([text, start, line, column]) => {
  expect(position(span(text, start))).toEqual({ line, column });
});

test("a finding is shown with its line and the piece underlined", () => {
  const finding: Finding = {
    code: "a/b",
    severity: "warning",
    message: "Wrong.",
    at: span("one\n\ttwo three\r\nfour", 5, 8),
    help: "Right.",
  };
  expect(renderFinding(finding)).toBe(
    [
      "warning[a/b]: Wrong.",
      "  --> a.yaml:2:2",
      "     2 |  two three",
      "       |  ^^^",
      "  help: Right.",
    ].join("\n"),
  );
  expect(findingToJson(finding)).toEqual({
    code: "a/b",
    severity: "warning",
    message: "Wrong.",
    help: "Right.",
    file: "a.yaml",
    line: 2,
    column: 2,
  });
});
