import { AppError, exitCode } from "../model/app-error.ts";
import type { Finding } from "../model/finding.ts";
import type { Config, Model } from "../model/model.ts";
import type { RenameQuestion } from "../postgres/plan.ts";
import { ident, qualified } from "../postgres/quote.ts";
import { splitName } from "../postgres/rename-in-sql.ts";

/** The renames that definitions state with `was:`. Those that were made before make no difference to a plan. */
export function declaredRenames(model: Model, config: Config): readonly RenameQuestion[] {
  const inSchema = (...names: readonly string[]) =>
    qualified(...(config.schema === "public" ? [] : [config.schema]), ...names);
  return model.entities.flatMap(({ table, was, fields }) => [
    ...(was === undefined ? [] : [{ kind: "table" as const, from: inSchema(was), to: inSchema(table) }]),
    ...fields.flatMap((field) =>
      field.was === undefined
        ? []
        : [{ kind: "column" as const, from: inSchema(table, field.was), to: inSchema(table, field.name) }],
    ),
  ]);
}

/** As it is written after `--rename`: a table's or column's new name alone, without where it stands. */
export function renameFlag(question: RenameQuestion): string {
  return `${question.from}=${newName(question)}`;
}

/** A value of `--rename`: `accounts.tel=phone` for a column, `account=accounts` for a table. */
export function parseRename(text: string, config: Pick<Config, "schema">): RenameQuestion {
  const [, from = "", to = ""] = /^((?:"(?:[^"]|"")*"|[^"=])+)=(.+)$/.exec(text) ?? [];
  const [first = "", ...more] = splitName(from);
  const inSchema = first === config.schema && more.length > 0 ? more : [first, ...more];
  if (from === "" || inSchema.length > 2) throw badRename(text);
  return { kind: inSchema.length === 1 ? "table" : "column", from, to };
}

/** A rename that was asked for, makes no difference and was never made is a mistake. */
export function uselessRename(
  rename: RenameQuestion,
  questions: readonly RenameQuestion[],
  near: readonly string[],
): Finding {
  const flags = questions.map((question) => `--rename ${renameFlag(question)}`);
  const meant = near.length === 0 ? "Leave --rename out." : `Did you mean ${near.join(" or ")}?`;
  return {
    code: "plan/useless-rename",
    severity: "error",
    message: `There is nothing to rename like ${renameFlag(rename)}.`,
    help: flags.length === 0 ? meant : `Possible: ${flags.join(", ")}.`,
  };
}

const inDefinitions = "`was:` in the definition answers for good.";

/** A command that stopped is run again as it was, so a rename that is done already is no mistake. */
export function renamedBefore(rename: RenameQuestion, near: readonly string[]): Finding {
  return {
    code: "plan/renamed-before",
    severity: "info",
    message: `${rename.from} is not there and ${newName(rename)} is: it counts as renamed already.`,
    help: near.length === 0 ? undefined : `If that is not so, did you mean ${near.join(" or ")}?`,
  };
}

/** Nobody is there to be asked. */
export function unanswered(questions: readonly RenameQuestion[], hint: string = inDefinitions): AppError {
  const names = [...new Set(questions.map(({ from }) => from))];
  return new AppError(
    names.map((from) => {
      const same = questions.filter((question) => question.from === from);
      const flags = same.map((question) => `--rename ${renameFlag(question)}`);
      return {
        code: "plan/rename",
        severity: "error",
        message: `Is ${from} gone, or was it renamed to ${same.map(newName).join(" or ")}?`,
        help: `${flags.join(" or ")} keeps its data; --drop ${from} deletes it.${hint === "" ? "" : ` ${hint}`}`,
      };
    }),
  );
}

/** The name that the table or column gets. */
export function newName({ to }: RenameQuestion): string {
  return ident(splitName(to).at(-1) ?? to);
}

function badRename(text: string): AppError {
  return new AppError(
    {
      code: "plan/bad-rename",
      severity: "error",
      message: `"${text}" is no rename.`,
      help: "Write --rename accounts.tel=phone for a column, --rename account=accounts for a table.",
    },
    { exit: exitCode.usage },
  );
}
