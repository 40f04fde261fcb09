import type { Field } from "../../model/model.ts";
import { type MergeRule, settled } from "../rule.ts";

type Identity = Field["identity"];

/** @see https://www.postgresql.org/docs/current/ddl-identity-columns.html */
export const identity: MergeRule<Identity> = {
  code: "identity",
  summary:
    "`by default` serves those who write the number and those who do not; `always` against a written number needs a decision.",
  show: (kind) => kind ?? "written",
  settle(sides) {
    const kinds = sides.map(({ value }) => value);
    if (kinds.includes("by default")) {
      return settled<Identity>("by default", "it also takes the numbers that modules write themselves");
    }
    return {
      kind: "undecided",
      question: "`always` refuses the numbers that another module writes itself.",
      options: [
        {
          choose: "always",
          means: "PostgreSQL numbers the rows, and refuses other numbers",
          value: "always",
        },
        {
          choose: "by default",
          means: "PostgreSQL numbers rows that come without a number",
          value: "by default",
        },
        { choose: "written", means: "whoever writes a row brings the number", value: undefined },
      ],
    };
  },
};
