import { ident } from "../../../src/postgres/quote.ts";

const id = (n: number) => `00000000-0000-0000-0000-00000000000${n}`;
const withIds = (sql: string) => sql.replaceAll(/uuid\((\d)\)/g, (_, n: string) => `'${id(Number(n))}'`);

/** The user who carries. */
export const ann = id(1);

/** A shop: two modules share users and accounts, and call the phone by two names. */
export const files: Readonly<Record<string, string>> = {
  "schema.config.yaml": "name: shop\nplatform: postgres\npostgres: 15\nharden: { profile: standard }\n",
  "entities/all.yaml": `
entity: user
fields: { id: uuid primary key, email: citext unique, name: { type: text, pii: personal } }
access: [{ allow: all, to: authenticated }]
---
entity: account
fields:
  id: uuid primary key
  number: varchar(5) unique
  phone: { type: text?, was: tel, check: "phone not like 'secret%'" }
  status: enum(New, Active, Closed) = New
  balance: numeric(8,2)?
  settings: { type: jsonb?, shape: { language: text } }
  notes: { type: integer, derived: { count: note.account } }
relations:
  owner: -> user
  parent: -> account?
  main_note: -> note?
access: [{ allow: all, to: authenticated }]
audit: all
---
entity: note
fields:
  id: bigint primary key
  code: { type: text unique, code: "N{sequence:6}" }
  text: text
relations:
  account: -> account
access: [{ allow: all, to: authenticated }]
audit: all
---
entity: order
fields:
  id: uuid primary key
  status: { type: "enum(Draft, Sent)", starts: [Draft], transitions: { Draft: [Sent] } }
  amount: numeric(8,2)
relations:
  account: -> account
access: [{ allow: all, to: authenticated }]
audit: all
`,
  "modules/crm/module.yaml": `
module: crm
uses: { user: all, account: all, note: all }
`,
  "modules/billing/module.yaml": `
module: billing
uses: { user: [name], account: [number, owner, status], order: all }
`,
  "modules/billing/entities/account.yaml": "entity: account\nfields:\n  phone_number: text?\n",
  "decisions.yaml": `
decisions:
  - { conflict: same-concept account.phone account.phone_number, choose: phone, why: Both are what we call. }
`,
};

/** A column that production has no field for. */
export const hostile = `fa'x" y`;

/** What `crm` has: the former name of the phone, a circle of accounts and notes, times of its own. */
export const crm = withIds(`
CREATE TABLE users (id uuid PRIMARY KEY, email text, name text, created_at timestamp);
CREATE TABLE accounts (id uuid PRIMARY KEY, number text, tel text, status text, balance numeric, settings jsonb,
  owner_id uuid, parent_id uuid, main_note_id bigint, created_at timestamptz, version integer, deleted_at timestamptz, ${ident(hostile)} text);
CREATE TABLE notes (id bigint PRIMARY KEY, code text, text text, account_id uuid);
CREATE TABLE sketches (id integer, line text);
INSERT INTO users VALUES (uuid(1), 'ann@shop', 'Ann', '2020-01-01 10:00'), (uuid(2), 'bob@shop', 'Bob', NULL);
INSERT INTO accounts VALUES
  (uuid(1), 'A1', '1', 'Active', 10.50, '{"language": "de"}', uuid(1), uuid(2), 7, '2021-01-01', 3, NULL, NULL),
  (uuid(2), 'A2', NULL, 'Closed', NULL, NULL, uuid(2), uuid(1), NULL, '2021-02-01', NULL, '2022-01-01', 'fax-two'),
  (uuid(3), 'A3', '3', 'Active', NULL, NULL, uuid(1), NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO notes VALUES (7, 'N000041', E'tab\\there \\\\ and\\na line', uuid(1)), (8, NULL, 'no code', uuid(1));
INSERT INTO sketches VALUES (1, 'secret-sketch');
`);

/** What `billing` has: some of the same rows, with other fields, and orders on their way. */
export const billing = withIds(`
CREATE TABLE users (id uuid PRIMARY KEY, name text);
CREATE TABLE accounts (id uuid PRIMARY KEY, number text, phone_number text, status text, owner_id uuid, created_at timestamptz, version integer);
CREATE TABLE orders (id uuid PRIMARY KEY, status text, amount double precision, account_id uuid);
INSERT INTO users VALUES (uuid(1), 'Ann');
INSERT INTO accounts VALUES
  (uuid(1), 'A1', NULL, 'Active', uuid(1), '2020-12-31', 1),
  (uuid(2), 'A2', '22', 'Closed', uuid(2), NULL, NULL);
INSERT INTO orders VALUES (uuid(1), 'Sent', 19.9, uuid(1)), (uuid(2), 'Draft', 0, uuid(2));
`);

/** Rows that production cannot take as they are. */
export const wrong = {
  crm: withIds(`
ALTER TABLE notes ALTER COLUMN id TYPE text;
INSERT INTO accounts (id, number, status, settings, owner_id, parent_id) VALUES
  (uuid(4), NULL, 'Active', NULL, NULL, NULL),
  (uuid(5), 'A5', 'Gone', NULL, uuid(1), NULL),
  (uuid(6), 'A6', 'Active', NULL, uuid(9), NULL),
  (uuid(7), 'A7', 'Active', '{"language": 1}', uuid(1), NULL),
  (uuid(8), 'A8', 'Active', NULL, uuid(1), uuid(5)),
  (uuid(9), 'A99999', 'Active', NULL, uuid(1), NULL);
INSERT INTO notes VALUES ('secret-id', NULL, 'no number', uuid(1)), ('9', NULL, 'of a row put aside', uuid(8));
`),
  billing: withIds(`
UPDATE accounts SET phone_number = 'secret-phone' WHERE id = uuid(1);
INSERT INTO accounts (id, number, status, owner_id) VALUES (uuid(0), 'A3', 'New', uuid(1));
INSERT INTO orders VALUES (uuid(3), 'Sent', 1.005, uuid(2)), (uuid(4), 'Sent', 1, uuid(1));
`),
};
