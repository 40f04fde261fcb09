import { performance } from "node:perf_hooks";
import { mergeModules } from "../../src/merger/merge.ts";
import type { Model } from "../../src/model/model.ts";
import { makeModules } from "./modules.ts";

// Merges 100 modules that all speak of the same 1,000 entities, and a half and a quarter of them: the time is to grow in line.
const [modules, entities] = [100, 1000];
const goal = 3;
/** Twice the modules or entities may take a little more than twice the time: the collector has more to walk over. */
const growthGoal = 2.5;
const rounds = 3;
const nothing: Model = { entities: [], sql: [] };

interface Time {
  readonly wall: number;
  readonly cpu: number;
}

/** The best of some rounds, by processor time: what other programs take of the machine is not the merger's. */
function measure(moduleCount: number, entityCount: number): Time {
  const all = makeModules(moduleCount, entityCount);
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    const start = performance.now();
    const { conflicts } = mergeModules(nothing, all, []);
    const { user, system } = process.cpuUsage(before);
    if (conflicts.length > 0) throw new Error(`${conflicts[0]?.id} is open.`);
    return { wall: (performance.now() - start) / 1000, cpu: (user + system) / 1e6 };
  });
  const [best] = times.sort((a, b) => a.cpu - b.cpu);
  if (best === undefined) throw new Error("Nothing was measured.");
  process.stdout.write(
    `${moduleCount} modules, ${entityCount} entities: ${best.wall.toFixed(2)} s (${best.cpu.toFixed(2)} s CPU)\n`,
  );
  return best;
}

const missed: string[] = [];
function judge(title: string, value: number, limit: number): void {
  const isMissed = !(value <= limit);
  if (isMissed) missed.push(title);
  process.stdout.write(
    `  ${title}: ${value.toFixed(2)} (goal: at most ${limit}${isMissed ? "; missed" : ""})\n`,
  );
}

measure(modules / 10, entities / 10); // warms up
const halfModules = measure(modules / 2, entities);
const halfEntities = measure(modules, entities / 2);
const all = measure(modules, entities);
judge("processor seconds", all.cpu, goal);
judge("growth with twice the modules", all.cpu / halfModules.cpu, growthGoal);
judge("growth with twice the entities", all.cpu / halfEntities.cpu, growthGoal);
process.exitCode = missed.length === 0 ? 0 : 1;
