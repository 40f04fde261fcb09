import { firstOf } from "../lists.ts";
import { compareText } from "../origins.ts";
import { amongThoseWhoSay, type MergeRule, type Side, settled } from "../rule.ts";

const words = "The business model's words, else the longest text";

/** Text for people: descriptions. */
export const doc: MergeRule<string | undefined> = amongThoseWhoSay(text("doc", `${words}.`));

/** And what a deprecation says: those who go on using the thing learn of it. */
export const deprecated: MergeRule<string | undefined> = amongThoseWhoSay(
  text("deprecated", `Deprecated for one is deprecated for all, and reported. ${words}.`),
  { because: "deprecated for one, so for all" },
);

function text(code: string, summary: string): MergeRule<string> {
  return {
    code,
    summary,
    show: (said) => said,
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
