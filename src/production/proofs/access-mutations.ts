import type { Command, Entity } from "../../model/model.ts";
import { commands } from "../../model/model.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { databaseRoles } from "../access.ts";
import { madeName, tableOf } from "../names.ts";
import { isDatabaseRole, platformOf } from "../platform.ts";
import type { Mutation } from "../proof.ts";
import { changeableColumns } from "../proving/columns.ts";
import { isAllowed, isAllowedToAll, mutationOf } from "../proving/mutations.ts";
import { refusesChanges } from "../proving/without-refusal.ts";
import type { HardeningContext } from "../rule.ts";
import { actorType } from "../system-fields.ts";
import { tenantColumn } from "../tenant.ts";

/** Ways to break what the access lines of these entities promise. */
export function accessMutations(context: HardeningContext, entities: readonly Entity[]): readonly Mutation[] {
  return [
    ...entities.flatMap((entity) => tableMutations(entity, context)),
    ...functionMutations(context, entities),
  ];
}

function tableMutations(entity: Entity, context: HardeningContext): readonly Mutation[] {
  const { config } = context;
  const table = tableOf(entity, config);
  const allowed = commands.filter(
    (command) =>
      isAllowed(entity, command) && (command !== "update" || changeableColumns(entity, context).length > 0),
  );
  const roles = identList(databaseRoles(context));
  return [
    mutationOf(
      entity,
      "row level security is switched off and everything granted",
      `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY; GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO ${roles}`,
    ),
    ...tenantMutations(entity, context),
    ...(refusesChanges(entity, context)
      ? []
      : [mutationOf(entity, "TRUNCATE is granted", `GRANT TRUNCATE ON ${table} TO ${roles}`)]),
    ...allowed.map((command) =>
      mutationOf(
        entity,
        `policies for ${command} are dropped`,
        forEachPolicy(entity, context, [command], () => "DROP POLICY %I ON %I.%I"),
      ),
    ),
    ...allowed
      .filter((command) => !isAllowedToAll(entity, command))
      .map((command) => {
        const loosened = loosenedBy(command, entity, context);
        return mutationOf(
          entity,
          `policies for ${loosened.join(" and ")} admit every row`,
          forEachPolicy(entity, context, loosened, alterTo),
        );
      }),
  ];
}

/** Without the wall, who is admitted somewhere is admitted there whatever the current tenant. */
function tenantMutations(entity: Entity, context: HardeningContext): readonly Mutation[] {
  if (tenantColumn(entity, context) === undefined || !isAllowed(entity, "select")) return [];
  if (!platformOf(context.config).restrictivePolicies) return [];
  const policy = ident(madeName(entity.table, "tenant"));
  const sql = `DROP POLICY ${policy} ON ${tableOf(entity, context.config)}`;
  return [mutationOf(entity, "the tenant wall is gone", sql)];
}

/** Where DELETE marks rows it is an UPDATE too, and stays refused while that is. */
function loosenedBy(command: Command, entity: Entity, { isOn }: HardeningContext): readonly Command[] {
  return command === "delete" && isOn("soft-delete", entity) ? ["update", "delete"] : [command];
}

function alterTo(command: Command): string {
  const using = command === "insert" ? "" : " USING (TRUE)";
  const check = command === "insert" || command === "update" ? " WITH CHECK (TRUE)" : "";
  return `ALTER POLICY %I ON %I.%I${using}${check}`;
}

/** Finds the policies by what they are for, whatever their names. */
function forEachPolicy(
  entity: Entity,
  { config }: HardeningContext,
  among: readonly Command[],
  statement: (command: Command) => string,
): string {
  const loops = among.map(
    (command) => `
  FOR p IN SELECT policyname, schemaname, tablename FROM pg_policies
    WHERE schemaname = ${literal(config.schema)} AND tablename = ${literal(entity.table)} AND cmd = ${literal(command.toUpperCase())}
  LOOP
    EXECUTE format(${literal(statement(command))}, p.policyname, p.schemaname, p.tablename);
  END LOOP;`,
  );
  return `DO $do$ DECLARE p record; BEGIN${loops.join("")} END $do$`;
}

function functionMutations(context: HardeningContext, entities: readonly Entity[]): readonly Mutation[] {
  const lines = entities.flatMap((entity) => entity.access);
  const says = (call: string) => lines.some(({ when }) => when?.includes(call));
  const named = lines.some(({ to }) => to.some((role) => !isDatabaseRole(role)));
  if (!context.isOn("access-functions")) return [];
  const replaced = (signature: string, type: string, body: string) =>
    `CREATE OR REPLACE FUNCTION public.${signature} RETURNS ${type} LANGUAGE sql STABLE AS $$ SELECT ${body} $$`;
  const type = actorType(context.model, context.config);
  return [
    ...(named || says("has_role(")
      ? [
          {
            breaks: "has_role() says yes to everyone",
            sql: replaced("has_role(wanted text)", "boolean", "TRUE"),
          },
        ]
      : []),
    ...(says("claim(")
      ? [{ breaks: "claim() knows nothing", sql: replaced("claim(wanted text)", "text", "NULL::text") }]
      : []),
    ...(says("me(") ? [{ breaks: "me() knows nobody", sql: replaced("me()", type, `NULL::${type}`) }] : []),
  ];
}
