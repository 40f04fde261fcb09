import type { Mask } from "../../model/model.ts";
import { amongThoseWhoSay, type MergeRule, settled } from "../rule.ts";

export const mask: MergeRule<Mask | undefined> = amongThoseWhoSay<Mask>({
  code: "mask",
  summary: "Where modules name different masks, masked views show nothing of a field.",
  show: (what) => what,
  settle: () => settled("nothing", "together they would show what each of them hides"),
});
