import { expect, test } from "vitest";
import { renderFinding } from "../../src/model/finding.ts";
import { harden } from "../../src/production/harden.ts";
import { projectOf } from "./definitions.ts";

const access = "access: [{ allow: all, to: authenticated }]";
const user = `---\nentity: user\nfields: { id: uuid primary key }\n${access}\n`;

test.for<{ name: string; entities: string; config?: string; expected: readonly string[] }>([
  {
    name: "nothing is wrong",
    entities: `entity: account\nfields: { id: uuid primary key }\n${access}\n${user}`,
    expected: [],
  },
  {
    name: "a table that nobody can reach",
    entities: `entity: account\nfields: { id: uuid primary key }\n${user}`,
    expected: [
      "warning[production/no-access]: account has no access line, so nobody can read or change accounts.",
    ],
  },
  {
    name: "roles that other rules need and that no rule makes",
    entities: `entity: account\naudit: all\nfields: { id: uuid primary key }\n${access}\n${user}`,
    config: "platform: postgres\npostgres: 15\nharden: { profile: minimal, rules: { roles: false } }\n",
    expected: [
      "error[production/needed-rule]: The rule roles is off, and what it makes (auditor) is needed by: audit.",
    ],
  },
  {
    name: "functions that policies need and that no rule makes",
    entities: `entity: account\nfields: { id: uuid primary key }\naccess: [{ allow: all, to: admin, when: id = me() }]\n${user}`,
    config: "platform: postgres\npostgres: 15\nharden: { rules: { access-functions: false } }\n",
    expected: [
      "error[production/needed-rule]: The rule access-functions is off, and what it makes (me(), has_role()) is needed by: row-level-security.",
    ],
  },
  {
    name: "a rule that nothing needs is off",
    entities: `entity: account\nfields: { id: uuid primary key }\n${access}\n${user}`,
    config: "platform: postgres\npostgres: 15\nharden: { rules: { access-functions: false } }\n",
    expected: [],
  },
  {
    name: "a tenant in a condition, and no wall",
    entities: `entity: account\nfields: { id: uuid primary key }\naccess: [{ allow: all, to: authenticated, when: id = tenant() }]\n${user}`,
    config: "platform: postgres\npostgres: 15\ntenant: account\nharden: { rules: { tenant-wall: false } }\n",
    expected: [
      "error[production/needed-rule]: The rule tenant-wall is off, and what it makes (tenant()) is needed by: row-level-security.",
    ],
  },
  {
    name: "a wall around no tenant, of the project and of an entity",
    entities: `entity: account\nharden: { tenant-wall: true }\nfields: { id: uuid primary key }\n${access}\n---\nentity: note\nharden: { tenant-wall: true }\nfields: { id: uuid primary key }\n${access}\n${user}`,
    config: "platform: postgres\npostgres: 15\nharden: { rules: { tenant-wall: true } }\n",
    expected: [
      "error[production/no-tenant]: The config says tenant-wall: true, and the config names no tenant: there is no wall.",
      "error[production/no-tenant]: note says tenant-wall: true, and the config names no tenant: there is no wall.",
    ],
  },
  {
    name: "a rule that does not exist, of an entity and of the project",
    entities: `entity: account\nharden: { soft-delet: false }\nfields: { id: uuid primary key }\n${access}\n${user}`,
    config: "platform: postgres\npostgres: 15\nharden: { rules: { audits: true } }\n",
    expected: [
      `error[production/unknown-rule]: The config's harden.rules names "audits", which is no hardening rule.`,
      `error[production/unknown-rule]: harden of account names "soft-delet", which is no hardening rule.`,
    ],
  },
  {
    name: "a chain whose first entries are to go",
    entities: `entity: account\nfields: { id: uuid primary key }\n${access}\n${user}`,
    config:
      "platform: postgres\npostgres: 15\naudit: { partitions: monthly, keep: 7 years }\nharden: { rules: { audit-chain: true } }\n",
    expected: [
      "error[production/contradiction]: The audit log is to be a chain, and its entries are to be kept for 7 years: a chain without its first entries does not verify.",
    ],
  },
  {
    name: "partitions of a log that is not there",
    entities: `entity: account\nfields: { id: uuid primary key }\n${access}\n${user}`,
    config:
      "platform: postgres\npostgres: 15\naudit: { partitions: monthly }\nharden: { rules: { audit: false } }\n",
    expected: [
      "error[production/contradiction]: The config says audit: { partitions: monthly }, and no entity is audited.",
    ],
  },
  {
    name: "reading that cannot be recorded",
    entities: `entity: account
audit: { reads: true }
fields: { id: uuid primary key, name: { type: text, pii: health, encrypt: health } }
access: [{ allow: select, to: [authenticated, anonymous] }, { allow: select, to: service, fields: [name] }]
harden: { grants: false }
${user}`,
    expected: [
      "error[production/reads-not-recorded]: account says audit: { reads: true }, but the rule grants is off.",
      "error[production/reads-not-recorded]: account says audit: { reads: true }, but an access line lets people select some fields alone.",
      "error[production/reads-not-recorded]: account says audit: { reads: true }, but who is not signed in may read it.",
      "error[production/reads-not-recorded]: account says audit: { reads: true }, but it has encrypted fields, which are read in plain elsewhere.",
    ],
  },
  {
    name: "reading of nothing personal",
    entities: `entity: account\naudit: { reads: true }\nfields: { id: uuid primary key, name: text }\n${access}\n${user}`,
    expected: [
      "error[production/reads-not-recorded]: account says audit: { reads: true }, but no field is personal data.",
    ],
  },
  {
    name: "a cascade onto rows that are only marked as deleted",
    entities: `entity: account\nfields: { id: uuid primary key }\nrelations: { owner: { to: -> user, on delete: cascade } }\n${access}\n${user}harden: { soft-delete: false }\n`,
    expected: [
      "error[production/cascade-onto-soft-delete]: account.owner says on delete cascade, but accounts are only marked as deleted, while users are really deleted: rows that refer to nothing would stay.",
    ],
  },
  {
    name: "old rows that go for good under rows that are only marked as deleted",
    entities: `entity: account\nfields: { id: uuid primary key }\nrelations: { owner: { to: -> user, on delete: cascade } }\n${access}\n---\nentity: user\nfields: { id: uuid primary key, born: date }\nretention: { keep: 1 year, by: born }\n${access}\n`,
    expected: [
      "error[production/retention-onto-soft-delete]: Old users are removed for good, but account.owner says on delete cascade and accounts are only marked as deleted: rows that refer to nothing would stay.",
    ],
  },
  {
    name: "a claim and a field that nobody knows",
    entities: `entity: account\nfields: { id: uuid primary key, link: text }\naccess: [{ allow: all, to: anonymous, when: "link = claim('lnk')" }]\n${user}`,
    config: "me: account.owner\nclaims: { link: account.link }\n",
    expected: [
      'error[production/unknown-claim]: An access line of account asks for the claim "lnk", which is not in the config.',
      "error[production/unknown-field]: The config says that me is one of account.owner, but there is no such field.",
    ],
  },
  {
    name: "append-only rows that something changes",
    entities: `entity: account\nfields: { id: uuid primary key }\nrelations: { owner: { to: -> user, on delete: cascade } }\nappend-only: true\n${access}\n${user}`,
    expected: [
      "error[production/append-only]: account is append-only, but an access line allows update and delete.",
      "error[production/append-only]: account is append-only, but account.owner says on delete cascade.",
    ],
  },
  {
    name: "append-only rows with what changes",
    entities: `entity: account\nappend-only: true\nharden: { optimistic-lock: true }\nfields:\n  id: uuid primary key\n  users: { type: integer, derived: { count: user.account } }\n  state: { type: "enum(a, b)", starts: [a], transitions: { a: [b] } }\n${access.replace("all,", "select,")}\n${user}relations: { account: -> account }\n`,
    expected: [
      "error[production/append-only]: account is append-only, but switches optimistic-lock on, which is for rows that change.",
      "error[production/append-only]: account is append-only, but account.users is derived and changes with other rows.",
      "error[production/append-only]: account is append-only, but account.state has transitions.",
    ],
  },
  {
    name: "what cannot be with an encrypted field",
    entities: `entity: account\nfields:\n  id: uuid primary key\n  a: { type: text unique, encrypt: k, check: "a <> ''", values: [x, y], default: x }\n  b: { type: citext, encrypt: k }\n  c: { type: jsonb, encrypt: k, shape: { d: text } }\nindexes: [[c], { on: [id], where: b is not null }]\nqueries: { one: { where: [a] } }\nchecks: { two: "a <> b" }\naccess: [{ allow: all, to: authenticated, when: a = 'x' }, { allow: insert, to: anonymous, fields: [c] }]\n${user}`,
    expected: [
      "error[production/encrypted]: account.a is encrypted and has default.",
      "error[production/encrypted]: account.a is encrypted and has values.",
      "error[production/encrypted]: account.a is encrypted and has check.",
      "error[production/encrypted]: account.a is encrypted and is unique.",
      "error[production/encrypted]: account.a is encrypted and is in the query one.",
      "error[production/encrypted]: account.a is encrypted and is in the check two.",
      "error[production/encrypted]: account.a is encrypted and is in a condition of who may see rows.",
      "error[production/encrypted]: account.b is encrypted and is citext, a type that PostgreSQL does not bring itself.",
      "error[production/encrypted]: account.b is encrypted and is in the index on id.",
      "error[production/encrypted]: account.b is encrypted and is in the check two.",
      "error[production/encrypted]: account.c is encrypted and has shape.",
      "error[production/encrypted]: account.c is encrypted and is in the index on c.",
      "error[production/encrypted]: account.c is encrypted and is for people to write who are not signed in.",
    ],
  },
  {
    name: "a key, and what a count asks, that are encrypted",
    entities: `entity: account\nfields: { id: { type: uuid primary key, encrypt: k }, total: { type: integer, derived: { count: user.account, where: "n > 0" } } }\n${access}\n${user.replace("primary key", "primary key, n: { type: integer, encrypt: k }")}relations: { account: -> account }\n`,
    expected: [
      "error[production/encrypted]: account.id is encrypted and is part of the key.",
      "error[production/encrypted]: user.n is encrypted and is what account.total is derived from.",
    ],
  },
  {
    name: "two words on one rule",
    entities: `entity: account\naudit: all\nharden: { audit: false }\nfields: { id: uuid primary key }\n${access}\n${user}`,
    expected: ["error[production/contradiction]: account says audit: all and harden: { audit: false }."],
  },
  {
    name: "a circle of required references",
    entities: `entity: account\nfields: { id: uuid primary key }\nrelations: { other: -> account?, owner: -> user }\n${access}\n${user}relations: { team: -> team }\n---\nentity: team\nfields: { id: uuid primary key }\nrelations: { account: -> account, leader: -> user? }\n${access}\n`,
    expected: [
      "error[production/required-circle]: No first row can be made: account.owner, user.team, team.account and back to account are all required.",
    ],
  },
  {
    name: "a required reference to itself",
    entities: `entity: account\nfields: { id: uuid primary key }\nrelations: { parent: -> account }\n${access}\n${user}`,
    expected: [
      "warning[production/required-circle]: Every account must refer to another one by account.parent, so the first can only refer to itself.",
    ],
  },
  {
    name: "what the first user needs, which was made by nobody",
    entities: `entity: account\nfields: { id: uuid primary key }\n${access}\n${user}relations: { account: -> account }\n`,
    expected: [],
  },
  {
    name: "a required reference that goes when its row goes",
    entities: `entity: account\nfields: { id: uuid primary key }\nrelations: { owner: { to: -> user, on delete: set null } }\n${access}\n${user}`,
    expected: [
      "error[production/set-null-required]: account.owner says on delete set null, but is required.",
    ],
  },
  {
    name: "fields that cannot hold what rules write into them",
    entities: `entity: account\nfields: { id: uuid primary key, created_at: date, updated_at: "integer?", deleted_at: timestamptz, version: text }\n${access}\n${user}`,
    expected: [
      "error[production/system-field]: account.updated_at is integer?, but the rule timestamps writes a time into it.",
      "error[production/system-field]: account.deleted_at is timestamptz, but the rule soft-delete writes a time or nothing into it.",
      "error[production/system-field]: account.version is text, but the rule optimistic-lock writes a number into it.",
    ],
  },
  {
    name: "queries that no index can serve",
    entities: `entity: account\nfields: { id: uuid primary key, data: json, place: point, size: integer }\nqueries: { one: { where: [data] }, two: { order: [place] }, three: { match: [size], using: trigram } }\n${access}\n${user}`,
    expected: [
      "error[production/no-index-for-query]: No index can serve the query one of accounts: data is json, which PostgreSQL does not compare.",
      "error[production/no-index-for-query]: No index can serve the query two of accounts: place is point, which PostgreSQL does not compare.",
      "error[production/no-index-for-query]: No index can serve the query three of accounts: size is integer, which is no text to search.",
    ],
  },
  {
    name: "masks that say nothing",
    entities: `entity: account\nfields: { id: uuid primary key, a: { type: text, mask: email }, b: { type: text, pii: secret, mask: last4 }, c: { type: date, pii: health, mask: last4 }, d: { type: jsonb, pii: health, mask: nothing } }\n${access}\n${user}`,
    expected: [
      "error[production/mask]: account.a says mask: email, but masked views show all of it, because it has no pii.",
      "error[production/mask]: account.b says mask: last4, but masked views show nothing of what is secret.",
      "error[production/mask]: account.c says mask: last4, but it is date and no text.",
    ],
  },
  {
    name: "a platform that is promised less",
    entities: user,
    config: "platform: citus\n",
    expected: [
      "warning[production/not-distributed]: Platform citus: Tables are not distributed: keys, references, triggers and policies are those of one node, and Citus refuses some of them on distributed tables.",
    ],
  },
  {
    name: "a name that a rule makes and a table has",
    entities: `entity: account\nfields: { id: uuid primary key }\n${access}\n---\nentity: live\ntable: accounts_live\nfields: { id: uuid primary key }\n${access}\n${user}`,
    expected: [
      "error[production/name-clash]: The rule soft-delete makes accounts_live for account, but that name is taken by the table of live.",
    ],
  },
])("$name", ({ entities, config, expected }) => {
  const { business, config: settings } = projectOf(entities, config);
  const found = harden(business, settings).findings.map((finding) => renderFinding(finding).split("\n")[0]);
  expect(found).toEqual(expected);
});

test("switches: the entity's word, then the project's, then the profile", () => {
  const on = (profile: string, project: string, entity: string) => {
    const { business, config } = projectOf(
      `entity: account\n${entity}\nfields: { id: uuid primary key }\n${user}`,
      `platform: postgres\npostgres: 15\nharden: { profile: ${profile}, rules: { ${project} } }\n`,
    );
    const { additions } = harden(business, config);
    return additions.some(({ rule, entity }) => rule === "audit" && entity === "account");
  };
  expect(on("minimal", "", "")).toBe(false);
  expect(on("standard", "", "")).toBe(true);
  expect(on("regulated", "", "")).toBe(true);
  expect(on("minimal", "audit: true", "")).toBe(true);
  expect(on("standard", "audit: false", "")).toBe(false);
  expect(on("standard", "audit: false", "audit: all")).toBe(true);
  expect(on("standard", "", "audit: none")).toBe(false);
  expect(on("standard", "", "harden: { audit: false }\naudit: all")).toBe(false);
});
