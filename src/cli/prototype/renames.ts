import { AppError, exitCode } from "../../model/app-error.ts";
import { type Finding, hasErrors } from "../../model/finding.ts";
import type { Config, Module } from "../../model/model.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import { dropAnswers, nearNames } from "../../postgres/drop-answers.ts";
import { planMigration } from "../../postgres/migrate.ts";
import type { Plan, PlanOptions, RenameQuestion } from "../../postgres/plan.ts";
import { wasRenamed } from "../../postgres/renames.ts";
import {
  declaredRenames,
  newName,
  parseRename,
  renamedBefore,
  renameFlag,
  unanswered,
  uselessRename,
} from "../../prototype/renames.ts";
import type { Io } from "../io.ts";

interface Context {
  readonly module: Pick<Module, "view">;
  readonly config: Config;
  /** Answers from flags. */
  readonly options: { readonly rename?: readonly string[]; readonly drop?: readonly string[] };
  readonly settings?: PlanOptions;
  readonly io: Io;
}

/**
 * The plan from one catalog to the other. What may be a rename is settled by `was:` in the definitions, by flags, or by
 * the person who is asked; never by guessing.
 */
export async function planWithRenames(
  from: Catalog,
  to: Catalog,
  { module, config, options, settings, io }: Context,
): Promise<Plan> {
  const declared = declaredRenames(module.view, config);
  const asked = (options.rename ?? []).map((text) => parseRename(text, config));
  return await settleRenames(from, to, { declared, asked, dropped: options.drop, settings, io });
}

interface Answers {
  /** Known beforehand; those that were made before make no difference. */
  readonly declared: readonly RenameQuestion[];
  /** From flags; each must make a difference, or have made it before. */
  readonly asked: readonly RenameQuestion[];
  readonly dropped: readonly string[] | undefined;
  /** Where else a question can be answered. */
  readonly hint?: string;
  readonly settings?: PlanOptions | undefined;
  readonly io: Io;
}

/** The plan from one catalog to the other, when all that may be a rename is answered. */
export async function settleRenames(
  from: Catalog,
  to: Catalog,
  { declared, asked, dropped: gone = [], hint, settings, io }: Answers,
): Promise<Plan> {
  const dropped = new Set<string>();
  refuseUseless(from, to, declared, asked);
  for (let renames = [...declared, ...asked]; ; ) {
    const plan = planMigration(from, to, { ...settings, renames });
    const drops = dropAnswers(gone, from, to, renames);
    if (hasErrors(drops.findings)) throw new AppError(drops.findings, { exit: exitCode.usage });
    const open = plan.questions.filter(
      (question) => !dropped.has(question.from) && !drops.names.has(question.from),
    );
    const [first] = open;
    const said = [...doneBefore(from, to, asked), ...drops.findings];
    if (first === undefined) return { ...plan, findings: [...said, ...plan.findings] };
    if (!io.interactive) throw new AppError([...said, ...unanswered(open, hint).findings]);
    const answer = await askRename(
      first.from,
      open.filter((question) => question.from === first.from),
      io,
    );
    if (answer === undefined) dropped.add(first.from);
    else renames = [...renames, answer];
  }
}

/** Each rename that was asked for must make a difference, or have made it: a command that stopped is run again as it was. */
function refuseUseless(
  from: Catalog,
  to: Catalog,
  declared: readonly RenameQuestion[],
  asked: readonly RenameQuestion[],
): void {
  const sqlOf = (renames: readonly RenameQuestion[]) =>
    planMigration(from, to, { renames })
      .statements.map(({ sql }) => sql)
      .join();
  const useless = asked.filter((rename) => {
    if (isDone(from, to, rename, asked)) return false;
    const others = [...declared, ...asked].filter((other) => renameFlag(other) !== renameFlag(rename));
    return sqlOf(others) === sqlOf([...others, rename]);
  });
  if (useless.length === 0) return;
  const { questions } = planMigration(from, to, { renames: declared });
  throw new AppError(
    useless.map((rename) => uselessRename(rename, questions, nearNames(rename.from, from))),
    { exit: exitCode.usage },
  );
}

function isDone(
  from: Catalog,
  to: Catalog,
  rename: RenameQuestion,
  asked: readonly RenameQuestion[],
): boolean {
  return [from, to].every((catalog) => wasRenamed(catalog, rename, asked));
}

/** What looks like a rename that was made before may also be a name that is written wrong. */
function doneBefore(from: Catalog, to: Catalog, asked: readonly RenameQuestion[]): readonly Finding[] {
  return asked
    .filter((rename) => isDone(from, to, rename, asked))
    .map((rename) => renamedBefore(rename, nearNames(rename.from, from)));
}

async function askRename(
  from: string,
  questions: readonly RenameQuestion[],
  io: Io,
): Promise<RenameQuestion | undefined> {
  return await io.ask.select<RenameQuestion | undefined>(`What became of ${from}?`, [
    ...questions.map((question) => ({
      name: `renamed to ${newName(question)}, data stays`,
      value: question,
    })),
    { name: "gone, with its data", value: undefined },
  ]);
}
