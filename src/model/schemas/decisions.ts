import { z } from "zod";
import { keys, scalar, text } from "./parts.ts";

export const decisionsSchema = keys({
  decisions: z
    .array(
      keys({
        conflict: text.describe("The conflict's id, as `schema merge` names it: type account.zip."),
        choose: scalar.describe("The answer that was chosen."),
        why: text.describe("The reason."),
        by: text.optional().describe("Who decided."),
      }),
    )
    .describe("How conflicts between modules were settled."),
}).describe("Decisions on conflicts between modules.");
