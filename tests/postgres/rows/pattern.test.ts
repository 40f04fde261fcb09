import { describe, expect, test } from "vitest";
import { samplesOfLike, samplesOfRegex } from "../../../src/postgres/rows/pattern.ts";

describe("texts that a regular expression accepts", () => {
  test.for([
    "^[A-Z]{2}[0-9]+$",
    "^[^@ ]+@[^@ ]+\\.[a-z]{2,}$",
    "^\\+?[0-9]{7,15}$",
    "^(draft|final)-\\d{3}$",
    "^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "^#[0-9a-fA-F]{6}$",
    "^[A-Z]\\w*$",
    "^a?b*c+d{0,2}$",
    "^[-_.]x$",
    "^[]a]$",
    "^(a|b(c|d)){2}$",
    "^.{3}$",
    "^\\s\\.$",
  ])("%s", (pattern) => {
    const samples = samplesOfRegex(pattern, 10);
    // In JavaScript, unlike in PostgreSQL, a bracket expression may be empty.
    const same = new RegExp(pattern.replaceAll("[]", "[\\]"));
    expect(samples.length).toBeGreaterThan(0);
    expect(samples.filter((sample) => !same.test(sample))).toEqual([]);
    expect(new Set(samples).size).toBe(samples.length);
  });

  test("with classes by name", () => {
    expect(samplesOfRegex("^[[:upper:]][[:digit:]_]$", 3)).toEqual(["A0", "B0", "C0"]);
  });

  test.for(["^(?!a)b$", "^(a)\\1$", "^(a", "a)", "^[a", "^\\D$"])(
    "none for %s, which is not read",
    (pattern) => {
      expect(samplesOfRegex(pattern, 10)).toEqual([]);
    },
  );
});

describe("texts that a LIKE pattern accepts", () => {
  test.for([
    ["%_@_%", ["a@a", "bb@bb", "c@c"]],
    ["AC____", ["ACaaaa", "ACbbbb", "ACcccc"]],
    ["100\\%", ["100%"]],
  ] as const)("%s", ([pattern, samples]) => {
    expect(samplesOfLike(pattern, 3)).toEqual(samples);
  });
});
