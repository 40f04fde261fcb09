import { AppError, type ExitCode, exitCode } from "../../model/app-error.ts";
import { findingToJson } from "../../model/finding.ts";
import { elaborate } from "../../postgres/elaborate.ts";
import { keyCollisions } from "../../production/counting/collisions.ts";
import { type Counted, countRefused } from "../../production/counting/count.ts";
import { isRefused, renderCounts } from "../../production/counting/render.ts";
import type { HardenedProject } from "../../production/harden-project.ts";
import type { Io } from "../io.ts";
import { toJson } from "../prototype/report.ts";
import { openSession } from "../prototype/session.ts";
import { openPrototypes, type PrototypesFrom } from "./prototypes.ts";

/** Prints what of the prototypes' rows production would refuse; changes nothing. */
export async function countRows(
  { project, hardened, findings }: HardenedProject,
  { from, json }: { readonly from: PrototypesFrom; readonly json?: true },
  io: Io,
): Promise<ExitCode> {
  await using session = await openSession(project, io);
  const { shadow, cacheDir } = session.engine;
  const prototypes = await openPrototypes(from, session);
  const target = await elaborate(shadow, hardened.statements, { cacheDir });
  const destination = { target, context: hardened.context };
  const counted: Counted[] = [];
  for (const { module, open } of prototypes) {
    await using db = await open();
    const view = project.modules.find(({ name }) => name === module)?.view;
    const one = await countRefused(module, db, destination, view);
    if (one.answers.length === 0) throw nothingToCount(module, project.config.schema);
    counted.push(one);
  }
  const collisions = keyCollisions(counted);
  const answers = counted.flatMap((each) => each.answers);
  const ok = collisions.length === 0 && !answers.some(isRefused);
  if (json) {
    const leftOut = counted.map(({ module, leftOut }) => ({ module, tables: leftOut }));
    io.out(toJson({ ok, counts: answers, collisions, leftOut, findings: findings.map(findingToJson) }));
  } else io.out(renderCounts(counted, collisions));
  return ok ? exitCode.ok : exitCode.findings;
}

/** Otherwise the wrong database would look as if all were well. */
function nothingToCount(module: string, schema: string): AppError {
  return new AppError({
    code: "production/nothing-to-count",
    severity: "error",
    message: `The prototype of ${module} has none of production's tables in its schema ${schema}.`,
    help: "Look whether --from names the right database; what is in other schemas is not counted.",
  });
}
