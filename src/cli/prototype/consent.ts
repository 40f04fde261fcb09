import type { Hazard } from "../../postgres/plan.ts";
import { refused, withoutConsent } from "../../prototype/consent.ts";
import type { Io } from "../io.ts";

/** Goes on only when every hazard that needs consent has it: from `--allow`, or from the person who is asked. */
export async function consent(hazards: readonly Hazard[], allowed: readonly string[], io: Io): Promise<void> {
  const open = withoutConsent(hazards, allowed);
  if (open.length === 0) return;
  const question = [...open.map(({ message }) => message), "Go on?"].join("\n");
  if (!io.interactive || !(await io.ask.confirm(question))) throw refused(open);
}
