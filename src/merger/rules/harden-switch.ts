import { amongThoseWhoSay, type MergeRule } from "../rule.ts";

/** A hardening rule switched on or off for an entity. */
export const hardenSwitch: MergeRule<boolean | undefined> = amongThoseWhoSay<boolean>({
  code: "harden",
  summary: "A switch that only one sets is kept; on against off needs a decision.",
  show: (on) => (on ? "on" : "off"),
  settle: () => ({
    kind: "undecided",
    question: "One wants this hardening rule, another does not.",
    options: [
      { choose: "on", means: "the rule applies", value: true },
      { choose: "off", means: "the rule does not apply", value: false },
    ],
  }),
});
