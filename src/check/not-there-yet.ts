import type { Finding } from "../model/finding.ts";

/** A stage that the project has not come to is no error, and is not passed over in silence either. */
export function notThereYet(path: string, command: string): Finding {
  return {
    code: "check/not-there-yet",
    severity: "info",
    message: `${path} is not there yet, so there is nothing to hold it against.`,
    help: `\`${command}\` writes it.`,
  };
}
