import type { Finding } from "../../model/finding.ts";
import { readChain } from "../../prototype/iterations.ts";
import { checkPrototype } from "../../prototype/state.ts";
import { iterationsFolder } from "../folders.ts";
import { notThereYet } from "../not-there-yet.ts";
import type { CheckRule } from "../rule.ts";

export const prototypes: CheckRule = {
  code: "prototypes",
  promise: "the iterations record everything that the modules define",
  needs: ["definitions", "iterations"],
  check: async ({ project, read, shownRoot, shadow, cacheDir }) => {
    const findings: Finding[] = [];
    for (const module of project.modules) {
      const folder = iterationsFolder(module.name);
      const shown = shownRoot + folder;
      const chain = readChain(await read(folder), module.name, shown);
      if (chain.iterations.length === 0) {
        findings.push(notThereYet(shown, `schema prototype ${module.name}`));
        continue;
      }
      findings.push(...(await checkPrototype(module, project.config, chain, { shadow, cacheDir })));
    }
    return findings;
  },
};
