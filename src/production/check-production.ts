import { posix } from "node:path";
import { type Finding, hasErrors } from "../model/finding.ts";
import type { Project } from "../model/model.ts";
import { sameCatalog } from "../postgres/catalog-differences.ts";
import { type ChangedDefinitions, changedDefinitions, listed } from "../prototype/changed-definitions.ts";
import { readChain } from "../prototype/iterations.ts";
import type { Engine } from "../prototype/state.ts";
import { openDelivery } from "./delivery.ts";
import { productionFiles, proofsFile } from "./files.ts";
import { hardenProject } from "./harden-project.ts";
import { proofSubject, readProofRecord } from "./proof-record.ts";

/**
 * What `schema check` wants to know: production is what the definitions make, in its schema, its report and its
 * migrations. `files` are those of the folder `production`, by path relative to it; none means that the project is not
 * that far yet.
 */
export async function checkProduction(
  project: Project,
  files: ReadonlyMap<string, string>,
  shownRoot: string,
  engine: Engine,
): Promise<readonly Finding[]> {
  if (files.size === 0) return [];
  const hardened = hardenProject(project);
  const chain = readMigrations(files, `${shownRoot}production/migrations`);
  const findings = [...hardened.findings, ...chain.findings];
  if (hasErrors(findings)) return findings;
  const {
    from,
    target,
    prelude,
    findings: policies,
  } = await openDelivery(hardened.hardened, chain.iterations, engine);
  const record = readProofRecord(files.get(proofsFile));
  const current = record && { ...record, of: proofSubject(hardened.hardened) };
  const state = { target, migrations: chain.iterations, record: current };
  const stale = [...productionFiles(hardened, state, shownRoot)].filter(
    ([path, text]) => files.get(path) !== text,
  );
  return [
    ...findings,
    ...policies,
    ...stale.map(([path]) => staleFile(`${shownRoot}${posix.join("production", path)}`)),
    ...(sameCatalog(from, target) && prelude.length === 0
      ? []
      : [noMigration(changedDefinitions(from, target, hardened.hardened.context.model))]),
  ];
}

/** The recorded migrations among the files of the folder `production`. */
export function readMigrations(files: ReadonlyMap<string, string>, shownAs: string) {
  const folder = "migrations/";
  const inFolder = [...files].filter(([path]) => path.startsWith(folder));
  return readChain(
    new Map(inFolder.map(([path, text]) => [path.slice(folder.length), text])),
    "production",
    shownAs,
  );
}

function staleFile(path: string): Finding {
  return {
    code: "production/stale",
    severity: "error",
    message: `${path} is not what the definitions make.`,
    help: "Run `schema harden` and commit what it writes.",
  };
}

function noMigration({ names, at }: ChangedDefinitions): Finding {
  const what = names.length === 0 ? "settings of the whole database" : listed(names);
  return {
    code: "production/no-migration",
    severity: "error",
    message: `The definitions have changes that no production migration brings: ${what}.`,
    at,
    help: "Run `schema harden` and commit what it writes.",
  };
}
