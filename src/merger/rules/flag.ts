import { type MergeRule, optionPerSide, settled } from "../rule.ts";

/** Present only where a flag is on. */
export const flag: MergeRule<string | undefined> = {
  code: "flag",
  summary: "What one needs always is there always; two different flags need a decision.",
  show: (name) => name ?? "always",
  settle: (sides) =>
    sides.some(({ value }) => value === undefined)
      ? settled(undefined, "one module needs it always")
      : {
          kind: "undecided",
          question: "It is there only where a flag is on, and each names another flag.",
          options: [
            ...optionPerSide(sides, ({ value }) => ({
              choose: value ?? "",
              means: "there where this flag is on",
            })),
            { choose: "always", means: "there whatever the flags say", value: undefined },
          ],
        },
};
