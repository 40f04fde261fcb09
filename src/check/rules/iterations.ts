import { readChain } from "../../prototype/iterations.ts";
import { iterationsFolder } from "../folders.ts";
import type { CheckRule } from "../rule.ts";

export const iterations: CheckRule = {
  code: "iterations",
  promise: "the iterations are complete and unedited",
  needs: ["definitions"],
  check: async ({ project, read, shownRoot }) => {
    const chains = project.modules.map(async ({ name }) => {
      const folder = iterationsFolder(name);
      return readChain(await read(folder), name, shownRoot + folder).findings;
    });
    return (await Promise.all(chains)).flat();
  },
};
