import { expect, test } from "vitest";
import type { Statement } from "../../src/postgres/plan.ts";
import { iterationName, nameFromChanges } from "../../src/prototype/names.ts";

test.for(["add-phone", "a", "v2", "a-1"])("%s is a name", (name) => {
  expect(iterationName(name)).toBe(name);
});

test.for([
  ["Add Phone", "add-phone"],
  ["../../etc", "etc"],
  ["a/b", "a-b"],
  ["Ärger", "arger"],
  ["-x", "x"],
  ["x".repeat(61), "x".repeat(60)],
])("%s is none; %s is offered", ([name = "", offered]) => {
  expect(() => iterationName(name)).toThrow(offered);
});

test.for([{ name: "" }, { name: "…" }, { name: "電話" }])("$name is none", ({ name }) => {
  expect(() => iterationName(name)).toThrow("cannot name an iteration");
});

const statement = (change: string): Statement => ({
  sql: "",
  change,
  phase: "expand",
  transactional: true,
  hazards: [],
});

test.for([
  { changes: ["create table accounts", "create column accounts.id"], name: "create-accounts" },
  { changes: ["create table crm.accounts"], name: "create-accounts" },
  { changes: ["create column accounts.phone"], name: "add-accounts-phone" },
  { changes: ["drop column crm.accounts.phone"], name: "drop-accounts-phone" },
  { changes: ["rename column accounts.phone to tel"], name: "rename-accounts-phone-to-tel" },
  {
    changes: ["create table a", "create table b", "create constraint b.b_pkey"],
    name: "create-a-and-1-more",
  },
  { changes: ["create view active_accounts"], name: "add-active-accounts" },
  { changes: [`create table ${"long".repeat(20)}`], name: `create-${"long".repeat(20)}`.slice(0, 60) },
])("changes are called $name", ({ changes, name }) => {
  expect(nameFromChanges(changes.map(statement))).toBe(name);
  expect(iterationName(name)).toBe(name);
});
