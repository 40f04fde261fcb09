import { conceptFiles, conceptFolder, isMermaidPicture } from "../../concept/concept-files.ts";
import type { CheckRule } from "../rule.ts";
import { staleFiles } from "../stale-files.ts";

export const documents: CheckRule = {
  code: "documents",
  promise: "the documents say what the definitions say",
  needs: ["definitions"],
  check: async (context) =>
    staleFiles(context, {
      code: "check/stale-document",
      folder: conceptFolder,
      expected: await conceptFiles(context.project),
      optional: isMermaidPicture,
      command: "schema concept",
    }),
};
