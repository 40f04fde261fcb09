import { conceptFiles, conceptFolder, isMermaidPicture } from "../../concept/concept-files.ts";
import { notThereYet } from "../not-there-yet.ts";
import type { CheckRule } from "../rule.ts";
import { staleFiles } from "../stale-files.ts";

const command = "schema concept";

export const documents: CheckRule = {
  code: "documents",
  promise: "the documents say what the definitions say",
  needs: ["definitions"],
  check: async ({ project, read, shownRoot }) => {
    const actual = await read(conceptFolder);
    if (actual.size === 0) return [notThereYet(shownRoot + conceptFolder, command)];
    return staleFiles(await conceptFiles(project), actual, {
      code: "check/stale-document",
      folder: shownRoot + conceptFolder,
      optional: isMermaidPicture,
      command,
    });
  },
};
