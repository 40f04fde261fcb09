import type { Config, Module } from "../../model/model.ts";
import type { Catalog } from "../../postgres/catalog.ts";
import { planMigration } from "../../postgres/migrate.ts";
import type { Plan, RenameQuestion } from "../../postgres/plan.ts";
import { declaredRenames, parseRename, refuseUselessRenames, unanswered } from "../../prototype/renames.ts";
import type { Io } from "../io.ts";

interface Context {
  readonly module: Pick<Module, "view">;
  readonly config: Config;
  /** Answers from flags. */
  readonly options: { readonly rename?: readonly string[]; readonly drop?: readonly string[] };
  readonly io: Io;
}

/**
 * The plan from one catalog to the other. What may be a rename is settled by `was:` in the definitions, by flags, or by
 * the person who is asked; never by guessing.
 */
export async function planWithRenames(
  from: Catalog,
  to: Catalog,
  { module, config, options, io }: Context,
): Promise<Plan> {
  const dropped = new Set(options.drop);
  const declared = declaredRenames(module.view, config, from, to);
  const asked = (options.rename ?? []).map(parseRename);
  refuseUselessRenames(asked, [...declared, ...planMigration(from, to, { renames: declared }).questions]);
  for (let renames = [...declared, ...asked]; ; ) {
    const plan = planMigration(from, to, { renames });
    const open = plan.questions.filter((question) => !dropped.has(question.from));
    const [first] = open;
    if (first === undefined) return plan;
    if (!io.interactive) throw unanswered(open);
    const answer = await askRename(
      first.from,
      open.filter((question) => question.from === first.from),
      io,
    );
    if (answer === undefined) dropped.add(first.from);
    else renames = [...renames, answer];
  }
}

async function askRename(
  from: string,
  questions: readonly RenameQuestion[],
  io: Io,
): Promise<RenameQuestion | undefined> {
  return await io.ask.select<RenameQuestion | undefined>(`What became of ${from}?`, [
    ...questions.map((question) => ({ name: `renamed to ${question.to}, data stays`, value: question })),
    { name: "gone, with its data", value: undefined },
  ]);
}
