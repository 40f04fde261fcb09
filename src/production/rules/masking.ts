import { formatType } from "../../model/column-type.ts";
import type { Finding } from "../../model/finding.ts";
import type { Access, Entity, Field } from "../../model/model.ts";
import { ident, identList, literal, qualified } from "../../postgres/quote.ts";
import { databaseRoles, type Right, rightsOf } from "../access.ts";
import { enclosed } from "../expression.ts";
import { isText, maskOf } from "../masks.ts";
import { madeName, tableOf } from "../names.ts";
import type { Extra, HardeningContext, HardeningRule, StatementKind } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";

const schema = "masked";
/** Owns the masked views. */
export const maskedReader = "masked_reader";
const reader = maskedReader;

/**
 * A view with the rights of who asks would need rights to the plain columns; one of the table's owner sees nothing under
 * FORCE, or everything. So the view belongs to a role of its own: policies let that role see the rows of who asks, and a
 * security barrier keeps conditions of theirs from running on rows before they are masked.
 */
export const masking: HardeningRule = {
  code: "masking",
  profile: "standard",
  summary: "Whom masked names sees these rows in a view that masks personal data, and never a plain value.",
  why: "Support can find a customer without reading what is none of its business. Conditions on the view see masked values only.",
  source: "https://www.postgresql.org/docs/current/rules-privileges.html",
  *check(entity) {
    yield* entity.fields.flatMap((field) => wrongMask(field, entity) ?? []);
  },
  *database(entities, context) {
    if (!entities.some(({ masked }) => masked !== undefined)) return;
    const role = sqlFromTemplate("create-definer", { name: literal(reader), role: ident(reader) });
    yield extra("role", reader, role, "Owns the masked views, and can do nothing else.");
    yield extra(
      "schema",
      schema,
      `CREATE SCHEMA ${schema} AUTHORIZATION ${reader}`,
      "Of the masked views alone.",
    );
    const roles = identList(databaseRoles(context));
    yield extra(
      "grant",
      `schema ${schema}`,
      `GRANT USAGE ON SCHEMA ${schema} TO ${roles}`,
      "Lets them name the views.",
    );
    const usage = `GRANT USAGE ON SCHEMA ${ident(context.config.schema)} TO ${reader}`;
    yield extra("grant", `schema for ${reader}`, usage, "Lets it name what is in the schema.");
  },
  *table(entity, context) {
    const rights = maskedRights(entity, context);
    if (rights.length === 0) return;
    const table = tableOf(entity, context.config);
    const view = maskedView(entity);
    const own = (kind: StatementKind, name: string, sql: string, why: string): Extra => ({
      ...extra(kind, name, sql, why),
      entity: entity.name,
    });
    const columns = identList(viewedFields(entity).map(({ name }) => name));
    const granted = `GRANT SELECT (${columns}) ON ${table} TO ${reader}`;
    yield own("grant", `columns to ${reader}`, granted, "What the view shows or masks.");
    const rows = maskedRows(entity, context);
    const live = deletesSoftly(entity, context) ? [`${systemFields.deletedAt} IS NULL`] : [];
    if (context.isOn("row-level-security", entity)) {
      const policy = maskedPolicy(entity);
      const sql = `CREATE POLICY ${ident(policy)} ON ${table}\nFOR SELECT TO ${reader}\nUSING ${enclosed(rows)}`;
      yield own("policy", policy, sql, "The rows of whoever asks the view.");
    } else live.push(enclosed(rows));
    const sql = [
      `CREATE VIEW ${view} WITH (security_barrier = true) AS`,
      `${maskedSelect(entity, context)}${live.length === 0 ? "" : ` WHERE ${live.join(" AND ")}`}`,
    ].join("\n");
    yield own("view", view, sql, "Shows these rows with personal data masked.");
    const owned = `ALTER VIEW ${view} OWNER TO ${reader}`;
    yield own("view", `${view} owner`, owned, "Reads with rights of its own.");
    const to = identList([...new Set(rights.map(({ role }) => role))]);
    yield own(
      "grant",
      view,
      `GRANT SELECT ON ${view} TO ${to}`,
      "They may ask; which rows they see, the policy says.",
    );
  },
};

/** Why a field's mask says nothing. */
function wrongMask(field: Field, { name }: Entity): Finding | undefined {
  const { mask, pii, encrypt, origins } = field;
  if (mask === undefined) return undefined;
  const problem =
    pii === undefined || pii === "secret"
      ? `masked views show ${pii === undefined ? "all of it, because it has no pii" : "nothing of what is secret"}`
      : encrypt !== undefined
        ? "masked views show nothing of what is encrypted"
        : mask !== "nothing" && !isText(field)
          ? `it is ${formatType(field.type)} and no text`
          : undefined;
  return problem === undefined
    ? undefined
    : {
        code: "production/mask",
        severity: "error",
        message: `${name}.${field.name} says mask: ${mask}, but ${problem}.`,
        at: origins[0]?.at,
        help:
          pii === undefined
            ? "Say how sensitive it is, as in pii: personal, or remove the mask."
            : "Remove the mask; by its pii alone masked views show less.",
      };
}

/** The view of an entity's rows with personal data masked. */
export function maskedView({ table }: Entity): string {
  return qualified(schema, table);
}

/** The policy that says which rows the view shows. */
export function maskedPolicy({ table }: Entity): string {
  return madeName(table, "select", reader);
}

/** The query behind the view: every column but secret ones, masked where it must be. */
export function maskedSelect(entity: Entity, { config }: HardeningContext): string {
  const columns = viewedFields(entity).map(shown);
  return `SELECT ${columns.join(",\n  ")}\nFROM ${tableOf(entity, config)}`;
}

/** Which rows the view shows to whom. */
export function maskedRows(entity: Entity, context: HardeningContext): string {
  return rowsOf(maskedRights(entity, context));
}

/** Who may see masked rows, as the access line that it would be. */
export function maskedLine({ masked, origins }: Entity): Access | undefined {
  return masked && { allow: ["select"], to: masked.to, when: masked.when, origins };
}

function maskedRights(entity: Entity, context: HardeningContext): readonly Right[] {
  const line = maskedLine(entity);
  return line === undefined ? [] : rightsOf({ ...entity, access: [line] }, context);
}

/** Inside the view the current user is still who asks. */
export function rowsOf(rights: readonly Right[]): string {
  const [only] = rights;
  if (rights.length === 1 && only !== undefined) return only.when;
  return rights
    .map(({ role, when }) => `(current_user = ${literal(role)} AND ${enclosed(when)})`)
    .join(" OR ");
}

function viewedFields({ fields }: Entity): readonly Field[] {
  return fields.filter(({ pii }) => pii !== "secret");
}

function shown(field: Field): string {
  const mask = maskOf(field);
  if (mask === undefined) return ident(field.name);
  const type = mask === "NULL" ? `::${formatType(field.type)}` : "";
  return `${mask}${type} AS ${ident(field.name)}`;
}

function extra(kind: StatementKind, name: string, sql: string, why: string) {
  return { kind, name, sql, why };
}
