import type { Reporter, SerializedError, TestCase, TestModule } from "vitest/node";

/** Ends a run with one line for each test that was not run, and a plain count line. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    // A file that breaks outside its tests, and an error that no test caught, count as failures too.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    for (const test of tests.filter((test) => test.result().state === "skipped")) {
      process.stdout.write(`not run: ${test.fullName}${reason(test)}\n`);
    }
    process.stdout.write(`${count("passed")} passed, ${count("failed") + broken} failed\n`);
  }
}

function reason(test: TestCase): string {
  const result = test.result();
  return result.state === "skipped" && result.note !== undefined ? ` (${result.note})` : "";
}
