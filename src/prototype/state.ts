import { AppError } from "../model/app-error.ts";
import type { Finding } from "../model/finding.ts";
import type { Config, Module } from "../model/model.ts";
import type { Catalog } from "../postgres/catalog.ts";
import { sameCatalog } from "../postgres/catalog-differences.ts";
import { elaborate } from "../postgres/elaborate.ts";
import { withoutNotNullNames } from "../postgres/not-null-names.ts";
import type { Shadow } from "../postgres/shadow.ts";
import { changedDefinitions, listed } from "./changed-definitions.ts";
import { type Chain, folderName, type Iteration } from "./iterations.ts";
import { prototypeTables } from "./tables.ts";

/** Where catalogs come from. */
export interface Engine {
  readonly shadow: Shadow;
  /** Keeps catalogs, so that what was elaborated once needs no PostgreSQL again. */
  readonly cacheDir?: string | undefined;
}

/** The catalog that the iterations make, one after the other, of an empty database. */
export async function replay(iterations: readonly Iteration[], engine: Engine): Promise<Catalog> {
  try {
    const statements = iterations.map(({ up }) => up);
    return withoutNotNullNames(await elaborate(engine.shadow, statements, { cacheDir: engine.cacheDir }));
  } catch (error) {
    throw error instanceof AppError ? namingIteration(error, iterations) : error;
  }
}

/** The catalog that the definitions of a module ask for. */
export async function elaborateDefinitions(module: Module, config: Config, engine: Engine): Promise<Catalog> {
  const statements = prototypeTables(module.view, config);
  return withoutNotNullNames(await elaborate(engine.shadow, statements, { cacheDir: engine.cacheDir }));
}

/** What `schema check` wants to know of a prototype: its iterations are whole, and record all that is defined. */
export async function checkPrototype(
  module: Module,
  config: Config,
  chain: Chain,
  engine: Engine,
): Promise<readonly Finding[]> {
  if (chain.findings.length > 0) return chain.findings;
  const recorded = await replay(chain.iterations, engine);
  const defined = await elaborateDefinitions(module, config, engine);
  return sameCatalog(recorded, defined) ? [] : [notRecorded(module, recorded, defined)];
}

function notRecorded(module: Module, recorded: Catalog, defined: Catalog): Finding {
  const { names, at } = changedDefinitions(recorded, defined, module.view);
  return {
    code: "prototype/not-recorded",
    severity: "error",
    message: `The definitions of module ${module.name} have changes that no iteration records: ${listed(names)}.`,
    at: at ?? module.at,
    help: `Record them: schema prototype ${module.name} --name <what-changes>`,
  };
}

function namingIteration(error: AppError, iterations: readonly Iteration[]): AppError {
  const findings = error.findings.map((finding) => {
    const failed = iterations.find(({ up }) => up === finding.at?.source.text);
    if (failed === undefined) return finding;
    return { ...finding, message: `Iteration ${folderName(failed)} cannot be replayed. ${finding.message}` };
  });
  return new AppError(findings, { exit: error.exit, cause: error });
}
