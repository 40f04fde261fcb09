import type { Encrypted } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, optionPerSide } from "../rule.ts";

export const encrypted: MergeRule<Encrypted | undefined> = amongThoseWhoSay<Encrypted>(
  {
    code: "encrypted",
    summary: "What one module wants encrypted is encrypted for all; different keys need a decision.",
    same: (a, b) => a.key === b.key,
    show: ({ key }) => key,
    settle: (sides) => ({
      kind: "undecided",
      question: "A field is encrypted with one key, and each names another.",
      options: optionPerSide(sides, ({ value }) => ({
        choose: value.key,
        means: `encrypted with the key ${value.key}`,
      })),
    }),
  },
  { because: "what one module may not store in plain, nobody may" },
);
