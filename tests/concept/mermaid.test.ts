import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { diagramOf } from "../../src/concept/diagram.ts";
import { mermaidText } from "../../src/concept/mermaid.ts";
import { visible } from "../../src/concept/text.ts";
import type { Entity } from "../../src/model/model.ts";
import { hostileTexts } from "./hostile.ts";
import { entity, field, relation, type } from "./models.ts";
import { loadMermaid, type ParsedEr } from "./parse-mermaid.ts";

let parse: (text: string) => Promise<ParsedEr>;

beforeAll(async () => {
  parse = await loadMermaid();
});

const marks = fc.constantFrom(
  ...'%#;{}[]:|"`~<>\\ \n-ox1',
  "direction LR",
  "%%{",
  "}%%",
  "erDiagram",
  "style",
);
const anyName = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.string({ unit: marks, minLength: 1 }),
);

function textOf(entities: readonly Entity[], detail: "all" | "keys" | "names" = "all"): string {
  return mermaidText(diagramOf({ title: "test", entities, hues: new Map() }, detail));
}

describe("mermaid's own parser reads back", () => {
  test("tables, attributes, keys and relations", async () => {
    const account = entity(
      "account",
      [field("total", { type: type("numeric", "12", "2") }), field("code", { unique: true })],
      [relation("owner", "user"), relation("parent", "account", { nullable: true })],
    );
    const read = await parse(textOf([account]));
    expect(read.entities).toEqual([
      {
        name: "account",
        attributes: [
          { type: "uuid", name: "id", keys: ["PK"], comment: "" },
          { type: "numeric(12,2)", name: "total", keys: [], comment: "" },
          { type: "text", name: "code", keys: ["UK"], comment: "" },
          { type: "uuid", name: "owner_id", keys: ["FK"], comment: "" },
          { type: "uuid", name: "parent_id", keys: ["FK"], comment: "optional" },
        ],
      },
      { name: "user", attributes: [] },
    ]);
    expect(read.relations).toEqual([
      { from: "user", fromCount: "ONLY_ONE", to: "account", toCount: "ZERO_OR_MORE", name: "owner" },
      { from: "account", fromCount: "ZERO_OR_ONE", to: "account", toCount: "ZERO_OR_MORE", name: "parent" },
    ]);
  });

  test.for([
    { unique: false, nullable: false, from: "ONLY_ONE", to: "ZERO_OR_MORE" },
    { unique: false, nullable: true, from: "ZERO_OR_ONE", to: "ZERO_OR_MORE" },
    { unique: true, nullable: false, from: "ONLY_ONE", to: "ZERO_OR_ONE" },
    { unique: true, nullable: true, from: "ZERO_OR_ONE", to: "ZERO_OR_ONE" },
  ])("the cardinality of unique: $unique, nullable: $nullable", async ({ unique, nullable, from, to }) => {
    const order = entity("order", [], [relation("customer", "customer", { unique, nullable })]);
    const { relations } = await parse(textOf([order]));
    expect(relations).toMatchObject([{ from: "customer", fromCount: from, to: "order", toCount: to }]);
  });

  test.for(hostileTexts.map((name) => ({ name })))("the names $name", async ({ name }) => {
    await expectReadBack(name);
  });

  test("any names at all", async () => {
    await fc.assert(fc.asyncProperty(anyName, expectReadBack), { numRuns: 300 });
  });

  async function expectReadBack(name: string): Promise<void> {
    const hostile = entity(
      name,
      [field(name, { type: type(name), nullable: true, values: [name, `other ${name}`] })],
      [relation(name, "plain", { columns: ["plain_id"] })],
    );
    const read = await parse(textOf([hostile, entity(`${name}x`, [])]));
    expect(read.entities.map((each) => each.name)).toEqual([visible(name), visible(`${name}x`), "plain"]);
    expect(read.entities[0]?.attributes).toHaveLength(3);
    expect(read.relations).toMatchObject([{ from: "plain", to: visible(name), name: visible(name) }]);
  }
});

test("attributes that mermaid cannot spell keep their real name in the comment", async () => {
  const { entities } = await parse(textOf([entity("t", [field("user id"), field("pk"), field("größe")])]));
  expect(entities[0]?.attributes.slice(1)).toEqual([
    { type: "text", name: "user_id", keys: [], comment: "user id" },
    { type: "text", name: "_pk", keys: [], comment: "pk" },
    { type: "text", name: "größe", keys: [], comment: "" },
  ]);
});

test("keys only leaves the other fields out, names only all of them", () => {
  const order = entity(
    "order",
    [field("note"), field("code", { unique: true })],
    [relation("customer", "customer")],
  );
  expect(textOf([order], "keys")).toContain("customer_id");
  expect(textOf([order], "keys")).not.toContain("note");
  expect(textOf([order], "names")).not.toContain("customer_id");
});
