import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes a minute or more. */
const slowest = [
  "production/proofs/mutations.test.ts",
  "examples/lives.test.ts",
  "production/proofs/supabase.test.ts",
  "production/proofs/postgres.test.ts",
  "production/proofs/crm.test.ts",
  "cli/prototype.test.ts",
  "cli/apply.test.ts",
  "cli/prototype-kill.test.ts",
  "cli/diff.test.ts",
  "postgres/cases.test.ts",
];

/**
 * Starts the slowest files first, so that at the end no worker waits long for another. Vitest itself knows of no durations
 * where no earlier run has left them, and then takes large files for slow ones.
 */
export default class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = slowest.findIndex((file) => moduleId.endsWith(`/tests/${file}`));
      return at === -1 ? slowest.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
