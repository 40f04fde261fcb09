import { AppError, exitCode } from "../model/app-error.ts";
import type { Config, Model } from "../model/model.ts";
import { type Catalog, keyOf } from "../postgres/catalog.ts";
import type { RenameQuestion } from "../postgres/plan.ts";

/** The renames that definitions state with `was:` and that have not been made yet. */
export function declaredRenames(
  model: Model,
  config: Config,
  from: Catalog,
  to: Catalog,
): readonly RenameQuestion[] {
  const has = (catalog: Catalog, table: string, column?: string) =>
    catalog.objects.has(
      keyOf(
        column === undefined
          ? { kind: "table", path: [config.schema, table] }
          : { kind: "column", path: [config.schema, table, column] },
      ),
    );
  return model.entities.flatMap(({ table, was, fields }) => {
    const before = was !== undefined && has(from, was) && !has(to, was) && !has(from, table) ? was : table;
    const columns = fields.filter(
      (field) =>
        field.was !== undefined &&
        has(from, before, field.was) &&
        !has(to, table, field.was) &&
        !has(from, before, field.name),
    );
    return [
      ...(before === table ? [] : [{ kind: "table" as const, from: before, to: table }]),
      ...columns.map((field) => ({
        kind: "column" as const,
        from: `${before}.${field.was}`,
        to: field.name,
      })),
    ];
  });
}

/** As it is written after `--rename`. */
export function renameFlag({ from, to }: RenameQuestion): string {
  return `${from}=${to}`;
}

/** A value of `--rename`: `accounts.tel=phone` for a column, `account=accounts` for a table. */
export function parseRename(text: string): RenameQuestion {
  const [, from = "", to = ""] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (from === "") throw badRename(text);
  if (!from.includes(".")) return { kind: "table", from, to };
  const table = from.slice(0, from.lastIndexOf(".") + 1);
  return { kind: "column", from, to: to.startsWith(table) ? to.slice(table.length) : to };
}

/** A rename that was asked for must be possible: something with the old name is gone, something with the new is there. */
export function refuseUselessRenames(
  asked: readonly RenameQuestion[],
  possible: readonly RenameQuestion[],
): void {
  const flags = possible.map(renameFlag);
  const useless = asked.map(renameFlag).filter((flag) => !flags.includes(flag));
  if (useless.length === 0) return;
  throw new AppError(
    useless.map((flag) => ({
      code: "prototype/useless-rename",
      severity: "error",
      message: `The definitions rename nothing like ${flag}.`,
      help: flags.length === 0 ? "Leave --rename out." : `Possible: ${flags.join(", ")}.`,
    })),
    { exit: exitCode.usage },
  );
}

/** Nobody is there to be asked. */
export function unanswered(questions: readonly RenameQuestion[]): AppError {
  const names = [...new Set(questions.map(({ from }) => from))];
  return new AppError(
    names.map((from) => {
      const same = questions.filter((question) => question.from === from);
      const flags = same.map((question) => `--rename ${renameFlag(question)}`);
      return {
        code: "prototype/rename",
        severity: "error",
        message: `Is ${from} gone, or was it renamed to ${same.map(({ to }) => to).join(" or ")}?`,
        help:
          `${flags.join(" or ")} keeps its data; --drop ${from} deletes it. ` +
          "`was:` in the definition answers for good.",
      };
    }),
  );
}

function badRename(text: string): AppError {
  return new AppError(
    {
      code: "prototype/bad-rename",
      severity: "error",
      message: `"${text}" is no rename.`,
      help: "Write --rename accounts.tel=phone for a column, --rename account=accounts for a table.",
    },
    { exit: exitCode.usage },
  );
}
