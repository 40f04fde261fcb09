import { checkProduction } from "../../production/check-production.ts";
import { notThereYet } from "../not-there-yet.ts";
import type { CheckRule } from "../rule.ts";

export const production: CheckRule = {
  code: "production",
  promise: "the production schema is what the definitions make",
  needs: ["definitions", "merge"],
  check: async ({ project, read, shownRoot, shadow, cacheDir }) => {
    const files = await read("production");
    if (files.size === 0) return [notThereYet(`${shownRoot}production`, "schema harden")];
    const beside = [...(await read("supabase"))].map(
      ([path, text]) => [`../supabase/${path}`, text] as const,
    );
    const engine = { shadow, cacheDir };
    const findings = await checkProduction(project, new Map([...files, ...beside]), shownRoot, engine);
    return findings.filter(({ code }) => !code.startsWith("merge/")); // the merge's own rule has those
  },
};
