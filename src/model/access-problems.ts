import type { Report } from "./finding.ts";
import { suggest } from "./names.ts";
import type { AccessPart, EntityPart, Text } from "./part.ts";
import type { Scope } from "./scope.ts";

/** Reports names in an access line that lead nowhere. */
export function checkLine(
  { through, members }: AccessPart,
  part: EntityPart,
  scope: Scope,
  report: Report,
): void {
  const relations = [...part.members.values()].flatMap((member) =>
    member.kind === "relation" && !member.many ? [member.name] : [],
  );
  const unknown = (name: Text, what: string, known: readonly string[]): void => {
    const meant = suggest(name.text, known);
    report({
      code: "model/access",
      severity: "error",
      message: `An access line of ${part.name} ${what} "${name.text}".`,
      at: name.at,
      help: meant === undefined ? `There is: ${known.join(", ")}.` : `Did you mean "${meant}"?`,
    });
  };
  if (through !== undefined && !relations.includes(through.text) && !scope.isIncomplete(part.name))
    unknown(through, "goes through an unknown relation", relations);
  if (members !== undefined && !scope.parts.has(members.text) && !scope.isBroken(members.text))
    unknown(members, "asks for members of an unknown entity", [...scope.parts.keys()]);
}
