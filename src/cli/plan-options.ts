import { type Command, Option } from "commander";
import { parseAllow } from "../prototype/consent.ts";

/** The options of every command that plans: what people know of a change and the tool cannot, and what they consent to. */
export function addPlanOptions(command: Command): Command {
  return command
    .option(
      "--rename <from=to>",
      "a column (table.from=to) or table got another name; may be repeated",
      collect,
    )
    .option(
      "--drop <name>",
      "a column (table.column) or table is gone, not renamed; may be repeated",
      collect,
    )
    .addOption(
      new Option(
        "--allow <hazards>",
        "consent to hazards of the plan, like deletes-data,rewrites-table",
      ).argParser(parseAllow),
    );
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
