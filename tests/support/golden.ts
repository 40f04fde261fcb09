import { dirname, resolve } from "node:path";
import { beforeEach, chai, expect, type TestContext } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** Golden files that the test compared with. */
    golden?: string[];
  }
}

// Notes the golden files of every test; the reporter fails on those that no test compares with.
let task: TestContext["task"] | undefined;
beforeEach((context) => {
  task = context.task;
});

chai.use((_, { overwriteMethod }) => {
  overwriteMethod(
    chai.Assertion.prototype,
    "toMatchFileSnapshot",
    (original: (...args: unknown[]) => unknown) => {
      return function (this: object, path: string, ...rest: unknown[]) {
        const folder = dirname(expect.getState().testPath ?? "");
        if (task !== undefined) task.meta.golden = [...(task.meta.golden ?? []), resolve(folder, path)];
        return Reflect.apply(original, this, [path, ...rest]);
      };
    },
  );
});
