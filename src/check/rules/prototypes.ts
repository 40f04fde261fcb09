import { readChain } from "../../prototype/iterations.ts";
import { checkPrototype } from "../../prototype/state.ts";
import { iterationsFolder } from "../folders.ts";
import type { CheckRule } from "../rule.ts";

export const prototypes: CheckRule = {
  code: "prototypes",
  promise: "the iterations record everything that the modules define",
  needs: ["definitions", "iterations"],
  check: async ({ project, read, shownRoot, shadow, cacheDir }) => {
    const findings = [];
    for (const module of project.modules) {
      const folder = iterationsFolder(module.name);
      const chain = readChain(await read(folder), module.name, shownRoot + folder);
      findings.push(...(await checkPrototype(module, project.config, chain, { shadow, cacheDir })));
    }
    return findings;
  },
};
