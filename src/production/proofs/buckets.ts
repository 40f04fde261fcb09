import type { Bucket } from "../../model/model.ts";
import { ident, literal } from "../../postgres/quote.ts";
import { type Actor, platformOf } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import type { Stage } from "../proving/stage.ts";
import { type Outcome, tryAs } from "../proving/try.ts";
import type { HardeningContext } from "../rule.ts";
import { policyName } from "../rules/buckets.ts";

const owner = "00000000-0000-4000-8000-000000000001";
const another = "00000000-0000-4000-8000-000000000002";
/** A bucket that no definition knows. */
const elsewhere = "a bucket of nobody";

const people: readonly { readonly name: string; readonly actor: Actor }[] = [
  { name: "its owner", actor: { role: "authenticated", user: owner } },
  { name: "another user", actor: { role: "authenticated", user: another } },
  { name: "anonymous", actor: { role: "anonymous" } },
];

/** Files are rows of `storage.objects`; the platform's service asks as the one who is signed in. */
export const buckets: Proof = {
  code: "buckets",
  promise: "People reach files in the folder that is named by their id, as the bucket allows, and no others.",
  rules: ["buckets"],
  concerns: (_, context) => declared(context).length > 0,
  async run(stage) {
    const { db, context } = stage;
    await db.execute(
      `INSERT INTO storage.buckets (id, name) VALUES (${literal(elsewhere)}, ${literal(elsewhere)})`,
    );
    for (const bucket of [...declared(context).map(({ name }) => name), elsewhere])
      await db.execute(insert(bucket, owner, "there.txt"));
    const results: ProofResult[] = [];
    for (const person of people) {
      for (const bucket of declared(context)) results.push(...(await reach(stage, bucket, person)));
      results.push(...(await changeAll(stage, person)));
    }
    results.push(await moveAll(stage));
    return results;
  },
  mutations: (context) => declared(context).flatMap(mutationsOf),
};

function declared({ config, isOn }: HardeningContext): readonly Bucket[] {
  return isOn("buckets") && platformOf(config).storage ? (config.buckets ?? []) : [];
}

type Person = (typeof people)[number];

/** Everyone reads and stores, in the declared bucket and elsewhere. */
async function reach(stage: Stage, bucket: Bucket, { name, actor }: Person): Promise<readonly ProofResult[]> {
  const tries = [bucket.name, elsewhere].flatMap((place) => [
    { place, command: "select" as const, statement: select(place) },
    { place, command: "insert" as const, statement: insert(place, owner, "new.txt") },
  ]);
  const outcomes = await tryAs(stage, actor, tries);
  return tries.map(({ place, command }, i) => {
    const wanted = actor.user === owner && place === bucket.name && bucket.allow.includes(command);
    return result(
      `${place === elsewhere ? `another bucket than ${bucket.name}` : place}: ${command} of a file of its owner by ${name}`,
      outcomes[i],
      wanted ? 1 : 0,
    );
  });
}

/** Statements that name no file are held by the policies of their own command alone. */
const changes = {
  update: "UPDATE storage.objects SET version = 'next'",
  delete: "DELETE FROM storage.objects",
} as const;

async function changeAll(stage: Stage, { name, actor }: Person): Promise<readonly ProofResult[]> {
  const tried = ["update", "delete"] as const;
  const outcomes = await tryAs(
    stage,
    actor,
    tried.map((command) => ({ statement: changes[command] })),
  );
  return tried.map((command, i) => {
    const allowed = declared(stage.context).filter(({ allow }) => allow.includes(command));
    const wanted = actor.user === owner ? allowed.length : 0;
    return result(`all files: ${command} by ${name}`, outcomes[i], wanted);
  });
}

/** A file of one's own does not become somebody else's. */
async function moveAll(stage: Stage): Promise<ProofResult> {
  const statement = `UPDATE storage.objects SET name = ${literal(`${another}/`)} || gen_random_uuid()`;
  const [outcome] = await tryAs(stage, people[0]?.actor, [{ statement }]);
  return result("all files: move into another user's folder by their owner", outcome, 0);
}

function result(subject: string, outcome: Outcome | undefined, wanted: number): ProofResult {
  const { rows = 0, message = null } = outcome ?? {};
  return { proof: buckets.code, subject, held: rows === wanted, seen: message ?? `${rows} files` };
}

function select(bucket: string): string {
  return `SELECT FROM storage.objects WHERE bucket_id = ${literal(bucket)}`;
}

function insert(bucket: string, user: string, file: string): string {
  return `INSERT INTO storage.objects (bucket_id, name) VALUES (${literal(bucket)}, ${literal(`${user}/${file}`)})`;
}

function mutationsOf(bucket: Bucket): readonly Mutation[] {
  return bucket.allow.flatMap((command) => {
    const policy = `POLICY ${ident(policyName(bucket, command))} ON storage.objects`;
    const clause = command === "insert" ? "WITH CHECK" : "USING";
    return [
      { breaks: `${bucket.name}: nobody may ${command}`, sql: `DROP ${policy}` },
      {
        breaks: `${bucket.name}: everyone may ${command}`,
        sql: `ALTER ${policy} TO PUBLIC ${clause} (TRUE)`,
      },
      {
        breaks: `${bucket.name}: ${command} holds for every bucket`,
        sql: `ALTER ${policy} ${clause} ((storage.foldername(name))[1] = auth.uid()::text)`,
      },
      ...(command === "update"
        ? [{ breaks: `${bucket.name}: files may be moved`, sql: `ALTER ${policy} WITH CHECK (TRUE)` }]
        : []),
    ];
  });
}
