import { extensionOf, formatType } from "../../model/column-type.ts";
import type { Finding } from "../../model/finding.ts";
import type { Entity, Field, Model } from "../../model/model.ts";
import { mentions } from "../../model/resolve-rules.ts";
import { ident, identList, literal } from "../../postgres/quote.ts";
import { databaseRoles, type Right, rightsOf } from "../access.ts";
import {
  ciphertextCheck,
  decryptedSchema,
  decryptedView,
  decryptFunction,
  type EncryptedField,
  encryptedFields,
  encryptFunction,
  encryptionSchema,
  keyFunction,
  pgpOptions,
  pgpStart,
  plainType,
  sampleMessages,
} from "../encryption.ts";
import { tableOf } from "../names.ts";
import { platformOf } from "../platform.ts";
import type { Extra, HardeningContext, HardeningRule, StatementKind } from "../rule.ts";
import { sqlFromTemplate } from "../sql-template.ts";
import { deletesSoftly, systemFields } from "../system-fields.ts";

/**
 * The functions work with the owner's rights, because clients may not read the keys. Each is for one field, so who may
 * read one table can use no key of another. Who is not signed in may call none of them.
 */
export const encryption: HardeningRule = {
  code: "encryption",
  profile: "minimal",
  summary:
    "A field with encrypt holds ciphertext and accepts nothing else; a view shows it in plain to whoever may read the row, where the key is there.",
  why: "Whoever gets at the disk, a backup or the tables alone reads nothing: the key is in none of them.",
  source: "https://www.postgresql.org/docs/current/pgcrypto.html",
  complete: (entity) => ({ ...entity, fields: entity.fields.map(stored) }),
  *database(entities, context) {
    const keys = new Set(entities.flatMap(encryptedFields).map(({ encrypt }) => encrypt.key));
    if (keys.size === 0) return;
    for (const [schema, why] of [
      [encryptionSchema, "Of the functions that encrypt and decrypt."],
      [decryptedSchema, "Of the views that show encrypted fields in plain."],
    ] as const)
      yield extra("schema", schema, `CREATE SCHEMA ${schema}`, why);
    for (const key of [...keys].sort()) yield* keyReader(key, context);
    const roles = identList(signedIn(context));
    const usage = `GRANT USAGE ON SCHEMA ${encryptionSchema}, ${decryptedSchema} TO ${roles}`;
    yield extra("grant", "schemas of encryption", usage, "Lets them name the functions and views.");
  },
  *table(entity, context) {
    const fields = encryptedFields(entity);
    if (fields.length === 0) return;
    for (const field of fields) yield* column(entity, field, context);
    yield* view(entity, context);
  },
  *check(entity, context) {
    for (const field of encryptedFields(entity)) {
      for (const [what, help] of hindrances(entity, field, context.model))
        yield problem(entity, field, what, help);
    }
  },
};

function extra(kind: StatementKind, name: string, sql: string, why: string) {
  return { kind, name, sql, why };
}

/** What is stored of a field: bytes that all look alike, whatever they stand for. */
function stored(field: Field): Field {
  if (field.encrypt === undefined) return field;
  return {
    ...field,
    type: { name: "bytea", parameters: [], dimensions: 0 },
    collation: undefined,
    examples: sampleMessages,
    encrypt: { ...field.encrypt, plain: field.type },
  };
}

/** Reads the key from where the platform keeps it; nobody but the functions may call it. */
function* keyReader(key: string, { config }: HardeningContext): Iterable<Extra> {
  const { encryptionKey } = platformOf(config);
  const sql = sqlFromTemplate("encryption-key", {
    function: keyFunction(key),
    key: encryptionKey.sql(key),
    missing: literal(`The key ${key} is not there.`),
    short: literal(`The key ${key} is shorter than 32 characters.`),
    hint: literal(`Bring it: ${encryptionKey.bring(key, "$1")}.`),
  });
  yield extra("function", keyFunction(key), sql, `The key ${key}, from ${encryptionKey.place(key)}.`);
  yield closed(`${keyFunction(key)}()`);
}

function closed(signature: string): Extra {
  const sql = `REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`;
  return extra(
    "grant",
    `none to ${signature}`,
    sql,
    "What runs with the owner's rights is for those alone who need it.",
  );
}

function* column(entity: Entity, field: EncryptedField, context: HardeningContext): Iterable<Extra> {
  const own = { entity: entity.name };
  const type = plainType(field);
  const shared = {
    type,
    key: keyFunction(field.encrypt.key),
    extensions: ident(platformOf(context.config).extensions),
  };
  const encrypt = encryptFunction(entity, field);
  const decrypt = decryptFunction(entity, field);
  yield {
    ...own,
    kind: "constraint",
    name: ciphertextCheck(entity, field),
    definition: `CHECK (substring(${ident(field.name)} FROM 1 FOR 6) = ${literal(pgpStart)}::bytea)`,
    why: `Holds ciphertext alone, of the key ${field.encrypt.key}: plain text is refused.`,
  };
  const made = sqlFromTemplate("encrypt", { ...shared, function: encrypt, options: literal(pgpOptions) });
  yield { ...own, ...extra("function", encrypt, made, `Makes what ${field.name} holds of a value.`) };
  const read = sqlFromTemplate("decrypt", { ...shared, function: decrypt });
  yield { ...own, ...extra("function", decrypt, read, `Makes the value of what ${field.name} holds.`) };
  yield* callers(`${encrypt}(${type})`, ["insert", "update"], "write");
  yield* callers(`${decrypt}(bytea)`, ["select"], "read");

  function* callers(signature: string, commands: readonly Right["command"][], what: string): Iterable<Extra> {
    yield { ...closed(signature), ...own };
    const roles = rolesTo(commands, entity, context, field);
    if (roles.length === 0) return;
    const sql = `GRANT EXECUTE ON FUNCTION ${signature} TO ${identList(roles)}`;
    yield { ...own, ...extra("grant", signature, sql, `They may ${what} the column.`) };
  }
}

/** With the rights of who reads, so the table's policies decide about the rows. */
function* view(entity: Entity, context: HardeningContext): Iterable<Extra> {
  const own = { entity: entity.name };
  const name = decryptedView(entity);
  const encrypted = encryptedFields(entity);
  const columns = entity.fields.map((field) => {
    const shown = ident(field.name);
    return encrypted.some((one) => one === field)
      ? `${decryptFunction(entity, field)}(${shown}) AS ${shown}`
      : shown;
  });
  const live = deletesSoftly(entity, context) ? ` WHERE ${systemFields.deletedAt} IS NULL` : "";
  const sql = [
    `CREATE VIEW ${name} WITH (security_invoker = true) AS`,
    `SELECT ${columns.join(",\n  ")}`,
    `FROM ${tableOf(entity, context.config)}${live}`,
  ].join("\n");
  yield { ...own, ...extra("view", name, sql, "Shows the rows that the reader may see, in plain.") };
  const roles = rolesTo(["select"], entity, context);
  if (roles.length === 0) return;
  const grant = `GRANT SELECT ON ${name} TO ${identList(roles)}`;
  yield { ...own, ...extra("grant", name, grant, "They may read the table.") };
}

/** The database roles of a backend and of people who are signed in. */
function signedIn(context: HardeningContext): readonly string[] {
  const { anonymous } = platformOf(context.config).roles;
  return databaseRoles(context).filter((role) => role !== anonymous);
}

/** Who may do one of these to a column, or to all. */
function rolesTo(
  commands: readonly Right["command"][],
  entity: Entity,
  context: HardeningContext,
  field?: Field,
): readonly string[] {
  const reaches = ({ columns }: Right) =>
    columns === undefined || (field !== undefined && columns.includes(field.name));
  const roles = rightsOf(entity, context).flatMap((right) =>
    commands.includes(right.command) && reaches(right) ? [right.role] : [],
  );
  return signedIn(context).filter((role) => roles.includes(role));
}

/** What cannot be with values that nobody can compare, and what to do. */
function* hindrances(
  entity: Entity,
  field: EncryptedField,
  model: Model,
): Iterable<readonly [string, string]> {
  const { name } = field;
  const { plain } = field.encrypt;
  const here = (sql: string | undefined) => sql !== undefined && mentions(sql, (one) => one === name);
  const extension = extensionOf(plain);
  if (extension !== undefined || plain.name.includes("."))
    yield [`is ${formatType(plain)}, a type that PostgreSQL does not bring itself`, "Write text."];
  if (entity.key.includes(name))
    yield ["part of the key", "Rows are found by their key: encrypt another field."];
  if (field.relation !== undefined)
    yield ["the column of a relation", "Encrypt what the row says, not what it refers to."];
  for (const key of [
    "default",
    "values",
    "check",
    "shape",
    "generated",
    "identity",
    "code",
    "derived",
  ] as const)
    if (field[key] !== undefined)
      yield [`has ${key}`, `What is encrypted is made and checked by the application: remove ${key}.`];
  const compared =
    "Equal values do not look equal when they are encrypted. Leave the field out of it, or store a second field to search by.";
  if (field.unique) yield ["unique", compared];
  for (const { on, include, where } of entity.indexes)
    if (
      include.includes(name) ||
      here(where) ||
      on.some((item) => item.replace(/ desc$/i, "") === name || here(item))
    )
      yield [`in the index on ${on.join(", ")}`, compared];
  for (const query of entity.queries)
    if (
      [
        ...query.where,
        ...query.match,
        ...(query.contains ?? []),
        ...query.order.map((one) => one.field),
      ].includes(name)
    )
      yield [`in the query ${query.name}`, compared];
  for (const check of entity.checks)
    if (here(check.expression)) yield [`in the check ${check.name}`, compared];
  for (const other of entity.fields)
    if (other !== field && (here(other.check) || here(other.generated)))
      yield [`in an expression of ${other.name}`, compared];
  if (entity.access.some(({ when }) => here(when)) || here(entity.masked?.when))
    yield ["in a condition of who may see rows", compared];
  if (entity.retention?.by === name) yield ["what tells a row's age", compared];
  for (const other of model.entities)
    for (const { name: target, derived } of other.fields)
      if (derived?.entity === entity.name && (derived.field === name || here(derived.where)))
        yield [`what ${other.name}.${target} is derived from`, compared];
  const strangers = entity.access.find(
    ({ allow, to, fields }) =>
      to.includes("anonymous") &&
      (fields === undefined || fields.includes(name)) &&
      allow.some((command) => command === "insert" || command === "update"),
  );
  if (strangers !== undefined)
    yield [
      "for people to write who are not signed in",
      "They may not use the key: leave the field out of `fields` of that access line.",
    ];
}

function problem({ name }: Entity, field: Field, what: string, help: string): Finding {
  const verb = /^(is|has) /.test(what) ? "" : "is ";
  return {
    code: "production/encrypted",
    severity: "error",
    message: `${name}.${field.name} is encrypted and ${verb}${what}.`,
    at: field.origins[0]?.at,
    help,
  };
}
