import type { Entity, Mask } from "../../model/model.ts";
import { ident, identList } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { enclosed } from "../expression.ts";
import { maskOf } from "../masks.ts";
import { tableOf } from "../names.ts";
import { type Actor, platformOf } from "../platform.ts";
import type { Mutation, Proof, ProofResult } from "../proof.ts";
import { mutationOf } from "../proving/mutations.ts";
import { makeProver, promisedBy } from "../proving/promised.ts";
import { keyText, type TextRow } from "../proving/rows.ts";
import type { Stage } from "../proving/stage.ts";
import { askAs } from "../proving/try.ts";
import { insufficientPrivilege } from "../proving/verdict.ts";
import type { HardeningContext } from "../rule.ts";
import { maskedLine, maskedPolicy, maskedRows, maskedSelect, maskedView } from "../rules/masking.ts";
import { actorEntity, deletesSoftly, systemFields } from "../system-fields.ts";

/**
 * Rows are told apart by their keys; where those are masked too, by how many there are. What a condition of theirs gets to
 * see of rows that are left out is tried with a function that costs less than anything else, so that PostgreSQL would
 * run it first, and remembers what it was asked.
 */
export const masking: Proof = {
  code: "masking",
  promise: "A masked view shows whom it is for their rows and no plain personal value, and others nothing.",
  rules: ["masking"],
  concerns: (entity, context) => entity.masked !== undefined && context.isOn("masking", entity),
  async run(stage) {
    await makeProver(stage);
    await stage.db.execute(`${overhear}\nGRANT EXECUTE ON FUNCTION pg_temp.overhear(text)
TO ${identList(databaseRoles(stage.context))}`);
    const results: ProofResult[] = [];
    for (const entity of stage.entities) results.push(...(await runOn(stage, entity)));
    return results;
  },
  mutations: (context) =>
    context.model.entities
      .filter((entity) => masking.concerns(entity, context))
      .flatMap((entity) => mutationsOf(entity, context)),
};

const overheard = "schema_proof.overheard";
const overhear = `
CREATE FUNCTION pg_temp.overhear(seen text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$
BEGIN
  PERFORM set_config('${overheard}', (COALESCE(NULLIF(current_setting('${overheard}', TRUE), ''), '[]')::jsonb || to_jsonb(seen))::text, TRUE);
  RETURN TRUE;
END $$;`;

async function runOn(stage: Stage, entity: Entity): Promise<readonly ProofResult[]> {
  const line = maskedLine(entity);
  if (line === undefined) return [];
  const access = { ...entity, access: [line] };
  const actors = actorsFor(stage, entity);
  const promised = await promisedBy(
    stage,
    access,
    actors.map(({ actor }) => actor),
  );
  const existing = stage.rows.get(entity.name)?.existing ?? [];
  const softly = deletesSoftly(entity, stage.context);
  const live = existing.filter((row) => !softly || row.get(systemFields.deletedAt) == null);
  const results: ProofResult[] = [];
  for (const { name, actor } of actors) {
    const allowed = live.filter((row) => promised.allows("select", actor, row));
    results.push(await seenBy(stage, entity, name, actor, allowed));
  }
  return results;
}

/** Each role that is named, someone signed in without one, and who is not signed in. */
function actorsFor(
  stage: Stage,
  { masked }: Entity,
): readonly { readonly name: string; readonly actor: Actor }[] {
  const people = actorEntity(stage.context.model);
  const [key = ""] = people?.key ?? [];
  const user =
    stage.rows.get(people?.name ?? "")?.existing[0]?.get(key) ?? "00000000-0000-4000-8000-000000000001";
  const someone: Actor = { role: "authenticated", user };
  const named = (masked?.to ?? []).map((to) =>
    ["authenticated", "anonymous", "service"].includes(to)
      ? { name: to, actor: { role: to, user } }
      : { name: to, actor: { ...someone, roles: [to] } },
  );
  return [
    ...named,
    { name: "someone else", actor: someone },
    { name: "anonymous", actor: { role: "anonymous" } },
  ];
}

async function seenBy(
  stage: Stage,
  entity: Entity,
  name: string,
  actor: Actor,
  allowed: readonly TextRow[],
): Promise<ProofResult> {
  const view = maskedView(entity);
  const { answer, state, message } = await askAs(
    stage,
    actor,
    `SELECT COALESCE(json_agg(v), '[]')::text FROM (SELECT * FROM ${view}) v`,
  );
  const rows: readonly Record<string, unknown>[] = JSON.parse(answer ?? "[]");
  const { name: column = "" } = entity.fields.find(({ pii }) => pii !== "secret") ?? {};
  const conditions = await askAs(
    stage,
    actor,
    `WITH asked AS MATERIALIZED (SELECT count(*) AS n FROM ${view} WHERE pg_temp.overhear(${ident(column)}::text))
    SELECT current_setting('${overheard}', TRUE) FROM asked WHERE n >= 0`,
  );
  const told: readonly string[] = JSON.parse(conditions.answer || "[]");
  const problem =
    state !== null && !(state === insufficientPrivilege && allowed.length === 0)
      ? (message ?? state)
      : (wrongRows(entity, rows, allowed) ??
        plainValue(stage, entity, rows) ??
        moreThanMask(stage, entity, rows) ??
        (told.length > rows.length
          ? `a condition gets to see ${told.length - rows.length} rows that are not shown: ${told.at(-1)}`
          : undefined));
  return {
    proof: masking.code,
    subject: `${entity.table}: masked rows for ${name}`,
    held: problem === undefined,
    seen: problem ?? message ?? `${rows.length} rows, personal data masked`,
  };
}

function wrongRows(
  entity: Entity,
  rows: readonly Record<string, unknown>[],
  allowed: readonly TextRow[],
): string | undefined {
  const masksKey = entity.fields.some(
    (field) => entity.key.includes(field.name) && maskOf(field) !== undefined,
  );
  const keys = (list: readonly TextRow[]) => JSON.stringify(list.map((row) => keyText(row, entity)).sort());
  const seen = rows.map((row) => new Map(entity.key.map((column) => [column, String(row[column])])));
  const same = masksKey ? rows.length === allowed.length : keys(seen) === keys(allowed);
  return same ? undefined : `${rows.length} rows are shown and ${allowed.length} may be`;
}

/** A value of the table that the view shows as it is; the first day of a year is what is left of its dates. */
function plainValue(
  stage: Stage,
  entity: Entity,
  rows: readonly Record<string, unknown>[],
): string | undefined {
  const existing = stage.rows.get(entity.name)?.existing ?? [];
  const shown = entity.fields
    .filter(({ pii }) => pii !== undefined)
    .find(({ name }) => {
      const plain = new Set(existing.flatMap((row) => row.get(name) ?? []));
      return rows.some(
        (row) => row[name] != null && plain.has(asText(row[name])) && !/-01-01$/.test(asText(row[name])),
      );
    });
  return shown && `${shown.name} is shown as it is`;
}

/** A value of which the view shows more than the field's mask says. */
function moreThanMask(
  stage: Stage,
  entity: Entity,
  rows: readonly Record<string, unknown>[],
): string | undefined {
  const existing = stage.rows.get(entity.name)?.existing ?? [];
  const shown = entity.fields.find(({ name, mask }) => {
    if (mask === undefined) return false;
    const left = new Set<unknown>(existing.flatMap((row) => row.get(name) ?? []).map(leftOf[mask]));
    return rows.some((row) => row[name] != null && !left.has(row[name]));
  });
  return shown && `${shown.name} is shown as no mask of ${shown.mask}`;
}

/** What masks leave of a text, said once more. */
const leftOf: Readonly<Record<Mask, (text: string) => string | null>> = {
  email: (text) => `${[...text].slice(0, 1).join("")}…${/@[^@]*$/.exec(text)?.[0] ?? ""}`,
  last4: (text) => ([...text].length > 7 ? `…${[...text].slice(-4).join("")}` : "…"),
  nothing: () => null,
};

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function mutationsOf(entity: Entity, context: HardeningContext): readonly Mutation[] {
  const view = maskedView(entity);
  const table = tableOf(entity, context.config);
  const { roles } = platformOf(context.config);
  const live = deletesSoftly(entity, context) ? [`${systemFields.deletedAt} IS NULL`] : [];
  const columns = identList(entity.fields.map(({ name }) => name));
  const personal = entity.fields.some(({ pii }) => pii !== undefined);
  const asked =
    entity.masked?.to.includes("authenticated") === true || !context.isOn("row-level-security", entity);
  return [
    ...(personal
      ? [
          mutationOf(
            entity,
            "the masked view shows plain values",
            `DROP VIEW ${view}; CREATE VIEW ${view} AS SELECT ${columns} FROM ${table}; GRANT SELECT ON ${view} TO ${identList(Object.values(roles))}`,
          ),
        ]
      : []),
    ...(entity.fields.some(({ mask }) => mask === "last4")
      ? [
          mutationOf(
            entity,
            "the masked view shows one character more",
            `CREATE OR REPLACE VIEW ${view} WITH (security_barrier = true) AS ${maskedSelect(entity, context).replaceAll(", 4)", ", 5)")}${live.length === 0 ? "" : ` WHERE ${live.join(" AND ")}`}`,
          ),
        ]
      : []),
    ...(asked
      ? []
      : [
          mutationOf(
            entity,
            "the masked view shows everyone every row",
            `ALTER POLICY ${ident(maskedPolicy(entity))} ON ${table} USING (TRUE)`,
          ),
          mutationOf(
            entity,
            "the view alone leaves rows out, and runs conditions of others before",
            `ALTER POLICY ${ident(maskedPolicy(entity))} ON ${table} USING (TRUE);
CREATE OR REPLACE VIEW ${view} WITH (security_barrier = false) AS ${maskedSelect(entity, context)}
WHERE ${[...live, `(${enclosed(maskedRows(entity, context))}::text || ${ident(entity.key[0] ?? "")}::text) LIKE 't%'`].join(" AND ")}`,
          ),
        ]),
    mutationOf(
      entity,
      "nobody may ask the masked view",
      `REVOKE ALL ON ${view} FROM ${identList(Object.values(roles))}`,
    ),
  ];
}
