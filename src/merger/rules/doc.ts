import { firstOf } from "../lists.ts";
import { compareText } from "../origins.ts";
import { amongThoseWhoSay, type MergeRule, type Side, settled } from "../rule.ts";

/** Text for people: descriptions, and what a deprecation says. */
export const doc: MergeRule<string | undefined> = amongThoseWhoSay(text("doc"));
export const deprecated: MergeRule<string | undefined> = amongThoseWhoSay(text("deprecated"));

function text(code: string): MergeRule<string> {
  return {
    code,
    summary: "The business model's words, else the longest text.",
    show: (words) => words,
    settle(sides) {
      const own = sides.find(({ business }) => business);
      return own === undefined
        ? settled(longest(sides), "the longest text says most")
        : settled(own.value, "the business model's words");
    },
  };
}

function longest(sides: readonly Side<string>[]): string {
  const texts = sides.map(({ value }) => value);
  return firstOf(texts.sort((a, b) => b.length - a.length || compareText(a, b)));
}
