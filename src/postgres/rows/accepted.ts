import { ident, identList, literal } from "../quote.ts";
import type { Attempt } from "./ask.ts";

/** A value in the spelling of its type's input function. */
export type Value = string | null;

/** Which of these combinations of values satisfy all the conditions? */
export interface Question {
  /** The table that the conditions speak of. */
  readonly table: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Columns computed from those. */
  readonly generated: readonly { readonly name: string; readonly expression: string }[];
  /** SQL boolean expressions; as in a CHECK, null counts as satisfied. */
  readonly conditions: readonly string[];
  readonly combinations: readonly (readonly Value[])[];
}

/** Asks PostgreSQL: the combinations that each question's conditions accept, and of which the types accept the values. */
export async function accepted(
  attempt: Attempt,
  questions: readonly Question[],
): Promise<readonly (readonly (readonly Value[])[])[]> {
  const together = await attempt(questions.map((question) => statement(question, question.combinations)));
  const verdicts = together.map(({ answer }) => answer);
  // Where one combination is an error (a cast, a division), each is asked for itself.
  const unclear = questions.filter((_, i) => verdicts[i] === null);
  const single = await attempt(
    unclear.flatMap((question) => question.combinations.map((one) => statement(question, [one]))),
  );
  let at = 0;
  return questions.map((question, i) => {
    const verdict = verdicts[i] ?? question.combinations.map(() => single[at++]?.answer ?? "f").join("");
    return question.combinations.filter((_, n) => verdict.charAt(n) === "t");
  });
}

function statement(question: Question, combinations: readonly (readonly Value[])[]): string {
  const { columns, generated, conditions } = question;
  const rows = combinations.map(
    (values, n) => `(${[n, ...columns.map(({ type }, i) => typed(values[i] ?? null, type))].join(", ")})`,
  );
  const names = ["n of candidate", ...columns.map(({ name }) => name)].map(ident).join(", ");
  const computed = generated.map(({ name, expression }) => `, (${expression}) as ${ident(name)}`).join("");
  // Counting the values makes PostgreSQL read them all: a domain refuses only what is read.
  const read = `num_nonnulls(${identList(columns.map(({ name }) => name))}) >= 0`;
  const verdict = [read, ...conditions.map((condition) => `((${condition}) is not false)`)].join(" and ");
  return `select string_agg(case when ${verdict} then 't' else 'f' end, '' order by "n of candidate")
from (select *${computed} from (values ${rows.join(", ")}) as given(${names})) as ${ident(question.table)}`;
}

/** `'2025-01-01'::date` */
export function typed(value: Value, type: string): string {
  return `${literal(value)}::${type}`;
}
