import { amongThoseWhoSay, type MergeRule, settled } from "../rule.ts";

const because = "one module relies on rows that never change";

/** There is one way to say it, so those who do agree. */
export const appendOnly: MergeRule<true | undefined> = amongThoseWhoSay<true>(
  {
    code: "append-only",
    summary: "Where one module relies on rows that never change, they never change.",
    show: (value) => String(value),
    settle: () => settled(true, because),
  },
  { because },
);
