import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Project } from "../src/model/model.ts";
import { readProject, readProjectFromFiles } from "../src/model/read-project.ts";
import { type Hardened, harden } from "../src/production/harden.ts";
import { hardenProject } from "../src/production/harden-project.ts";
import { proofs } from "../src/production/proofs/index.ts";
import { rules } from "../src/production/rules/index.ts";
import { caseFiles } from "../tests/production/case-files.ts";
import { brokenCases } from "../tests/production/proofs/cases.ts";

const examples = ["crm", "pdf-workflow", "supabase-documents"] as const;

/** `docs/rules-and-proofs.md`: what each rule makes of the examples, which proofs show it, and how often tests break it. */
export async function rulesAndProofsPage(root: string): Promise<string> {
  const hardened = await Promise.all(
    examples.map(
      async (name) => hardenProject(sound(await readProject(join(root, "examples", name)))).hardened,
    ),
  );
  const [crm] = hardened;
  const cases = brokenCases.map((name) => hardenedCase(join(root, "tests/production/proofs/cases", name)));
  const broken = [...(crm === undefined ? [] : [crm]), ...(await Promise.all(cases))];
  const mutations = new Map(proofs.map(({ code }) => [code, broken.map((one) => mutationsOn(one, code))]));
  const table = [
    ["rule", ...examples, "proofs", "mutations"],
    ["---", ...examples.map(() => "---:"), "---", "---:"],
    ...rules.map(({ code }) => {
      const showing = proofs.filter((proof) => proof.rules.includes(code));
      const made = hardened.map(({ additions, completions }) =>
        [...additions, ...completions].filter(({ rule }) => rule === code),
      );
      const tried = showing.flatMap((proof) => mutations.get(proof.code) ?? []);
      const total = tried.reduce((sum, count) => sum + count, 0);
      return [
        code,
        ...made.map(({ length }) => (length === 0 ? "" : String(length))),
        showing.map((proof) => proof.code).join(", "),
        showing.length === 0 ? "" : total === 0 ? "a test of its own" : String(total),
      ];
    }),
  ];
  return `# Rules and proofs

What each hardening rule made of the examples (columns, constraints, indexes, triggers, policies, grants and what else it adds), which
proofs show that it holds, and in how many ways these proofs are tested: each mutation is a schema broken on purpose, of the CRM
and of ${brokenCases.length} cases in \`tests/production/proofs/cases/\`, on which the proof must fail. A proof of several rules counts for each of them.
\`membership\` and \`inherited-access\` write access lines out, which \`row-level-security\` then makes policies of.
What was demonstrated on an example stands in its \`production/proofs.json\`. A rule without a proof has its golden case in \`tests/production/rules/\` alone.

${table.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;
}

function mutationsOn({ context }: Hardened, code: string): number {
  const proof = proofs.find((one) => one.code === code);
  const concerned = context.model.entities.some((entity) => proof?.concerns(entity, context));
  return concerned ? (proof?.mutations(context).length ?? 0) : 0;
}

async function hardenedCase(path: string): Promise<Hardened> {
  const files = caseFiles(await readFile(path, "utf8"));
  const { business, config } = sound(readProjectFromFiles("/case", files));
  return harden(business, config);
}

function sound({ project }: { readonly project?: Project | undefined }): Project {
  if (project === undefined) throw new Error("An example or case cannot be read.");
  return project;
}
