import { readdirSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import type { Reporter, SerializedError, TestCase, TestModule, Vitest } from "vitest/node";

/** Ends a run with one line for each test that was not run, and a plain count line. */
export default class CountReporter implements Reporter {
  #root = "";

  onInit({ config }: Vitest): void {
    this.#root = config.root;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const orphans = orphanGoldenFiles(join(this.#root, "tests"), modules, tests);
    for (const path of orphans) say(`No test compares with the golden file ${path}: remove it.`);
    for (const test of tests.filter((test) => test.result().state === "skipped")) {
      say(`not run: ${test.fullName}${reason(test)}`);
    }
    // A file or a group that breaks outside its tests, and an error that no test caught, count as failures too.
    const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
    const broken = groups.filter((group) => group.errors().length > 0).length + errors.length;
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const failed = count("failed") + broken + orphans.length;
    say(`${count("passed")} passed, ${failed} failed`);
    if (failed > 0) process.exitCode = 1;
  }
}

/** Files beside golden files, of the same kind, that nobody compares with. Only a whole run can tell. */
function orphanGoldenFiles(
  folder: string,
  modules: readonly TestModule[],
  tests: readonly TestCase[],
): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path));
  const ran = new Set(modules.map(({ moduleId }) => moduleId));
  if (files.some((path) => path.endsWith(".test.ts") && !ran.has(path))) return [];
  const golden = new Set(tests.flatMap((test) => test.meta().golden ?? []));
  const kindOf = (path: string) => `${dirname(path)} ${extname(path)}`;
  const kinds = new Set([...golden].map(kindOf));
  return files.filter((path) => kinds.has(kindOf(path)) && !golden.has(path));
}

function reason(test: TestCase): string {
  const result = test.result();
  return result.state === "skipped" && result.note !== undefined ? ` (${result.note})` : "";
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
